// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/iso7816/command.hpp"

#include <stdexcept>

namespace test {

/// A command APDU taken apart again, short or extended. [7816-4:2005] §5.1
inline card::iso7816::Command parse_command(card::ByteView apdu)
{
    using card::from_big_endian;
    if (apdu.size() < 4)
        throw std::runtime_error{"parse_command: not an APDU"};
    card::iso7816::Command command{
        .cla = apdu[0], .ins = static_cast<card::iso7816::Ins>(apdu[1]), .p1 = apdu[2], .p2 = apdu[3]};
    card::ByteView rest = apdu.subspan(4);
    const bool extended = rest.size() > 1 && rest[0] == 0x00;
    const std::size_t width = extended ? 2 : 1;
    if (extended)
        rest = rest.subspan(1);
    if (rest.size() > width) {
        const auto nc = static_cast<std::size_t>(from_big_endian(rest.first(width)));
        command.data = card::to_bytes(rest.subspan(width, nc));
        rest = rest.subspan(width + nc);
    }
    if (rest.size() == width) {
        const auto le = static_cast<std::size_t>(from_big_endian(rest));
        const std::size_t greatest = extended ? card::iso7816::max_extended_ne : card::iso7816::max_short_ne;
        command.ne = le == 0 ? greatest : le;
    } else if (!rest.empty()) {
        throw std::runtime_error{"parse_command: bytes after the data"};
    }
    return command;
}

} // namespace test
