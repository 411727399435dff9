// SPDX-License-Identifier: Apache-2.0
#include "idcard/base64.hpp"

namespace idcard {

std::string base64(card::ByteView bytes)
{
    constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    out.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const std::size_t here = std::min<std::size_t>(3, bytes.size() - i);
        unsigned group = 0;
        for (std::size_t j = 0; j < 3; ++j)
            group = group << 8 | (j < here ? bytes[i + j] : 0U);
        for (std::size_t j = 0; j < 4; ++j)
            out += j <= here ? digits[group >> (18 - 6 * j) & 63U] : '=';
    }
    return out;
}

} // namespace idcard
