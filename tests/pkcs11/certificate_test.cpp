// SPDX-License-Identifier: Apache-2.0
#include "certificate.hpp"

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

TEST_CASE("certificate: truncated or with bytes behind it")
{
    Bytes der = test::read_vectors("certificates.vec").front().bytes("Certificate");
    for (std::size_t size = 0; size < der.size(); ++size)
        CHECK(test::error_of([&] { return p11::read_certificate(ByteView{der}.first(size)); }) == Errc::malformed_tlv);
    der.push_back(0x00);
    CHECK(test::error_of([&] { return p11::read_certificate(der); }) == Errc::malformed_tlv);
}

TEST_CASE("certificate: a point off the curve")
{
    const test::Vector vector = test::read_vectors("certificates.vec").front();
    Bytes der = vector.bytes("Certificate");
    const Bytes point = vector.bytes("EcPoint");
    const auto found = std::search(der.begin(), der.end(), point.begin(), point.end());
    REQUIRE(found != der.end());
    *(found + 64) ^= 0x01;
    CHECK(test::error_of([&] { return p11::read_certificate(der); }) == Errc::key_rejected);
}

TEST_CASE("certificate: one bit wrong anywhere is an error or another certificate, and never more")
{
    const Bytes der = test::read_vectors("certificates.vec").front().bytes("Certificate");
    for (std::size_t bit = 0; bit < 8 * der.size(); ++bit) {
        Bytes wrong = der;
        wrong[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
        const auto error = test::error_of([&] { return p11::read_certificate(wrong); });
        CHECK((!error || error == Errc::malformed_tlv || error == Errc::key_rejected));
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
