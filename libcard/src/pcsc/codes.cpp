// SPDX-License-Identifier: Apache-2.0
#include "codes.hpp"

#include "card/base/hex.hpp"

namespace card::pcsc {

std::string describe(const char* function, Code code)
{
    return std::string{function} + " " + to_hex(big_endian(static_cast<std::uint32_t>(code), 4));
}

} // namespace card::pcsc
