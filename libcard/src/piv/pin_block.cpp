// SPDX-License-Identifier: Apache-2.0
#include "pin_block.hpp"

#include "card/base/error.hpp"

namespace card::piv {

namespace {

constexpr std::size_t block_bytes = 8;
constexpr std::uint8_t filler = 0xFF;

SecureBytes padded(ByteView digits, std::size_t least, std::size_t most)
{
    const bool all_digits = std::all_of(digits.begin(), digits.end(), [](auto c) { return c >= '0' && c <= '9'; });
    if (!all_digits || digits.size() < least || digits.size() > std::min(most, block_bytes))
        throw Error{Errc::pin_format, "PIN or PUK outside its format"};
    SecureBytes block{block_bytes};
    std::fill_n(block.data(), block_bytes, filler);
    std::copy(digits.begin(), digits.end(), block.data());
    return block;
}

} // namespace

SecureBytes pin_block(ByteView digits, const profile::Pin& pin)
{
    return padded(digits, pin.min_digits, pin.max_digits);
}

SecureBytes pin_block(ByteView digits, const profile::Puk& puk)
{
    return padded(digits, puk.digits, puk.digits);
}

} // namespace card::piv
