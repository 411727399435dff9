// SPDX-License-Identifier: Apache-2.0
#include "card/pki/spki.hpp"

#include "support/der_editor.hpp"
#include "support/tampering.hpp"
#include "support/throws.hpp"
#include "support/vectors.hpp"

#include "card/base/hex.hpp"
#include "card/crypto/hash.hpp"
#include "card/tlv/oid.hpp"
#include "card/tlv/reader.hpp"

#include <doctest/doctest.h>

using namespace card;
using test::error_of;

namespace {

const test::Vector& vector_of(std::string_view curve)
{
    static const std::vector<test::Vector> vectors = test::read_vectors("spki.vec");
    for (const test::Vector& vector : vectors)
        if (vector.text("Curve") == curve)
            return vector;
    throw std::runtime_error{"no such curve in spki.vec"};
}

Bytes generator(crypto::Curve curve)
{
    return crypto::Group{curve}.generator().encode();
}

/// A number in the place of another INTEGER.
auto integer(std::uint64_t value)
{
    return [value](const Bytes&) { return tlv::encode_integer(value); };
}

/// The point compressed; `other` 1: with the wrong parity.
auto compressed(unsigned other)
{
    return [other](const Bytes& element) {
        const ByteView point = tlv::only(element, tlv::asn1::octet_string);
        const auto form = static_cast<std::uint8_t>(2 + ((point.back() + other) & 1));
        return tlv::encode(tlv::asn1::octet_string, {Bytes{form}, point.subspan(1, (point.size() - 1) / 2)});
    };
}

/// The last byte of the element changed.
Bytes off_by_one(Bytes element)
{
    element.back() ^= 0x01;
    return element;
}

Bytes more_unused_bits_than_a_byte_has(Bytes bit_string)
{
    bit_string.at(2) = 8;
    return bit_string;
}

} // namespace

TEST_CASE("spki: keys written by OpenSSL are read in both forms and mean the same")
{
    for (const test::Vector& vector : test::read_vectors("spki.vec")) {
        CAPTURE(vector.source);
        const crypto::Point named = pki::decode_spki(vector.bytes("Named"));
        CHECK(crypto::curve_name(named.curve()) == vector.text("Curve"));
        CHECK(pki::decode_spki(vector.bytes("Explicit")) == named);
        CHECK(pki::encode_spki(named, pki::CurveForm::named) == vector.bytes("Named"));
        CHECK(pki::decode_spki(pki::encode_spki(named, pki::CurveForm::spelled_out)) == named);
        CHECK(pki::key_hash(named) == crypto::digest(crypto::Hash::sha256, vector.bytes("Named")));
    }
}

TEST_CASE("spki: a curve without a seed is written out as OpenSSL does")
{
    const test::Vector& vector = vector_of("brainpoolP256r1");
    const crypto::Point key = pki::decode_spki(vector.bytes("Named"));
    CHECK(pki::encode_spki(key, pki::CurveForm::spelled_out) == vector.bytes("Explicit"));
}

TEST_CASE("spki: CurveBall, the public key as generator, is rejected [CVE-2020-0601]")
{
    const Bytes good = vector_of("P-256").bytes("Explicit");
    const crypto::Point key = pki::decode_spki(good);
    const Bytes bad = test::replaced(good, generator(crypto::Curve::p256), key.encode());
    CHECK(error_of([&] { return pki::decode_spki(bad); }) == Errc::key_rejected);
}

TEST_CASE("spki: every parameter is compared")
{
    // subjectPublicKeyInfo: algorithm: [1] parameters: version, field {type, p}, curve {a, b, seed}, G, n, h
    const Bytes good = vector_of("P-256").bytes("Explicit");
    const auto error = [&](std::initializer_list<unsigned> path, const std::function<Bytes(Bytes)>& change) {
        const Bytes bad = test::edit_der(good, path, change);
        return error_of([&] { return pki::decode_spki(bad); });
    };
    CHECK(error({0, 1, 0}, integer(4)) == Errc::malformed_data); // version
    CHECK(error({0, 1, 1, 0}, off_by_one) == Errc::unsupported); // a field of characteristic two
    CHECK(error({0, 1, 1, 1}, off_by_one) == Errc::unsupported); // p: another curve
    CHECK(error({0, 1, 2, 0}, off_by_one) == Errc::unsupported); // a
    CHECK(error({0, 1, 2, 1}, off_by_one) == Errc::unsupported); // b
    CHECK(error({0, 1, 2, 2}, test::nothing) == std::nullopt);   // seed
    CHECK(error({0, 1, 2, 2}, more_unused_bits_than_a_byte_has) == Errc::malformed_data);
    CHECK(error({0, 1, 3}, off_by_one) == Errc::key_rejected);   // G
    CHECK(error({0, 1, 4}, off_by_one) == Errc::key_rejected);   // n
    CHECK(error({0, 1, 5}, integer(4)) == Errc::key_rejected);   // h
    CHECK(error({0, 1, 5}, test::nothing) == Errc::unsupported); // no cofactor
    CHECK(error({0, 1, 5}, test::twice) == Errc::malformed_tlv); // one too many
    CHECK(error({0, 1, 4}, integer(0)) == Errc::malformed_data);
    CHECK(error({0, 1, 3}, compressed(0)) == Errc::unsupported);
    CHECK(error({0, 1, 3}, compressed(1)) == Errc::key_rejected); // the other point of this x
}

