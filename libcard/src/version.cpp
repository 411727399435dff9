// SPDX-License-Identifier: Apache-2.0
#include "card/version.hpp"

namespace card {

std::string_view library_version() noexcept
{
    return version;
}

} // namespace card
