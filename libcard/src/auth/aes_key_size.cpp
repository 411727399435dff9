// SPDX-License-Identifier: Apache-2.0
#include "aes_key_size.hpp"

namespace card::auth {

std::optional<std::size_t> aes_key_size(const tlv::Oid& protocol, std::string_view family)
{
    const tlv::Oid parent{family};
    const ByteView all = protocol.content();
    if (all.size() != parent.content().size() + 1 || !equal(all.first(all.size() - 1), parent.content()))
        return std::nullopt;
    switch (all.back()) {
    case 2:
        return 16;
    case 3:
        return 24;
    case 4:
        return 32;
    default:
        return std::nullopt;
    }
}

} // namespace card::auth
