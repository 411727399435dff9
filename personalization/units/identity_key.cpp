// SPDX-License-Identifier: Apache-2.0
#include "units/identity_key.hpp"

#include "card/pki/spki.hpp"
#include "card/tlv/reader.hpp"
#include "card/tlv/writer.hpp"

namespace perso::units {

namespace {

namespace tag {
constexpr card::tlv::Tag key_agreement_template{0xA6}; // CRT KAT. [7816-4:2005] table 54
constexpr card::tlv::Tag key_reference{0x84};
constexpr card::tlv::Tag mechanism{0x80};
constexpr card::tlv::Tag public_key{0x7F49}; // [7816-8:2004] §5.1.3
constexpr card::tlv::Tag point{0x86};
} // namespace tag

/// As the PKI application names it, whatever the curve: that is given by the key's number. [800-78-4] table 6-2
constexpr auto elliptic_curve = static_cast<std::uint8_t>(card::piv::Algorithm::p256);

} // namespace

/// GENERATE ASYMMETRIC KEY PAIR. [7816-8:2004] §5.1
card::crypto::Point generate_identity_key(Production& card, unsigned key_id, card::crypto::Curve curve)
{
    auto& session = card.session(Application::identity);
    const auto response = session.transmit({.ins = card::iso7816::Ins::generate_key_pair,
        .data = card::tlv::encode(
            tag::key_agreement_template, {card::tlv::encode(tag::key_reference, card::big_endian(key_id, 1)),
                                             card::tlv::encode(tag::mechanism, card::Bytes{elliptic_curve})}),
        .ne = card::iso7816::max_short_ne});
    response.require(card::iso7816::sw::ok, "GENERATE ASYMMETRIC KEY PAIR");

    const card::ByteView answer = card::tlv::only(response.data(), tag::public_key);
    return card::crypto::Point::decode(curve, card::tlv::only(answer, tag::point));
}

void record_proven(Production& card, const card::crypto::PublicKey& key, std::string name)
{
    card.to_record.push_back({.slot = std::move(name), .hash = card::pki::key_hash(key), .certificate = {}});
}

} // namespace perso::units
