// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/date.hpp"
#include "card/base/error.hpp"

/// Small things that all classes over a database share.
namespace perso::store {

[[noreturn]] inline void refuse(card::Errc code, std::string_view sentence, std::string field = {})
{
    throw card::Error{code, card::Step{"store"}, sentence}.with_field(std::move(field));
}

inline std::int64_t seconds(card::Time time)
{
    return time.time_since_epoch().count();
}

} // namespace perso::store