TEST_CASE("spki: field elements count as numbers, not by their length")
{
    const Bytes good = vector_of("P-256").bytes("Explicit");
    const auto longer = [](const Bytes& element) {
        return tlv::encode(tlv::asn1::octet_string, {from_hex("00"), ByteView{element}.subspan(2)});
    };
    CHECK(pki::decode_spki(test::edit_der(good, {0, 1, 2, 1}, longer)) == pki::decode_spki(good));
    const auto larger = [](const Bytes& element) {
        return tlv::encode(tlv::asn1::octet_string, {from_hex("01"), ByteView{element}.subspan(2)});
    };
    const Bytes bad = test::edit_der(good, {0, 1, 2, 1}, larger);
    CHECK(error_of([&] { return pki::decode_spki(bad); }) == Errc::key_rejected);
}

TEST_CASE("spki: points off the curve, at infinity and compressed are rejected")
{
    const Bytes good = vector_of("P-256").bytes("Named");
    Bytes off_curve = good;
    off_curve.back() ^= 0x01;
    CHECK(error_of([&] { return pki::decode_spki(off_curve); }) == Errc::key_rejected);
    const Bytes infinity = test::edit_der(good, {1}, [](const Bytes&) { return from_hex("03020000"); });
    CHECK(error_of([&] { return pki::decode_spki(infinity); }) == Errc::key_rejected);
    const Bytes compressed = test::edit_der(good, {1}, [](Bytes bits) {
        bits[3] = 0x02;
        return tlv::encode(tlv::asn1::bit_string, ByteView{bits}.subspan(2, 34));
    });
    CHECK(error_of([&] { return pki::decode_spki(compressed); }) == Errc::key_rejected);
}

TEST_CASE("spki: other algorithms and curves are not supported")
{
    const Bytes good = vector_of("P-256").bytes("Named");
    const auto with_oid = [&](std::initializer_list<unsigned> path, const char* oid) {
        const Bytes other = test::edit_der(good, path, [&](const Bytes&) { return tlv::Oid{oid}.encode(); });
        return error_of([&] { return pki::decode_spki(other); });
    };
    CHECK(with_oid({0, 0}, "1.3.101.112") == Errc::unsupported);         // Ed25519
    CHECK(with_oid({0, 1}, "1.3.132.0.35") == Errc::unsupported);        // P-521
    CHECK(with_oid({0, 1}, "1.3.6.1.4.1.99999.1") == Errc::unsupported); // nobody's curve
}

TEST_CASE("spki: RSA keys written by OpenSSL and Wycheproof, both ways")
{
    for (const test::Vector& vector : test::read_vectors("rsa.vec")) {
        CAPTURE(vector.source);
        const crypto::PublicKey key = pki::subject_public_key(vector.bytes("Key"));
        REQUIRE(std::holds_alternative<crypto::RsaPublicKey>(key));
        CHECK(std::get<crypto::RsaPublicKey>(key).modulus() == vector.bytes("Modulus"));
        CHECK(pki::encode_spki(key) == vector.bytes("Key"));
        CHECK(pki::key_hash(key) == crypto::digest(crypto::Hash::sha256, vector.bytes("Key")));
        CHECK(error_of([&] { return pki::decode_spki(vector.bytes("Key")); }) == Errc::unsupported);
    }
}

TEST_CASE("spki: RSA keys that break their encoding are refused")
{
    const Bytes good = test::read_vectors("rsa.vec").front().bytes("Key");
    CHECK(test::refuses_other_lengths(good, pki::subject_public_key));
    const auto error = [&](const std::function<Bytes(Bytes)>& change) {
        const Bytes bad = test::edit_der(good, {1}, [&](const Bytes& bits) {
            const Bytes key = to_bytes(tlv::only(bits, tlv::asn1::bit_string).subspan(1));
            return tlv::encode(tlv::asn1::bit_string, {Bytes{0x00}, change(key)});
        });
        return error_of([&] { return pki::subject_public_key(bad); });
    };
    const auto modulus = [](std::string_view head) {
        return [head](const Bytes& key) {
            return test::edit_der(key, {0}, [&](const Bytes& integer) {
                return tlv::encode(tlv::asn1::integer, {from_hex(head), ByteView{integer}.subspan(5)});
            });
        };
    };
    CHECK(error([](Bytes key) { return key; }) == std::nullopt);
    CHECK(error(modulus("")) == Errc::malformed_data);     // negative
    CHECK(error(modulus("0000")) == Errc::malformed_data); // padded
    CHECK(error([](const Bytes& key) { return test::edit_der(key, {1}, test::nothing); }) == Errc::malformed_tlv);
    CHECK(error([](const Bytes& key) { return test::edit_der(key, {1}, test::twice); }) == Errc::malformed_tlv);
    CHECK(error([](const Bytes& key) { return test::edit_der(key, {1}, integer(2)); }) == Errc::key_rejected);
    CHECK(error([](const Bytes& key) { return concat({key, Bytes{0x00}}); }) == Errc::malformed_tlv);

    const Bytes with_parameters = test::edit_der(good, {0, 1}, [](const Bytes&) { return tlv::Oid{"1.2.3"}.encode(); });
    CHECK(error_of([&] { return pki::subject_public_key(with_parameters); }) == Errc::unsupported);
}

TEST_CASE("spki: EC keys are read as public keys, too")
{
    for (const test::Vector& vector : test::read_vectors("spki.vec")) {
        CAPTURE(vector.source);
        const crypto::PublicKey key = pki::subject_public_key(vector.bytes("Explicit"));
        CHECK(std::get<crypto::Point>(key) == pki::decode_spki(vector.bytes("Named")));
        CHECK(pki::encode_spki(key) == vector.bytes("Named"));
    }
}

TEST_CASE("spki: every truncation and a trailing byte are refused")
{
    CHECK(test::refuses_other_lengths(vector_of("P-256").bytes("Named"), pki::decode_spki));
    CHECK(test::refuses_other_lengths(vector_of("P-256").bytes("Explicit"), pki::decode_spki));
}
