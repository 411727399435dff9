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

crypto::Curve curve_of(Algorithm algorithm)
{
    return algorithm == Algorithm::p384 ? crypto::Curve::p384 : crypto::Curve::p256;
}

/// The template of a new public key. [800-73-4] part 2 table 11
crypto::PublicKey read_public_key(ByteView content, Algorithm algorithm)
{
    if (!is_rsa(algorithm))
        return crypto::Point::decode(curve_of(algorithm), tlv::only(content, tag::point));
    tlv::Reader reader{content};
    const ByteView modulus = reader.expect(tag::modulus);
    const ByteView exponent = reader.expect(tag::exponent);
    reader.finish();
    require(modulus.size() == input_size(algorithm), Errc::response_malformed, "GENERATE ASYMMETRIC KEY PAIR",
        "a modulus of another size");
    return crypto::RsaPublicKey::make(modulus, exponent);
}

/// CHANGE REFERENCE DATA ADMIN: sets a value, and all of its tries, without the old one. Nothing takes it away.
void set_reference_data(iso7816::Channel& channel, std::uint8_t reference, ByteView block)
{
    const iso7816::SecretCommand command{
        {.ins = iso7816::Ins::change_reference_data, .p1 = without_old_value, .p2 = reference}, {block}};
    channel.transmit(command.get()).require(iso7816::sw::ok, "CHANGE REFERENCE DATA ADMIN");
}

} // namespace

crypto::PublicKey generate_key(iso7816::Channel& channel, Slot slot, Algorithm algorithm)
{
    const Bytes mechanism{static_cast<std::uint8_t>(algorithm)};
    const auto response = channel.transmit({.ins = iso7816::Ins::generate_key_pair,
        .p2 = static_cast<std::uint8_t>(slot),
        .data = tlv::encode(tag::control_reference, tlv::encode(tag::mechanism, mechanism)),
        .ne = ne_for(2 * input_size(algorithm), channel)});
    const Bytes& data = response.require(iso7816::sw::ok, "GENERATE ASYMMETRIC KEY PAIR").data();
    return read_public_key(tlv::only(data, tag::public_key), algorithm);
}

void put_data(iso7816::Channel& channel, tlv::Tag object, ByteView content)
{
    const Bytes data =
        template_of(object) == object
            ? tlv::encode(object, content)
            : concat({tlv::encode(tag::tag_list, tlv::encode(object)), tlv::encode(template_of(object), content)});
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

void clear_pin(iso7816::Channel& channel)
{
    set_reference_data(channel, reference::pin, {});
}

void clear_puk(iso7816::Channel& channel)
{
    set_reference_data(channel, reference::puk, {});
}

} // namespace card::piv
