// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "people/exclusion.hpp"

namespace test {

/// Whether one person may not do both.
constexpr bool exclude_each_other(perso::people::Act one, perso::people::Act other)
{
    for (const perso::people::Exclusion& exclusion : perso::people::exclusions)
        if ((exclusion.one == one && exclusion.other == other) || (exclusion.one == other && exclusion.other == one))
            return true;
    return false;
}

} // namespace test
