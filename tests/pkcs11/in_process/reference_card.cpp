// SPDX-License-Identifier: Apache-2.0
#include "reference_card.hpp"

#include "piv_keys.hpp"

#include "card/base/error.hpp"
#include "card/piv/slots.hpp"
#include "card/tlv/oid.hpp"
#include "card/tlv/reader.hpp"
#include "card/tlv/writer.hpp"

namespace test {

using card::Bytes;
using card::ByteView;
using card::tlv::encode;
using card::tlv::Oid;
using card::tlv::Tag;
namespace asn1 = card::tlv::asn1;

namespace {

Bytes oid(const char* numbers)
{
    return Oid{numbers}.encode();
}

Bytes with_zero_bits_unused(ByteView value)
{
    return card::concat({Bytes{0}, value});
}

/// SubjectPublicKeyInfo of a key that the card would tell as 7F49.
Bytes public_key_info(const refcard::PivKey& key)
{
    const Bytes told = card::to_bytes(refcard::piv::public_key_template(key));
    card::tlv::Reader parts{card::tlv::only(told, Tag{0x7F49})};
    if (refcard::piv::is_rsa(key.algorithm)) {
        const ByteView modulus = parts.expect(Tag{0x81});
        const ByteView exponent = parts.expect(Tag{0x82});
        const Bytes rsa =
            encode(asn1::sequence, {card::tlv::encode_unsigned(modulus), card::tlv::encode_unsigned(exponent)});
        return encode(
            asn1::sequence, {encode(asn1::sequence, {oid("1.2.840.113549.1.1.1"), encode(Tag{0x05}, ByteView{})}),
                                encode(asn1::bit_string, with_zero_bits_unused(rsa))});
    }
    const char* const curve = key.algorithm == refcard::piv::p256 ? "1.2.840.10045.3.1.7" : "1.3.132.0.34";
    return encode(asn1::sequence, {encode(asn1::sequence, {oid("1.2.840.10045.2.1"), oid(curve)}),
                                      encode(asn1::bit_string, with_zero_bits_unused(parts.expect(Tag{0x86})))});
}

Bytes name(std::string_view common_name)
{
    constexpr Tag set{0x31};
    constexpr Tag utf8_string{0x0C};
    return encode(asn1::sequence,
        encode(set, encode(asn1::sequence, {oid("2.5.4.3"), encode(utf8_string, card::as_bytes(common_name))})));
}

/// Well formed in every part that the module reads; the signature is nobody's.
Bytes certificate(const refcard::PivKey& key)
{
    constexpr Tag utc_time{0x17};
    const Bytes algorithm = encode(asn1::sequence, oid("1.2.840.10045.4.3.2"));
    const Bytes validity = encode(asn1::sequence,
        {encode(utc_time, card::as_bytes("261122000000Z")), encode(utc_time, card::as_bytes("361122000000Z"))});
    const Bytes to_be_signed =
        encode(asn1::sequence, {encode(Tag{0xA0}, card::tlv::encode_integer(2)), card::tlv::encode_integer(4711),
                                   algorithm, name("Issuer"), validity, name("Holder"), public_key_info(key)});
    return encode(
        asn1::sequence, {to_be_signed, algorithm, encode(asn1::bit_string, with_zero_bits_unused(Bytes(64, 0x55)))});
}

/// The content of template 53: 70 certificate, 71 plain, FE. [800-73-4] part 1 appendix A
Bytes certificate_object(const refcard::PivKey& key)
{
    return card::concat({encode(Tag{0x70}, certificate(key)), encode(Tag{0x71}, Bytes{0}), encode(Tag{0xFE}, Bytes{})});
}

/// CHUID with the card's GUID alone. [800-73-4] part 1 table 9
Bytes chuid(ByteView guid)
{
    return card::concat({encode(Tag{0x30}, Bytes(25, 0xD4)), encode(Tag{0x34}, guid),
        encode(Tag{0x35}, card::as_bytes("20361122")), encode(Tag{0x3E}, Bytes{}), encode(Tag{0xFE}, Bytes{})});
}

refcard::Image make_image(KeyManagement key_management)
{
    refcard::SystemRandom random;
    refcard::Image image = refcard::blank_image(refcard::Profile::builtin(), refcard::Bytes{0, 0, 0, 1});
    image.life_cycle = refcard::LifeCycle::secured;
    image.pin = {refcard::padded_reference(card::as_bytes(pin)), 3};
    image.puk = {refcard::padded_reference(card::as_bytes(puk)), 5};
    const auto add = [&](std::uint8_t slot, std::uint32_t object, std::uint8_t algorithm) {
        image.piv_keys[slot] = refcard::piv::generate_key(algorithm, random);
        image.piv_objects[object] = refcard::copy(certificate_object(image.piv_keys[slot]));
    };
    add(0x9A, 0x5FC105, refcard::piv::p256);
    add(0x9C, 0x5FC10A, refcard::piv::p384);
    add(0x9D, 0x5FC10B, key_management == KeyManagement::rsa ? refcard::piv::rsa_2048 : refcard::piv::p256);
    add(0x9E, 0x5FC101, refcard::piv::p256);
    Bytes guid(16, 0x42);
    guid[15] = static_cast<std::uint8_t>(key_management);
    image.piv_objects[0x5FC102] = refcard::copy(chuid(guid));
    return image;
}

refcard::Chip chip_of(refcard::Memory& memory, refcard::Random& random)
{
    const refcard::Profile& profile = refcard::Profile::builtin();
    return {.profile = profile,
        .buffers = profile.buffers,
        .memory = memory,
        .random = random,
        .wait = [](std::chrono::milliseconds) {}};
}

} // namespace

const refcard::Image& issued_image(KeyManagement key_management)
{
    static const std::array images{make_image(KeyManagement::rsa), make_image(KeyManagement::ec)};
    return images[static_cast<std::size_t>(key_management)];
}

card::Bytes agreement_point()
{
    const Bytes told =
        card::to_bytes(refcard::piv::public_key_template(issued_image(KeyManagement::ec).piv_keys.at(0x9D)));
    return card::to_bytes(card::tlv::only(card::tlv::only(told, Tag{0x7F49}), Tag{0x86}));
}

ReferenceCard::ReferenceCard(const refcard::Image& image) : memory_{image}, card_{chip_of(memory_, random_)} {}

CardInReader in_reader(const std::shared_ptr<ReferenceCard>& card)
{
    const auto atr = refcard::answer_to_reset();
    return {{atr.begin(), atr.end()}, [card](ByteView command) { return card->process(command); },
        [card] { card->reset(); }};
}

} // namespace test
