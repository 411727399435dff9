// SPDX-License-Identifier: Apache-2.0
#include "card/iso7816/atr.hpp"

#include "card/base/error.hpp"

#include <utility>

namespace card::iso7816 {

namespace {

constexpr std::size_t longest_atr = 33; // [7816-3:2006] §8.2.1

/// Takes bytes from the front; the end of the bytes is an error.
class Cursor {
public:
    explicit Cursor(ByteView data) : rest_{data} {}

    std::uint8_t byte() { return take(1)[0]; }

    ByteView take(std::size_t count)
    {
        if (rest_.size() < count)
            throw Error{Errc::malformed_data, "answer to reset ends early"};
        const ByteView taken = rest_.first(count);
        rest_ = rest_.subspan(count);
        return taken;
    }

    std::size_t left() const { return rest_.size(); }

private:
    ByteView rest_;
};

} // namespace

Atr decode_atr(ByteView atr)
{
    if (atr.size() > longest_atr)
        throw Error{Errc::malformed_data, "answer to reset of more than 33 bytes"};
    Cursor cursor{atr};
    const std::uint8_t ts = cursor.byte();
    if (ts != 0x3B && ts != 0x3F)
        throw Error{Errc::malformed_data, "answer to reset with an unknown convention"};
    const std::uint8_t t0 = cursor.byte();

    // Y(i) tells which of TA, TB, TC, TD follow; TD(i) names a protocol and Y(i+1). [7816-3:2006] §8.2.3
    Atr out{.whole = to_bytes(atr)};
    bool first = true;
    bool check_byte = false;
    for (std::uint8_t y = t0 & 0xF0; y != 0;) {
        for (const unsigned bit : {0x10U, 0x20U, 0x40U})
            if ((y & bit) != 0)
                cursor.byte();
        if ((y & 0x80) == 0)
            break;
        const std::uint8_t td = cursor.byte();
        const std::uint8_t protocol = td & 0x0F;
        if (std::exchange(first, false))
            out.first_protocol = protocol;
        out.t1 = out.t1 || protocol == 1;
        check_byte = check_byte || protocol != 0;
        y = td & 0xF0;
    }
    out.historical = to_bytes(cursor.take(t0 & 0x0F));

    if (check_byte) { // everything after TS gives zero. [7816-3:2006] §8.2.5
        cursor.byte();
        std::uint8_t sum = 0;
        for (const std::uint8_t byte : atr.subspan(1, atr.size() - 1 - cursor.left()))
            sum ^= byte;
        if (sum != 0)
            throw Error{Errc::malformed_data, "answer to reset with a wrong check byte"};
    }
    if (cursor.left() != 0)
        throw Error{Errc::malformed_data, "answer to reset with trailing bytes"};
    return out;
}

} // namespace card::iso7816
