// SPDX-License-Identifier: Apache-2.0
#include "whole_card.hpp"

#include "card/base/hex.hpp"
#include "card/lds/card_security.hpp"
#include "card/lds/file_ids.hpp"
#include "card/piv/data_objects.hpp"
#include "card/piv/slots.hpp"
#include "card/tlv/reader.hpp"

#include "ec.hpp"
#include "file_ids.hpp"
#include "piv_keys.hpp"

#include <algorithm>

namespace test {

namespace piv = card::piv;

namespace {

/// The published profile with one value in another way.
std::string with(std::string profile, std::string_view table, std::string_view key, const std::string& value)
{
    const std::size_t begin = profile.find("[" + std::string{table} + "]");
    const std::size_t line = profile.find("\n" + std::string{key} + " = ", begin) + 1;
    return profile.replace(line, profile.find('\n', line) - line, std::string{key} + " = " + value);
}

refcard::Profile profile_of(const Making& making)
{
    std::string mappings;
    for (const std::string& mapping : making.mappings)
        mappings += (mappings.empty() ? "\"" : ", \"") + mapping + "\"";
    std::string text{refcard::embedded_profile()};
    text = with(text, "pace", "mappings", "[" + mappings + "]");
    text = with(text, "pace", "parameter_id", std::to_string(making.parameter_id));
    text = with(text, "pace", "key_bits", std::to_string(making.pace_key_bits));
    text = with(text, "pace", "first_delay_ms", "0");
    text = with(text, "chip_authentication", "key_bits", std::to_string(making.chip_key_bits));
    text = with(text, "piv", "slots", "[0x9A, 0x9C, 0x9D, 0x9E]");
    return refcard::Profile::parse(text);
}

/// The last arc of a protocol for AES: 2 for 128 bits, 3 for 192, 4 for 256.
std::string cipher_arc(unsigned key_bits)
{
    return std::to_string(key_bits / 64);
}

lds::SecurityInfos card_access_of(const Making& making)
{
    lds::SecurityInfos infos;
    for (const std::string& mapping : making.mappings) {
        const std::string arc = mapping == "GM" ? "2." : "6.";
        infos.pace.push_back(
            {tlv::Oid{"0.4.0.127.0.7.2.2.4." + arc + cipher_arc(making.pace_key_bits)}, 2, making.parameter_id});
    }
    return infos;
}

crypto::Curve curve_of(unsigned parameter_id)
{
    return parameter_id == 12   ? crypto::Curve::p256
           : parameter_id == 13 ? crypto::Curve::brainpool_p256r1
                                : crypto::Curve::p384;
}

/// A key of the chip on the curve of these parameters.
crypto::Point new_chip_key(std::optional<refcard::Bytes>& scalar, unsigned parameter_id, refcard::Random& random)
{
    const auto curve = refcard::ec::Curve::by_parameter_id(parameter_id);
    scalar = curve.generate_scalar(random);
    return crypto::Point::decode(curve_of(parameter_id), curve.multiply_generator(*scalar).encoding());
}

crypto::PublicKey public_key_of(const refcard::PivKey& key)
{
    const refcard::Bytes answer = refcard::piv::public_key_template(key);
    tlv::Reader reader{tlv::only(answer, tlv::Tag{0x7F49})};
    if (const auto point = reader.accept(tlv::Tag{0x86}))
        return crypto::Point::decode(
            key.algorithm == refcard::piv::p384 ? crypto::Curve::p384 : crypto::Curve::p256, *point);
    const ByteView modulus = reader.expect(tlv::Tag{0x81});
    return crypto::RsaPublicKey::make(modulus, reader.expect(tlv::Tag{0x82}));
}

struct CitizenCa {
    pki::SigningKey key = pki::SigningKey::generate(crypto::Curve::p256);
    pki::Certificate certificate = pki::make_citizen_ca({.subject = {.country = "LA",
                                                             .organization = "",
                                                             .organizational_unit = "",
                                                             .common_name = "CA",
                                                             .serial_number = ""},
                                                            .validity = {at(2026, 1, 1), at(2060, 1, 1)},
                                                            .crl_url = "http://crl.example.la/ca.crl"},
        key, crypto::system_random());
};

Bytes certificate_of(piv::Slot slot, const crypto::PublicKey& key)
{
    static const CitizenCa ca;
    return pki::make_citizen_certificate(
        {.purpose = slot == piv::Slot::card_authentication ? pki::CitizenPurpose::card_authentication
                                                           : pki::CitizenPurpose::authentication,
            .subject = {.country = "LA",
                .organization = "",
                .organizational_unit = "",
                .common_name = "SPECIMEN",
                .serial_number = "S1"},
            .validity = {at(2026, 11, 22), at(2036, 11, 22)},
            .card_urn = "urn:idcard:LAO:L12345678",
            .crl_url = "http://crl.example.la/ca.crl"},
        key, ca.certificate, ca.key, crypto::system_random())
        .der();
}

void add_slot(refcard::Image& image, lds::Dg13& dg13, piv::Slot slot, std::uint8_t algorithm, refcard::Random& random)
{
    const auto reference = static_cast<std::uint8_t>(slot);
    refcard::PivKey& key = image.piv_keys[reference] = refcard::piv::generate_key(algorithm, random);
    const crypto::PublicKey public_key = public_key_of(key);
    dg13.slots.push_back({reference, pki::key_hash(public_key)});
    image.piv_objects[piv::certificate_object(slot).value] =
        refcard::copy(piv::encode_certificate_container(certificate_of(slot, public_key)));
}

/// Keys first, then what the issuer signs about them.
refcard::Image image_of(const Making& making, const refcard::Profile& profile, CardContent& content)
{
    refcard::SystemRandom random;
    refcard::Image image = refcard::blank_image(profile, refcard::Bytes{0, 0, 0, 1});
    image.life_cycle = refcard::LifeCycle::secured;
    image.can = refcard::copy(card::as_bytes(WholeCard::can));
    image.pin = {refcard::padded_reference(card::as_bytes(WholeCard::pin)), 3};

    content.chip_key = new_chip_key(image.ca_key, 12, random);
    content.dg13.slots.clear();
    for (const auto& [slot, algorithm] : making.slots)
        add_slot(image, content.dg13, piv::Slot{slot}, algorithm, random);
    content.card_access = card_access_of(making);
    const bool cam = std::ranges::count(making.mappings, "CAM") > 0;
    if (cam)
        content.mapping_key = new_chip_key(image.cam_key, making.parameter_id, random);
    making.edit_content(content);

    image.mrz_key =
        refcard::copy(crypto::digest(crypto::Hash::sha1, card::as_bytes(lds::mrz_information(content.mrz))));
    if (cam) {
        lds::SecurityInfos infos = content.card_access;
        infos.chip_authentication_keys = {{content.mapping_key.value(), 2}};
        image.card_security =
            refcard::copy(lds::make_card_security(infos, content.pki.signer, content.pki.signer_key, at(2026, 11, 22)));
    }
    content.chip_cipher_bits = making.chip_key_bits;
    std::map<unsigned, Bytes> groups = data_groups_of(content);
    for (const auto& [number, file] : making.more_groups)
        groups[number] = file;
    for (const auto& [number, file] : groups)
        image.files[refcard::file::dg(number)] = refcard::copy(file);
    image.files[refcard::file::sod] = refcard::copy(sod_of(content, groups));
    making.edit_image(image);
    return image;
}

} // namespace

WholeCard::WholeCard(const Making& making)
    : profile_{profile_of(making)},
      memory_{image_of(making, profile_, content_)},
      card_{{.profile = profile_,
          .buffers = making.buffers,
          .memory = memory_,
          .random = random_,
          .wait = [](std::chrono::milliseconds) {},
          .interface = making.interface,
          .announced = making.announced}}
{
}

Bytes WholeCard::exchange(ByteView command)
{
    commands_.push_back(card::to_bytes(command));
    return card::to_bytes(card_.process(command));
}

Visit::Visit(const WholeCard& card)
{
    trust_data.anchors.add(card.content().pki.csca.der());
    request.password = &can;
    request.trust_data = &trust_data;
    request.today = parse_date("20270101");
    request.source_date = parse_date("20261101");
}

session::Verification verify(WholeCard& card)
{
    return Visit{card}.of(card);
}

} // namespace test
