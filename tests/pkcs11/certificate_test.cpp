// SPDX-License-Identifier: Apache-2.0
#include "certificate.hpp"

#include "objects.hpp"

#include "card/tlv/oid.hpp"
#include "card/tlv/writer.hpp"
#include "support/throws.hpp"
#include "support/vectors.hpp"

#include <doctest/doctest.h>

using card::Bytes;
using card::ByteView;
using card::Errc;

TEST_CASE("certificate: the parts that OpenSSL finds")
{
    const auto vectors = test::read_vectors("certificates.vec");
    const test::Vector& expected = vectors.front();
    const Bytes der = expected.bytes("Certificate");
    const p11::Certificate certificate = p11::read_certificate(der);
    CHECK(card::equal(certificate.serial_number, expected.bytes("SerialNumber")));
    CHECK(card::equal(certificate.issuer, expected.bytes("Issuer")));
    CHECK(card::equal(certificate.subject, expected.bytes("Subject")));
    CHECK(card::equal(certificate.public_key_info, expected.bytes("PublicKeyInfo")));
    REQUIRE(certificate.key.has_value());
    CHECK(card::equal(certificate.ec_parameters, expected.bytes("EcParameters")));
    CHECK(std::get<card::crypto::Point>(*certificate.key).encode() == expected.bytes("EcPoint"));
}

TEST_CASE("certificate: keys on P-384 and RSA keys, as OpenSSL reads them")
{
    unsigned read = 0;
    for (const test::Vector& vector : test::read_vectors("certificates.vec")) {
        if (!vector.has("Key"))
            continue;
        INFO(vector.text("Key"));
        const Bytes der = vector.bytes("Certificate");
        const p11::Certificate certificate = p11::read_certificate(der);
        CHECK(card::equal(certificate.public_key_info, vector.bytes("PublicKeyInfo")));
        REQUIRE(certificate.key.has_value());
        ++read;
        if (const auto* const point = std::get_if<card::crypto::Point>(&*certificate.key)) {
            CHECK(point->encode() == vector.bytes("EcPoint"));
            CHECK(card::equal(certificate.ec_parameters, vector.bytes("EcParameters")));
        } else {
            CHECK(std::get<card::crypto::RsaPublicKey>(*certificate.key).modulus() == vector.bytes("Modulus"));
            CHECK(certificate.ec_parameters.empty());
        }
    }
    CHECK(read == 3);
}

TEST_CASE("certificate: a key that no slot of the card holds is no key here")
{
    for (const test::Vector& vector : test::read_vectors("certificates.vec")) {
        if (!vector.has("ForeignKey"))
            continue;
        INFO(vector.text("ForeignKey"));
        const Bytes der = vector.bytes("Certificate");
        CHECK_FALSE(p11::read_certificate(der).key.has_value());
    }
}

TEST_CASE("certificate: RSA keys of sizes that our cards have not, and numbers that are no key, leave it readable")
{
    namespace asn1 = card::tlv::asn1;
    using card::tlv::encode;
    const auto with_modulus = [](const Bytes& modulus) {
        const Bytes name = encode(asn1::sequence, ByteView{});
        const Bytes algorithm =
            encode(asn1::sequence, {card::tlv::Oid{"1.2.840.113549.1.1.1"}.encode(), Bytes{0x05, 0x00}});
        const Bytes time = encode(card::tlv::Tag{0x17}, card::as_bytes("261122000000Z"));
        const Bytes key =
            encode(asn1::sequence, {card::tlv::encode_unsigned(modulus), card::tlv::encode_unsigned(Bytes{1, 0, 1})});
        const Bytes info = encode(asn1::sequence, {algorithm, encode(asn1::bit_string, card::concat({Bytes{0}, key}))});
        const Bytes signed_part = encode(asn1::sequence,
            {card::tlv::encode_integer(4711), algorithm, name, encode(asn1::sequence, {time, time}), name, info});
        return encode(asn1::sequence, {signed_part, algorithm, encode(asn1::bit_string, Bytes{0, 0})});
    };
    CHECK(p11::read_certificate(with_modulus(Bytes(256, 0xFF))).key.has_value());
    for (const Bytes& modulus : {Bytes(128, 0xFF), Bytes(256, 0xFE), Bytes(1, 0x03)}) {
        const Bytes der = with_modulus(modulus);
        const p11::Certificate certificate = p11::read_certificate(der);
        CHECK_FALSE(certificate.key.has_value());
        CHECK(certificate.not_after == "20261122");
        CHECK(p11::make_objects(card::piv::Slot::authentication, der).size() == 1);
    }
}

TEST_CASE("certificate: truncated or with bytes behind it")
{
    Bytes der = test::read_vectors("certificates.vec").front().bytes("Certificate");
    for (std::size_t size = 0; size < der.size(); ++size)
        CHECK(test::error_of([&] { return p11::read_certificate(ByteView{der}.first(size)); }) == Errc::malformed_tlv);
    der.push_back(0x00);
    CHECK(test::error_of([&] { return p11::read_certificate(der); }) == Errc::malformed_tlv);
}

TEST_CASE("certificate: a point off the curve is no key, and the certificate is read all the same")
{
    const test::Vector vector = test::read_vectors("certificates.vec").front();
    Bytes der = vector.bytes("Certificate");
    const Bytes point = vector.bytes("EcPoint");
    const auto found = std::search(der.begin(), der.end(), point.begin(), point.end());
    REQUIRE(found != der.end());
    *(found + 64) ^= 0x01;
    const p11::Certificate certificate = p11::read_certificate(der);
    CHECK_FALSE(certificate.key.has_value());
    CHECK(card::equal(certificate.subject, vector.bytes("Subject")));
}

TEST_CASE("certificate: one bit wrong anywhere is an error or another certificate, and never more")
{
    const Bytes der = test::read_vectors("certificates.vec").front().bytes("Certificate");
    for (std::size_t bit = 0; bit < 8 * der.size(); ++bit) {
        Bytes wrong = der;
        wrong[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
        const auto error = test::error_of([&] { return p11::read_certificate(wrong); });
        CHECK((!error || error == Errc::malformed_tlv));
    }
}

TEST_CASE("certificate: in a container the fields stand in any order; a compressed one is not read")
{
    CHECK(card::equal(
        p11::certificate_in(Bytes{0x70, 0x02, 0xAA, 0xBB, 0x71, 0x01, 0x00, 0xFE, 0x00}), Bytes{0xAA, 0xBB}));
    CHECK(card::equal(p11::certificate_in(Bytes{0x71, 0x01, 0x00, 0x72, 0x00, 0x70, 0x01, 0xAA}), Bytes{0xAA}));
    CHECK(test::error_of([] { p11::certificate_in(Bytes{0x70, 0x01, 0xAA, 0x71, 0x01, 0x01}); }) == Errc::unsupported);
    CHECK(test::error_of([] { p11::certificate_in(Bytes{0x71, 0x01, 0x00}); }) == Errc::malformed_tlv);
    CHECK(test::error_of([] { p11::certificate_in(Bytes{0x70, 0x05, 0xAA}); }) == Errc::malformed_tlv);
}
