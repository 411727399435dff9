// SPDX-License-Identifier: Apache-2.0
#include "commands/notices.hpp"

#include <iostream>

namespace perso {

nlohmann::json to_json(const std::vector<batches::Notice>& notices)
{
    auto out = nlohmann::json::array();
    for (const auto& [kind, other] : notices)
        out.push_back({{"kind", name(kind)}, {"application", other}});
    return out;
}

void print(const std::vector<batches::Notice>& notices, const Context& context)
{
    for (const auto& [kind, other] : notices)
        std::cout << "  " << context.text(sentence(kind)) << (other.empty() ? "" : ": ") << other << '\n';
}

} // namespace perso
