// SPDX-License-Identifier: Apache-2.0
#include "card/iso7816/buffers.hpp"

#include "card/base/error.hpp"
#include "card/iso7816/files.hpp"
#include "card/tlv/reader.hpp"

namespace card::iso7816 {

namespace {

namespace tag {
constexpr tlv::Tag card_capabilities{0x47};
constexpr tlv::Tag extended_length_information{0x7F66};
constexpr tlv::Tag number{0x02};
} // namespace tag

constexpr unsigned atr_info_sfi = 0x01;
constexpr std::size_t capability_bytes = 3;
// bits of the third byte. [7816-4:2013] table 119
constexpr std::uint8_t extended_fields = 0x40;
constexpr std::uint8_t extended_information = 0x20;

constexpr std::size_t status_word_bytes = 2;
constexpr std::size_t short_frame = 4 + 1 + 1;    // header, Lc, Le
constexpr std::size_t extended_frame = 4 + 3 + 2; // header, 00 Lc Lc, Le Le
constexpr std::size_t shortest_buffer = 64;       // below, not even secure messaging fits

std::size_t read_number(tlv::Reader& reader)
{
    const ByteView value = reader.expect(tag::number);
    if (value.empty() || value.size() > 4)
        throw Error{Errc::malformed_data, "buffer size of no or too many bytes"};
    const auto size = static_cast<std::size_t>(from_big_endian(value));
    if (size < shortest_buffer)
        throw Error{Errc::malformed_data, "buffer too small for any command"};
    return size;
}

ExtendedLength read_extended_length(ByteView value)
{
    tlv::Reader reader{value};
    const std::size_t command = read_number(reader);
    const std::size_t response = read_number(reader);
    reader.finish();
    return {command, response};
}

} // namespace

std::optional<ExtendedLength> decode_atr_info(ByteView content)
{
    bool announced = false;
    std::optional<ExtendedLength> sizes;
    tlv::Reader reader{content};
    while (!reader.at_end()) {
        const tlv::Element element = reader.next();
        if (element.tag == tag::card_capabilities && element.value.size() >= capability_bytes) {
            const std::uint8_t third = element.value[capability_bytes - 1];
            announced = (third & extended_fields) != 0 && (third & extended_information) != 0;
        } else if (element.tag == tag::extended_length_information) {
            sizes = read_extended_length(element.value);
        }
    }
    return announced ? sizes : std::nullopt;
}

Limits limits_of(const std::optional<ExtendedLength>& buffers)
{
    if (!buffers)
        return {};
    const std::size_t ne = std::min(buffers->response - status_word_bytes, max_extended_ne);
    if (ne <= max_short_ne && buffers->command <= short_frame + max_short_nc)
        return {.nc = std::min(buffers->command - short_frame, max_short_nc), .ne = ne};
    return {.nc = std::min(buffers->command - extended_frame, max_extended_nc), .ne = ne};
}

Limits read_limits(Channel& channel)
{
    constexpr std::string_view step = "READ BINARY EF.ATR/INFO";
    try {
        return limits_of(decode_atr_info(read_small_file(channel, Sfi{atr_info_sfi}, step)));
    } catch (const Error& error) {
        const bool answered =
            error.status_word() || error.code() == Errc::malformed_tlv || error.code() == Errc::malformed_data;
        if (!answered)
            throw;
        return {};
    }
}

bool length_refused(const Error& error)
{
    return error.status_word() == sw::wrong_length;
}

} // namespace card::iso7816
