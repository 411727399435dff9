// SPDX-License-Identifier: Apache-2.0
#include "card/tlv/oid.hpp"

#include "card/base/error.hpp"
#include "card/tlv/writer.hpp"

#include <charconv>

namespace card::tlv {

namespace {

constexpr std::size_t max_content = 64;

void append_base128(std::string& out, std::uint64_t value)
{
    std::string reversed{static_cast<char>(value & 0x7F)};
    while (value >>= 7)
        reversed.push_back(static_cast<char>(0x80 | (value & 0x7F)));
    out.append(reversed.rbegin(), reversed.rend());
}

std::vector<std::uint64_t> split(std::string_view dotted)
{
    std::vector<std::uint64_t> arcs;
    const char* at = dotted.data();
    const char* const end = at + dotted.size();
    while (true) {
        std::uint64_t arc = 0;
        const auto [next, failure] = std::from_chars(at, end, arc);
        if (failure != std::errc{} || arc >> 32 != 0)
            throw Error{Errc::malformed_data, "not an object identifier"};
        arcs.push_back(arc);
        if (next == end)
            return arcs;
        if (*next != '.')
            throw Error{Errc::malformed_data, "not an object identifier"};
        at = next + 1;
    }
}

} // namespace

Oid::Oid(std::string_view dotted)
{
    const std::vector<std::uint64_t> arcs = split(dotted);
    if (arcs.size() < 2 || arcs[0] > 2 || (arcs[0] < 2 && arcs[1] > 39))
        throw Error{Errc::malformed_data, "not an object identifier"};
    append_base128(content_, arcs[0] * 40 + arcs[1]);
    for (std::size_t i = 2; i < arcs.size(); ++i)
        append_base128(content_, arcs[i]);
}

Oid Oid::from_content(ByteView content)
{
    if (content.empty() || content.size() > max_content || (content.back() & 0x80) != 0)
        throw Error{Errc::malformed_tlv, "object identifier is empty, too long or incomplete"};
    bool at_start = true;
    for (const std::uint8_t byte : content) {
        if (at_start && byte == 0x80)
            throw Error{Errc::malformed_tlv, "object identifier with leading zeros"};
        at_start = (byte & 0x80) == 0;
    }
    Oid oid;
    oid.content_ = as_text(content);
    return oid;
}

Bytes Oid::encode() const
{
    return tlv::encode(asn1::oid, content());
}

std::string Oid::dotted() const
{
    std::string out;
    std::uint64_t arc = 0;
    for (const std::uint8_t byte : content()) {
        arc = arc << 7 | (byte & 0x7F);
        if ((byte & 0x80) != 0)
            continue;
        if (out.empty()) {
            const std::uint64_t first = arc < 80 ? arc / 40 : 2;
            out = std::to_string(first) + "." + std::to_string(arc - first * 40);
        } else {
            out += "." + std::to_string(arc);
        }
        arc = 0;
    }
    return out;
}

} // namespace card::tlv
