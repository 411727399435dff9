// SPDX-License-Identifier: Apache-2.0
#include "card/piv/metadata.hpp"

#include "tags.hpp"

#include "card/base/error.hpp"
#include "card/tlv/reader.hpp"

#include <algorithm>

namespace card::piv {

namespace {

constexpr const char* metadata_step = "GET METADATA";
constexpr const char* version_step = "GET VERSION";
constexpr const char* serial_step = "GET SERIAL";

namespace field {
constexpr tlv::Tag algorithm{0x01};
constexpr tlv::Tag is_default{0x05};
constexpr tlv::Tag tries{0x06}; // all, then those left
} // namespace field

ByteView sized(ByteView value, std::size_t size)
{
    require(value.size() == size, Errc::malformed_data, metadata_step, "a field of another length");
    return value;
}

bool flag(std::uint8_t value)
{
    require(value <= 1, Errc::malformed_data, metadata_step, "neither yes nor no");
    return value == 1;
}

} // namespace

Metadata decode_metadata(ByteView content)
{
    Metadata metadata;
    tlv::Reader reader{content};
    while (!reader.at_end()) { // what is told depends on the reference and on the maker
        const tlv::Element element = reader.next();
        if (element.tag == field::algorithm) {
            metadata.algorithm = sized(element.value, 1)[0];
        } else if (element.tag == field::is_default) {
            metadata.is_default = flag(sized(element.value, 1)[0]);
        } else if (element.tag == field::tries) {
            const ByteView tries = sized(element.value, 2);
            metadata.tries = Tries{.all = tries[0], .left = tries[1]};
        }
    }
    return metadata;
}

Metadata metadata(iso7816::Channel& channel, std::uint8_t key_reference)
{
    const auto response = channel.transmit(
        {.ins = ins::get_metadata, .p2 = key_reference, .ne = std::max(channel.limits().ne, iso7816::max_short_ne)});
    return decode_metadata(response.require(iso7816::sw::ok, metadata_step).data());
}

Version version(iso7816::Channel& channel)
{
    const auto response = channel.transmit({.ins = ins::get_version, .ne = iso7816::max_short_ne});
    const Bytes& told = response.require(iso7816::sw::ok, version_step).data();
    require(told.size() == 3, Errc::response_malformed, version_step, "no version");
    return {.major = told[0], .minor = told[1], .patch = told[2]};
}

std::uint32_t serial_number(iso7816::Channel& channel)
{
    const auto response = channel.transmit({.ins = ins::get_serial, .ne = iso7816::max_short_ne});
    const Bytes& number = response.require(iso7816::sw::ok, serial_step).data();
    require(number.size() == 4, Errc::response_malformed, serial_step, "no serial number");
    return static_cast<std::uint32_t>(from_big_endian(number));
}

} // namespace card::piv
