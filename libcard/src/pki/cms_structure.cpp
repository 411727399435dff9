// SPDX-License-Identifier: Apache-2.0
#include "cms_structure.hpp"

#include "card/base/error.hpp"
#include "card/tlv/integer.hpp"
#include "card/tlv/reader.hpp"

#include <map>

namespace card::pki {

namespace {

namespace asn1 = tlv::asn1;

constexpr tlv::Tag explicit_0{0xA0};
constexpr tlv::Tag explicit_1{0xA1};
constexpr tlv::Tag subject_key_identifier{0x80};

tlv::Oid signed_data()
{
    return tlv::Oid{"1.2.840.113549.1.7.2"};
}

tlv::Oid content_type_attribute()
{
    return tlv::Oid{"1.2.840.113549.1.9.3"};
}

tlv::Oid message_digest_attribute()
{
    return tlv::Oid{"1.2.840.113549.1.9.4"};
}

void expect(bool condition, const char* sentence)
{
    require(condition, Errc::malformed_data, "SignedData", sentence);
}

/// The only value of each attribute, by its type. DER puts the elements of a SET OF in ascending order: only then are
/// the bytes here those that were signed. [RFC5652] §5.3, §5.4
std::map<tlv::Oid, tlv::Element> read_attributes(tlv::Reader attributes)
{
    std::map<tlv::Oid, tlv::Element> values_by_type;
    Bytes previous;
    while (!attributes.at_end()) {
        const Bytes whole = to_bytes(tlv::Reader{attributes}.next().whole);
        expect(previous < whole, "attributes not in ascending order");
        previous = whole;

        tlv::Reader attribute{attributes.expect(asn1::sequence)};
        const tlv::Oid type = tlv::Oid::from_content(attribute.expect(asn1::oid));
        tlv::Reader values{attribute.expect(asn1::set)};
        attribute.finish();
        const tlv::Element value = values.next();
        values.finish();
        expect(values_by_type.emplace(type, value).second, "the same attribute twice");
    }
    return values_by_type;
}

/// contentType and messageDigest must be there; what messageDigest says is compared by OpenSSL, what contentType says
/// is not. [RFC5652] §11.1, §11.2
void check_attributes(tlv::Reader attributes, const tlv::Oid& content_type)
{
    const auto values = read_attributes(attributes);
    expect(values.contains(message_digest_attribute()), "no messageDigest attribute");
    const auto type = values.find(content_type_attribute());
    expect(type != values.end(), "no contentType attribute");
    expect(equal(type->second.whole, content_type.encode()), "the contentType attribute names another type");
}

/// [RFC5652] §5.3
void check_signer(tlv::Reader signer, const tlv::Oid& content_type)
{
    const std::uint64_t version = tlv::decode_unsigned(signer.expect(asn1::integer));
    const tlv::Tag identifier = signer.next().tag;
    const bool by_name = version == 1 && identifier == asn1::sequence;
    const bool by_key = version == 3 && identifier == subject_key_identifier;
    expect(by_name || by_key, "signer identifier and version do not fit");
    signer.expect(asn1::sequence); // digestAlgorithm
    const auto attributes = signer.accept(explicit_0);
    expect(attributes.has_value(), "no signed attributes");
    check_attributes(tlv::Reader{*attributes}, content_type);
    signer.expect(asn1::sequence); // signatureAlgorithm
    signer.expect(asn1::octet_string);
    if (!signer.at_end())
        signer.expect(explicit_1); // unsigned attributes say nothing that counts
    signer.finish();
}

} // namespace

CmsStructure read_signed_data(ByteView der)
{
    tlv::Reader info{tlv::only(der, asn1::sequence)};
    expect(tlv::Oid::from_content(info.expect(asn1::oid)) == signed_data(), "another content type than SignedData");
    tlv::Reader data{tlv::only(info.expect(explicit_0), asn1::sequence)};
    info.finish();

    expect(tlv::decode_unsigned(data.expect(asn1::integer)) == 3, "another version than 3");
    data.expect(asn1::set); // digestAlgorithms
    tlv::Reader encapsulated{data.expect(asn1::sequence)};
    const tlv::Oid content_type = tlv::Oid::from_content(encapsulated.expect(asn1::oid));
    const ByteView content = tlv::only(encapsulated.expect(explicit_0), asn1::octet_string);
    encapsulated.finish();

    tlv::Reader certificates{data.expect(explicit_0)};
    const ByteView certificate = certificates.expect_whole(asn1::sequence);
    certificates.finish();

    tlv::Reader signers{data.expect(asn1::set)};
    data.finish();
    tlv::Reader signer{signers.expect(asn1::sequence)};
    signers.finish();
    check_signer(signer, content_type);
    return {content_type, content, certificate};
}

} // namespace card::pki
