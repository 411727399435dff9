// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/date.hpp"

#include <cstdint>

namespace perso::store {

/// A moment as columns hold it, in seconds since 1970; Row::time() is the way back.
constexpr std::int64_t seconds(card::Time time)
{
    return time.time_since_epoch().count();
}

} // namespace perso::store
