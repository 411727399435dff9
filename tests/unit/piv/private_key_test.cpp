// SPDX-License-Identifier: Apache-2.0
#include "card/piv/private_key.hpp"

#include "card/base/hex.hpp"
#include "card/tlv/writer.hpp"

#include "support/throws.hpp"
#include "support/vectors.hpp"

#include <doctest/doctest.h>

using namespace card;
using crypto::RsaPrivateKey;

namespace {

const std::vector<test::Vector>& vectors()
{
    static const std::vector<test::Vector> all = test::read_vectors("private_keys.vec");
    return all;
}

const test::Vector& vector_of(const std::string& kind)
{
    for (const test::Vector& vector : vectors())
        if (vector.text("Kind") == kind)
            return vector;
    throw std::runtime_error{"no such vector"};
}

std::optional<Errc> refused(const std::string& hex)
{
    return test::error_of([&] { return piv::decode_private_key(from_hex(hex)); });
}

/// The same bytes with one occurrence replaced by as many others.
std::string replaced(const std::string& hex, const std::string& from, const std::string& to)
{
    const std::size_t at = hex.find(from);
    REQUIRE(at != std::string::npos);
    REQUIRE(from.size() == to.size());
    return std::string{hex}.replace(at, from.size(), to);
}

const std::string p256_key = "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721";

/// PKCS #8 of P-256 around an ECPrivateKey of this content.
std::string p256_with(const std::string& content)
{
    const Bytes key = tlv::encode(tlv::asn1::sequence, from_hex(content));
    return to_hex(tlv::encode(tlv::asn1::sequence,
        {from_hex("020100301306072a8648ce3d020106082a8648ce3d030107"), tlv::encode(tlv::asn1::octet_string, key)}));
}

} // namespace

TEST_CASE("private keys: EC keys of PKCS #8, [RFC5958] §2, [RFC5915] §3")
{
    for (const char* const kind : {"P-256", "P-384"}) {
        const test::Vector& vector = vector_of(kind);
        const piv::PrivateKey key = piv::decode_private_key(vector.bytes("Pkcs8"));
        const auto& pair = std::get<crypto::KeyPair>(key);
        CHECK(equal(pair.private_key(), vector.bytes("Private")));
        CHECK(pair.public_key().encode() == vector.bytes("Public"));
        CHECK(std::get<crypto::Point>(piv::public_key_of(key)) == pair.public_key());
    }
    const std::string point = vector_of("P-256").text("Public");
    CHECK(refused(p256_with("0201010420" + p256_key + "a144034200" + point)) == std::nullopt);
    CHECK(refused(p256_with("0201010420" + p256_key + "a00a06082a8648ce3d030107")) == std::nullopt);
}

TEST_CASE("private keys: RSA keys of PKCS #8, every part in full length, [RFC8017] App. A.1.2")
{
    for (const char* const kind : {"RSA-2048", "RSA-3072", "RSA-4096"}) {
        CAPTURE(kind);
        const test::Vector& vector = vector_of(kind);
        const piv::PrivateKey decoded = piv::decode_private_key(vector.bytes("Pkcs8"));
        const auto& key = std::get<RsaPrivateKey>(decoded);
        CHECK(key.public_key.modulus() == vector.bytes("Modulus"));
        CHECK(equal(key.exponent, vector.bytes("Exponent")));
        CHECK(equal(key.prime_1, vector.bytes("Prime1")));
        CHECK(equal(key.prime_2, vector.bytes("Prime2")));
        CHECK(equal(key.exponent_1, vector.bytes("Exponent1")));
        CHECK(equal(key.exponent_2, vector.bytes("Exponent2")));
        CHECK(equal(key.coefficient, vector.bytes("Coefficient")));
        CHECK(std::get<crypto::RsaPublicKey>(piv::public_key_of(decoded)) == key.public_key);
    }
}

TEST_CASE("private keys: truncated, or with bytes behind")
{
    for (const char* const kind : {"P-256", "P-384", "RSA-2048"}) {
        const Bytes good = vector_of(kind).bytes("Pkcs8");
        for (std::size_t size = 0; size < good.size(); ++size)
            CHECK(test::error_of([&] { return piv::decode_private_key(ByteView{good}.first(size)); }) ==
                  Errc::malformed_tlv);
        CHECK(refused(to_hex(good) + "00") == Errc::malformed_tlv);
    }
}

TEST_CASE("private keys: other kinds of keys and other versions")
{
    const std::string ec = vector_of("P-256").text("Pkcs8");
    CHECK(refused(replaced(ec, "3041020100", "3041020102")) == Errc::unsupported);
    CHECK(refused(replaced(ec, "2a8648ce3d030107", "2a8648ce3d030106")) == Errc::unsupported);
    CHECK(refused(replaced(ec, "2a8648ce3d0201", "2a8648ce3d0202")) == Errc::unsupported);
    CHECK(refused(replaced(ec, "30250201010420", "30250201000420")) == Errc::unsupported);
    CHECK(refused("302e020100300506032b657004220420" + p256_key) == Errc::unsupported); // Ed25519

    const std::string rsa = vector_of("RSA-2048").text("Pkcs8");
    CHECK(refused(replaced(rsa, "02010002820101", "02010102820101")) == Errc::unsupported); // several primes
    CHECK(refused(replaced(rsa, "0101010500", "0101010400")) == Errc::malformed_tlv);
    CHECK(refused(replaced(rsa, "2a864886f70d010101", "2a864886f70d01010a")) == Errc::unsupported); // PSS alone
}

TEST_CASE("private keys: EC numbers out of their range, and another public key")
{
    const std::string point = vector_of("P-256").text("Public");
    const std::string order = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";
    CHECK(refused(p256_with("0201010420" + std::string(64, '0'))) == Errc::key_rejected);
    CHECK(refused(p256_with("0201010420" + order)) == Errc::key_rejected);
    CHECK(refused(p256_with("020101041f" + p256_key.substr(2))) == Errc::malformed_data);
    CHECK(refused(p256_with("020101042100" + p256_key)) == Errc::malformed_data);
    CHECK(refused(p256_with("0201010420" + p256_key + "a00706052b81040022")) == Errc::malformed_data);
    CHECK(refused(p256_with("0201010420" + p256_key + "a00c06082a8648ce3d0301070500")) == Errc::malformed_tlv);
    std::string other_point = point;
    other_point.back() = other_point.back() == '0' ? '1' : '0';
    CHECK(refused(p256_with("0201010420" + p256_key + "a144034200" + other_point)) == Errc::key_rejected);
    CHECK(refused(p256_with("0201010420" + p256_key + "a144034201" + point)) == Errc::malformed_data);
    CHECK(refused(p256_with("0201010420" + p256_key + "a1020300")) == Errc::malformed_data);
}

TEST_CASE("private keys: RSA parts that do not belong together, negative, or too long")
{
    const test::Vector& vector = vector_of("RSA-2048");
    const std::string rsa = vector.text("Pkcs8");
    for (const char* const name : {"Exponent", "Prime1", "Prime2", "Exponent1", "Exponent2", "Coefficient"}) {
        CAPTURE(name);
        std::string last = vector.text(name).substr(40);
        const std::string before = last;
        last.back() = last.back() == '1' ? '3' : '1';
        CHECK(refused(replaced(rsa, before, last)) == Errc::key_rejected);
    }
    const std::string prime = vector.text("Prime1");
    CHECK(refused(replaced(rsa, "02818100" + prime, "02818180" + prime)) == Errc::malformed_data);
    CHECK(refused(replaced(rsa, "02818100" + prime, "02818101" + prime)) == Errc::key_rejected);
}
