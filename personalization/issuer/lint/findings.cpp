// SPDX-License-Identifier: Apache-2.0
#include "issuer/lint/findings.hpp"

#include "card/base/error.hpp"

#include <algorithm>

namespace perso::issuer::lint {

bool Findings::has(std::string_view id) const
{
    return std::find(broken_.begin(), broken_.end(), id) != broken_.end();
}

void Findings::require_none(std::string_view kind) const
{
    if (empty())
        return;
    throw card::Error{card::Errc::certificate_unfit, card::Step{"lint"}, "what was signed breaks a rule"}
        .with_field(std::string{kind} + "/" + broken_.front())
        .with_number(static_cast<long>(broken_.size()));
}

} // namespace perso::issuer::lint
