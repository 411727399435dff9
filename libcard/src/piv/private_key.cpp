// SPDX-License-Identifier: Apache-2.0
#include "card/piv/private_key.hpp"

#include "card/base/error.hpp"
#include "card/tlv/integer.hpp"
#include "card/tlv/oid.hpp"
#include "card/tlv/reader.hpp"

namespace card::piv {

namespace {

namespace asn1 = tlv::asn1;

constexpr const char* rsa_encryption = "1.2.840.113549.1.1.1"; // [RFC8017] App. C
constexpr const char* ec_public_key = "1.2.840.10045.2.1";     // [RFC5480] §2.1.1

// Explicitly tagged fields of ECPrivateKey, implicitly tagged ones of OneAsymmetricKey.
constexpr tlv::Tag ec_parameters{0xA0};
constexpr tlv::Tag ec_public{0xA1};
constexpr tlv::Tag key_attributes{0xA0};
constexpr tlv::Tag key_public{0x81};

void expect_key(bool condition, Errc code, const char* sentence)
{
    require(condition, code, "private key", sentence);
}

void expect_version(tlv::Reader& reader, std::uint64_t least, std::uint64_t most)
{
    const std::uint64_t version = tlv::decode_unsigned(reader.expect(asn1::integer));
    expect_key(version >= least && version <= most, Errc::unsupported, "another version");
}

/// The content of a BIT STRING of whole bytes. [X.690] §8.6.2
ByteView whole_bytes(ByteView bit_string)
{
    expect_key(!bit_string.empty() && bit_string[0] == 0, Errc::malformed_data, "a part of a byte");
    return bit_string.subspan(1);
}

std::string oid_of(tlv::Reader& reader)
{
    return tlv::Oid::from_content(reader.expect(asn1::oid)).dotted();
}

crypto::Curve curve_named(const std::string& oid)
{
    if (oid == "1.2.840.10045.3.1.7") // [RFC5480] §2.1.1.1
        return crypto::Curve::p256;
    expect_key(oid == "1.3.132.0.34", Errc::unsupported, "a curve that no slot has");
    return crypto::Curve::p384;
}

crypto::KeyPair read_ec_key(ByteView content, crypto::Curve curve)
{
    tlv::Reader reader{tlv::only(content, asn1::sequence)};
    expect_version(reader, 1, 1);
    const ByteView number = reader.expect(asn1::octet_string);
    expect_key(number.size() == crypto::field_size(curve), Errc::malformed_data, "a number of another length");
    if (const auto parameters = reader.accept(ec_parameters)) {
        tlv::Reader named{*parameters};
        expect_key(curve_named(oid_of(named)) == curve, Errc::malformed_data, "two curves");
        named.finish();
    }
    const auto public_part = reader.accept(ec_public);
    reader.finish();

    crypto::KeyPair pair = crypto::Group{curve}.key_pair(number);
    if (public_part)
        expect_key(equal(whole_bytes(tlv::only(*public_part, asn1::bit_string)), pair.public_key().encode()),
            Errc::key_rejected, "the public key of another private key");
    return pair;
}

/// A non-negative INTEGER without its sign byte. [X.690] §8.3
ByteView magnitude(tlv::Reader& reader)
{
    const ByteView value = reader.expect(asn1::integer);
    expect_key(!value.empty() && (value[0] & 0x80) == 0, Errc::malformed_data, "a negative number");
    return value[0] == 0 ? value.subspan(1) : value;
}

/// Filled up with leading zeros.
SecureBytes in_full_length(ByteView number, std::size_t size)
{
    expect_key(number.size() <= size, Errc::key_rejected, "a number longer than the key");
    SecureBytes full{size};
    std::copy(number.begin(), number.end(), full.data() + (size - number.size()));
    return full;
}

crypto::RsaPrivateKey read_rsa_key(ByteView content)
{
    tlv::Reader reader{tlv::only(content, asn1::sequence)};
    expect_version(reader, 0, 0); // 1 has more than two primes
    const ByteView modulus = magnitude(reader);
    const ByteView exponent = magnitude(reader);
    crypto::RsaPublicKey public_key = crypto::RsaPublicKey::make(modulus, exponent);
    const std::size_t size = public_key.size();
    const auto half = [&] { return in_full_length(magnitude(reader), size / 2); };
    SecureBytes d = in_full_length(magnitude(reader), size);
    SecureBytes p = half(); // one after the other, in the order of the sequence
    SecureBytes q = half();
    SecureBytes d_p = half();
    SecureBytes d_q = half();
    SecureBytes inverse = half();
    reader.finish();
    crypto::RsaPrivateKey key{.public_key = std::move(public_key),
        .exponent = std::move(d),
        .prime_1 = std::move(p),
        .prime_2 = std::move(q),
        .exponent_1 = std::move(d_p),
        .exponent_2 = std::move(d_q),
        .coefficient = std::move(inverse)};
    expect_key(crypto::is_consistent(key), Errc::key_rejected, "parts that do not belong together");
    return key;
}

} // namespace

crypto::PublicKey public_key_of(const PrivateKey& key)
{
    if (const auto* const pair = std::get_if<crypto::KeyPair>(&key))
        return pair->public_key();
    return std::get<crypto::RsaPrivateKey>(key).public_key;
}

PrivateKey decode_private_key(ByteView pkcs8)
{
    tlv::Reader reader{tlv::only(pkcs8, asn1::sequence)};
    expect_version(reader, 0, 1);
    tlv::Reader algorithm{reader.expect(asn1::sequence)};
    const ByteView key = reader.expect(asn1::octet_string);
    reader.accept(key_attributes);
    reader.accept(key_public);
    reader.finish();

    const std::string kind = oid_of(algorithm);
    if (kind == ec_public_key) {
        const crypto::Curve curve = curve_named(oid_of(algorithm));
        algorithm.finish();
        return read_ec_key(key, curve);
    }
    expect_key(kind == rsa_encryption, Errc::unsupported, "neither EC nor RSA");
    expect_key(algorithm.expect(asn1::null).empty(), Errc::malformed_data, "parameters of RSA");
    algorithm.finish();
    return read_rsa_key(key);
}

} // namespace card::piv
