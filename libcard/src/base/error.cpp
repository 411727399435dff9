// SPDX-License-Identifier: Apache-2.0
#include "card/base/error.hpp"

#include <fmt/format.h>

namespace card {

Error::Error(Errc code, std::string_view sentence) : code_{code}, what_{sentence} {}

Error::Error(Errc code, Step step, std::string_view sentence)
    : code_{code}, step_{std::move(step.name)}, what_{fmt::format("{}: {}", step_, sentence)}
{
}

Error::Error(Errc code, Step step, StatusWord sw)
    : code_{code}, step_{std::move(step.name)}, sw_{sw}, what_{fmt::format("{}: status word {:04X}", step_, sw.value)}
{
}

Error&& Error::with_field(std::string field) &&
{
    field_ = std::move(field);
    return std::move(*this);
}

Error&& Error::with_number(long number) &&
{
    number_ = number;
    return std::move(*this);
}

void require(bool condition, Errc code, std::string_view step, std::string_view sentence)
{
    if (!condition)
        throw Error{code, Step{std::string{step}}, sentence};
}

} // namespace card
