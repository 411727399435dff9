// SPDX-License-Identifier: Apache-2.0
#include "certificate.hpp"

#include "card_key.hpp"

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
constexpr card::tlv::Tag utc_time{0x17};
constexpr card::tlv::Tag generalized_time{0x18};

const Oid& id_ec_public_key()
{
    static const Oid oid{"1.2.840.10045.2.1"};
    return oid;
}

const Oid& rsa_encryption()
{
    static const Oid oid{"1.2.840.113549.1.1.1"};
    return oid;
}

/// The curves that keys of the card have, by name. [RFC5480] §2.1.1.1
std::optional<card::crypto::Curve> named_curve(ByteView parameters)
{
    static const Oid prime256v1{"1.2.840.10045.3.1.7"};
    static const Oid secp384r1{"1.3.132.0.34"};
    if (card::equal(parameters, prime256v1.encode()))
        return card::crypto::Curve::p256;
    if (card::equal(parameters, secp384r1.encode()))
        return card::crypto::Curve::p384;
    return std::nullopt;
}

/// RSAPublicKey. [RFC3279] §2.3.1
card::crypto::RsaPublicKey read_rsa_key(ByteView der)
{
    Reader key{card::tlv::only(der, asn1::sequence)};
    const ByteView modulus = key.expect(asn1::integer);
    const ByteView exponent = key.expect(asn1::integer);
    key.finish();
    return card::crypto::RsaPublicKey::make(modulus, exponent);
}

/// SubjectPublicKeyInfo of a key that a slot may hold. [RFC5480] §2.1, [RFC3279] §2.3.1
void read_key(ByteView public_key_info, Certificate& certificate)
{
    Reader info{card::tlv::only(public_key_info, asn1::sequence)};
    Reader algorithm{info.expect(asn1::sequence)};
    const ByteView bits = info.expect(asn1::bit_string);
    info.finish();
    const ByteView oid = algorithm.expect(asn1::oid);
    const bool is_ec = card::equal(oid, id_ec_public_key().content());
    if (!is_ec && !card::equal(oid, rsa_encryption().content()))
        return;
    const ByteView parameters = algorithm.next().whole;
    algorithm.finish();
    card::require(
        !bits.empty() && bits[0] == 0, card::Errc::malformed_tlv, "SubjectPublicKeyInfo", "key with unused bits");

    try {
        if (!is_ec) {
            const card::crypto::PublicKey key = read_rsa_key(bits.subspan(1));
            if (card_can_hold(key))
                certificate.key = key;
        } else if (const auto curve = named_curve(parameters)) {
            certificate.key = card::crypto::Point::decode(*curve, bits.subspan(1));
            certificate.ec_parameters = parameters;
        }
    } catch (const card::Error& error) {
        if (error.code() != card::Errc::key_rejected)
            throw;
    }
}

/// The day, with all digits of the year: 50 to 99 are those of the 20th century. [RFC5280] §4.1.2.5
std::string read_day(Reader& validity)
{
    const auto time = validity.next();
    const bool two_digits = time.tag == utc_time;
    const std::size_t day_digits = two_digits ? 6 : 8;
    std::string day{card::as_text(time.value)};
    const bool known = (two_digits || time.tag == generalized_time) && day.size() == day_digits + 7 &&
                       day.back() == 'Z' && day.find_first_not_of("0123456789") == day.size() - 1;
    card::require(known, card::Errc::malformed_tlv, "Validity", "a time of another form");
    day.resize(day_digits);
    return two_digits ? (day[0] >= '5' ? "19" : "20") + day : day;
}

void read_validity(ByteView value, Certificate& certificate)
{
    Reader validity{value};
    certificate.not_before = read_day(validity);
    certificate.not_after = read_day(validity);
    validity.finish();
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
    read_validity(to_be_signed.expect(asn1::sequence), result);
    result.subject = to_be_signed.expect_whole(asn1::sequence);
    result.public_key_info = to_be_signed.expect_whole(asn1::sequence);
    read_key(result.public_key_info, result);
    return result; // unique identifiers and extensions follow; Cryptoki shows them in CKA_VALUE alone
}

ByteView certificate_in(ByteView container)
{
    constexpr card::tlv::Tag certificate{0x70};
    constexpr card::tlv::Tag information{0x71};
    constexpr std::uint8_t compressed = 0x81; // which of the two bits says so, editions differ
    std::optional<ByteView> found;
    for (Reader fields{container}; !fields.at_end();) {
        const auto field = fields.next();
        if (field.tag == certificate)
            found = field.value;
        else if (field.tag == information)
            card::require(field.value.empty() || (field.value.back() & compressed) == 0, card::Errc::unsupported,
                "certificate", "compressed");
    }
    card::require(found.has_value(), card::Errc::malformed_tlv, "certificate", "no certificate in the container");
    return *found;
}

} // namespace p11
