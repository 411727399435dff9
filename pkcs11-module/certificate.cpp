// SPDX-License-Identifier: Apache-2.0
#include "certificate.hpp"

#include "card/base/error.hpp"
#include "card/tlv/oid.hpp"
#include "card/tlv/reader.hpp"

namespace p11 {

using card::ByteView;
using card::tlv::Oid;
using card::tlv::Reader;
namespace asn1 = card::tlv::asn1;

namespace {

constexpr card::tlv::Tag explicit_version{0xA0};

/// SubjectPublicKeyInfo of id-ecPublicKey with a named curve. [RFC5480] §2.1
std::optional<Certificate::EcKey> read_ec_key(ByteView public_key_info)
{
    Reader info{card::tlv::only(public_key_info, asn1::sequence)};
    Reader algorithm{info.expect(asn1::sequence)};
    const ByteView bits = info.expect(asn1::bit_string);
    info.finish();

    static const Oid id_ec_public_key{"1.2.840.10045.2.1"};
    static const Oid prime256v1{"1.2.840.10045.3.1.7"};
    if (!card::equal(algorithm.expect(asn1::oid), id_ec_public_key.content()))
        return std::nullopt;
    const ByteView parameters = algorithm.next().whole;
    algorithm.finish();
    if (!card::equal(parameters, prime256v1.encode()))
        return std::nullopt;

    card::require(
        !bits.empty() && bits[0] == 0, card::Errc::malformed_tlv, "SubjectPublicKeyInfo", "key with unused bits");
    return Certificate::EcKey{parameters, card::crypto::Point::decode(card::crypto::Curve::p256, bits.subspan(1))};
}

} // namespace

Certificate read_certificate(ByteView der)
{
    Reader certificate{card::tlv::only(der, asn1::sequence)};
    Reader to_be_signed{certificate.expect(asn1::sequence)};
    certificate.expect(asn1::sequence); // signatureAlgorithm
    certificate.expect(asn1::bit_string);
    certificate.finish();

    Certificate result;
    to_be_signed.accept(explicit_version);
    result.serial_number = to_be_signed.expect_whole(asn1::integer);
    to_be_signed.expect(asn1::sequence); // signature
    result.issuer = to_be_signed.expect_whole(asn1::sequence);
    to_be_signed.expect(asn1::sequence); // validity
    result.subject = to_be_signed.expect_whole(asn1::sequence);
    result.public_key_info = to_be_signed.expect_whole(asn1::sequence);
    result.ec_key = read_ec_key(result.public_key_info);
    return result; // unique identifiers and extensions follow; Cryptoki shows them in CKA_VALUE alone
}

} // namespace p11
