// SPDX-License-Identifier: Apache-2.0
#include "apdu.hpp"

namespace refcard {

namespace {

constexpr std::size_t header_size = 4;

// One byte: 1..255, and 00 for 256. [7816-4:2005] §5.1, case 2 and 4 short
std::size_t short_ne(std::uint8_t le)
{
    return le == 0 ? 256 : le;
}

std::size_t extended_ne(ByteView le)
{
    const auto ne = static_cast<std::size_t>(from_big_endian(le));
    return ne == 0 ? 65'536 : ne;
}

void parse_short(ByteView body, Apdu& apdu)
{
    if (body.size() == 1) {
        apdu.ne = short_ne(body[0]);
        return;
    }
    const std::size_t nc = body[0];
    require(body.size() == 1 + nc || body.size() == 2 + nc, Sw::wrong_length);
    apdu.length = copy(body.first(1));
    apdu.data = copy(body.subspan(1, nc));
    if (body.size() == 2 + nc)
        apdu.ne = short_ne(body.back());
}

void parse_extended(ByteView body, Apdu& apdu)
{
    if (body.size() == 3) {
        apdu.ne = extended_ne(body.subspan(1));
        return;
    }
    const auto nc = static_cast<std::size_t>(from_big_endian(body.subspan(1, 2)));
    require(nc > 0 && (body.size() == 3 + nc || body.size() == 5 + nc), Sw::wrong_length);
    apdu.length = copy(body.first(3));
    apdu.data = copy(body.subspan(3, nc));
    if (body.size() == 5 + nc)
        apdu.ne = extended_ne(body.last(2));
}

} // namespace

Apdu Apdu::parse(ByteView raw, const Buffers& buffers)
{
    require(raw.size() >= header_size && raw.size() <= buffers.longest_command(), Sw::wrong_length);
    Apdu apdu{.cla = raw[0], .ins = raw[1], .p1 = raw[2], .p2 = raw[3]};
    const ByteView body = raw.subspan(header_size);
    if (body.empty())
        return apdu;
    if (body.size() == 1 || body[0] != 0) {
        parse_short(body, apdu);
        return apdu;
    }
    require(!buffers.short_only() && body.size() >= 3, Sw::wrong_length);
    parse_extended(body, apdu);
    return apdu;
}

Bytes response(ByteView data, Sw sw)
{
    return join({data, big_endian(static_cast<std::uint16_t>(sw), 2)});
}

} // namespace refcard
