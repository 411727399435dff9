// SPDX-License-Identifier: Apache-2.0
#include "card/auth/chip_authentication.hpp"
#include "card/pki/spki.hpp"
#include "card/session/detect.hpp"
#include "card/sm/secure_channel.hpp"
#include "card/tlv/reader.hpp"
#include "card/tlv/writer.hpp"
#include "steps/steps.hpp"

namespace perso::steps {

namespace {

namespace tag {
constexpr card::tlv::Tag key_agreement_template{0xA6}; // CRT KAT. [7816-4:2005] table 54
constexpr card::tlv::Tag key_reference{0x84};
constexpr card::tlv::Tag mechanism{0x80};
constexpr card::tlv::Tag public_key{0x7F49}; // [7816-8:2004] §5.1.3
constexpr card::tlv::Tag point{0x86};
} // namespace tag

constexpr std::uint8_t p256 = 0x11; // as the PKI application names it. [800-78-4] table 6-2

} // namespace

/// GENERATE ASYMMETRIC KEY PAIR. [7816-8:2004] §5.1
void generate_chip_authentication_key(Production& card)
{
    auto& session = card.session(Application::identity);
    const card::Bytes key_id = card::big_endian(card.profile.chip_authentication.key_id, 1);
    const auto response = session.transmit({.ins = card::iso7816::Ins::generate_key_pair,
        .data = card::tlv::encode(tag::key_agreement_template,
            {card::tlv::encode(tag::key_reference, key_id), card::tlv::encode(tag::mechanism, card::Bytes{p256})}),
        .ne = card::iso7816::max_short_ne});
    response.require(card::iso7816::sw::ok, "GENERATE ASYMMETRIC KEY PAIR");

    const card::ByteView answer = card::tlv::only(response.data(), tag::public_key);
    card.chip_authentication_key =
        card::crypto::Point::decode(card::crypto::Curve::p256, card::tlv::only(answer, tag::point));
    card.record_key({.slot = "CA", .hash = card::pki::key_hash(*card.chip_authentication_key), .certificate = {}});
}

void prove_chip_authentication_key(Production& card)
{
    card.end_session();
    select(card.plain, Application::identity, card.profile);
    const card::auth::chip::Parameters parameters{.protocol = card::auth::chip::ecdh_aes_128(),
        .key_id = card.profile.chip_authentication.key_id,
        .public_key = *card.chip_authentication_key,
        .key_size = 16};
    card::sm::SecureChannel proof{card.plain, card::auth::chip::authenticate(card.plain, parameters, card.random)};
    proof.transmit(card::iso7816::select_application(card::session::identity_aid()))
        .require(card::iso7816::sw::ok, "SELECT under the chip's new keys");
}

} // namespace perso::steps
