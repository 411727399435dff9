// SPDX-License-Identifier: Apache-2.0
#include "card/piv/administration.hpp"

#include "pin_block.hpp"
#include "tags.hpp"

#include "card/base/error.hpp"
#include "card/iso7816/secret_command.hpp"
#include "card/tlv/reader.hpp"
#include "card/tlv/writer.hpp"

namespace card::piv {

namespace {

constexpr std::uint8_t without_old_value = 0xFF; // P1 of CHANGE REFERENCE DATA ADMIN, ours
constexpr std::size_t point_bytes = 65;

/// CHANGE REFERENCE DATA ADMIN: sets a value, and all of its tries, without the old one.
void set_reference_data(iso7816::Channel& channel, std::uint8_t reference, const SecureBytes& block)
{
    const iso7816::SecretCommand command{
        {.ins = iso7816::Ins::change_reference_data, .p1 = without_old_value, .p2 = reference}, {block}};
    channel.transmit(command.get()).require(iso7816::sw::ok, "CHANGE REFERENCE DATA ADMIN");
}

} // namespace

Bytes generate_key(iso7816::Channel& channel, Slot slot)
{
    const auto response = channel.transmit({.ins = iso7816::Ins::generate_key_pair,
        .p2 = static_cast<std::uint8_t>(slot),
        .data = tlv::encode(tag::control_reference, tlv::encode(tag::mechanism, Bytes{p256})),
        .ne = iso7816::max_short_ne});
    const Bytes& data = response.require(iso7816::sw::ok, "GENERATE ASYMMETRIC KEY PAIR").data();
    const ByteView point = tlv::only(tlv::only(data, tag::public_key), tag::point);
    if (point.size() != point_bytes)
        throw Error{Errc::response_malformed, Step{"GENERATE ASYMMETRIC KEY PAIR"}, "no point of P-256"};
    return to_bytes(point);
}

void put_data(iso7816::Channel& channel, tlv::Tag object, ByteView content)
{
    const Bytes data =
        object == object::discovery
            ? tlv::encode(object, content)
            : concat({tlv::encode(tag::tag_list, tag::bytes_of(object)), tlv::encode(tag::data, content)});
    channel.transmit({.ins = iso7816::Ins::put_data_piv, .p1 = current_df_p1, .p2 = current_df_p2, .data = data})
        .require(iso7816::sw::ok, "PUT DATA");
}

void set_pin(iso7816::Channel& channel, ByteView pin, const profile::Profile& profile)
{
    set_reference_data(channel, reference::pin, pin_block(pin, profile.pin));
}

void set_puk(iso7816::Channel& channel, ByteView puk, const profile::Profile& profile)
{
    set_reference_data(channel, reference::puk, pin_block(puk, profile.puk));
}

} // namespace card::piv
