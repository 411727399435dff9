// SPDX-License-Identifier: Apache-2.0
#include "cms_structure.hpp"

#include "card/tlv/integer.hpp"
#include "card/tlv/reader.hpp"
#include "card/tlv/writer.hpp"

#include <algorithm>

namespace card::pki {

namespace {

namespace asn1 = tlv::asn1;

constexpr tlv::Tag explicit_0{0xA0};
constexpr tlv::Tag explicit_1{0xA1};
constexpr tlv::Tag subject_key_identifier{0x80};
constexpr std::size_t most_certificates = 64;
constexpr std::size_t most_attributes = 32;

const tlv::Oid& data()
{
    static const tlv::Oid oid{"1.2.840.113549.1.7.1"};
    return oid;
}

const tlv::Oid& signed_data()
{
    static const tlv::Oid oid{"1.2.840.113549.1.7.2"};
    return oid;
}

ByteView content_type_attribute()
{
    static const tlv::Oid oid{"1.2.840.113549.1.9.3"};
    return oid.content();
}

ByteView message_digest_attribute()
{
    static const tlv::Oid oid{"1.2.840.113549.1.9.4"};
    return oid.content();
}

void expect(bool condition, std::string_view sentence)
{
    require(condition, Errc::malformed_data, "SignedData", sentence);
}

struct Attribute {
    ByteView type; ///< content of the identifier
    tlv::Element value;
    ByteView whole;
};

/// The only value of each attribute. [RFC5652] §5.3
std::vector<Attribute> read_attributes(tlv::Reader reader)
{
    std::vector<Attribute> out;
    while (!reader.at_end()) {
        const ByteView whole = reader.expect_whole(asn1::sequence);
        tlv::Reader attribute{tlv::only(whole, asn1::sequence)};
        const ByteView type = attribute.expect(asn1::oid);
        tlv::Reader values{attribute.expect(asn1::set)};
        attribute.finish();
        const tlv::Element value = values.next();
        values.finish();
        for (const Attribute& other : out)
            expect(!equal(other.type, type), "the same attribute twice");
        expect(out.size() < most_attributes, "too many attributes");
        out.push_back({type, value, whole});
    }
    return out;
}

Bytes set_in_order(const std::vector<Bytes>& elements)
{
    Bytes content;
    for (const Bytes& element : elements)
        append(content, element);
    return tlv::encode(asn1::set, content);
}

const Attribute& find(const std::vector<Attribute>& attributes, ByteView type, std::string_view sentence)
{
    const auto found =
        std::find_if(attributes.begin(), attributes.end(), [&](const Attribute& a) { return equal(a.type, type); });
    expect(found != attributes.end(), sentence);
    return *found;
}

/// The signature covers the attributes as a DER SET OF, in ascending order: only where they stand so are the bytes here
/// those that were signed. Some signed them as they stand. [RFC5652] §5.3, §5.4
void take_signed_set(SignerStructure& signer, const std::vector<Attribute>& attributes, Allowing& allowing)
{
    const auto before = [](const Attribute& a, const Attribute& b) {
        return std::lexicographical_compare(a.whole.begin(), a.whole.end(), b.whole.begin(), b.whole.end());
    };
    const bool sorted = std::is_sorted(attributes.begin(), attributes.end(), before);
    allowing.unless(
        sorted, Allowance::attribute_order, Errc::malformed_data, "SignedData", "attributes not in ascending order");
    std::vector<Bytes> elements;
    elements.reserve(attributes.size());
    for (const Attribute& attribute : attributes)
        elements.push_back(to_bytes(attribute.whole));
    if (!sorted)
        signer.attributes_as_sent = set_in_order(elements);
    signer.attributes = tlv::encode_set_of(std::move(elements));
}

/// contentType and messageDigest must be there. [RFC5652] §11.1, §11.2
void read_signed_attributes(
    SignerStructure& signer, tlv::Reader reader, const tlv::Oid& content_type, Allowing& allowing)
{
    const auto attributes = read_attributes(reader);
    const Attribute& digest = find(attributes, message_digest_attribute(), "no messageDigest attribute");
    expect(digest.value.tag == asn1::octet_string, "a messageDigest that is no octet string");
    signer.message_digest = digest.value.value;
    const Attribute& type = find(attributes, content_type_attribute(), "no contentType attribute");
    expect(type.value.tag == asn1::oid && equal(type.value.value, content_type.content()),
        "the contentType attribute names another type");
    take_signed_set(signer, attributes, allowing);
}

/// [RFC5652] §5.3
SignerStructure read_signer(tlv::Reader reader, const tlv::Oid& content_type, Allowing& allowing)
{
    SignerStructure signer;
    const std::uint64_t version = tlv::decode_unsigned(reader.expect(asn1::integer));
    const tlv::Element identifier = reader.next();
    if (identifier.tag == asn1::sequence) {
        tlv::Reader name{identifier.value};
        signer.issuer = name.expect_whole(asn1::sequence);
        signer.serial_number = name.expect(asn1::integer);
        name.finish();
    } else {
        expect(identifier.tag == subject_key_identifier, "another signer identifier");
        signer.key_id = identifier.value;
    }
    expect(version == 1 || version == 3, "another version of SignerInfo than 1 and 3");
    allowing.unless(version == (signer.key_id ? 3 : 1), Allowance::signed_data_version, Errc::malformed_data,
        "SignedData", "signer identifier and version do not fit");
    signer.digest_algorithm = reader.expect_whole(asn1::sequence);
    const auto attributes = reader.accept(explicit_0);
    expect(attributes.has_value(), "no signed attributes");
    read_signed_attributes(signer, tlv::Reader{*attributes}, content_type, allowing);
    signer.signature_algorithm = reader.expect_whole(asn1::sequence);
    signer.signature = reader.expect(asn1::octet_string);
    if (!reader.at_end())
        reader.expect(explicit_1); // unsigned attributes say nothing that counts
    reader.finish();
    return signer;
}

/// Without its signer's certificate a document of another state can be judged by nobody who has not got it elsewhere.
std::vector<ByteView> read_certificates(tlv::Reader reader, Allowing& allowing)
{
    require(!reader.at_end() || !allowing.lenient(), Errc::unsupported, "SignedData",
        "the certificate of the signer is not inside");
    std::vector<ByteView> out;
    do
        out.push_back(reader.expect_whole(asn1::sequence));
    while (allowing.lenient() && !reader.at_end() && out.size() < most_certificates);
    reader.finish();
    allowing.unless(out.size() == 1, Allowance::several_certificates, Errc::malformed_data, "SignedData",
        "more than one certificate");
    return out;
}

} // namespace

CmsStructure read_signed_data(ByteView der, Allowing& allowing)
{
    tlv::Reader info{tlv::only(der, asn1::sequence)};
    expect(tlv::Oid::from_content(info.expect(asn1::oid)) == signed_data(), "another content type than SignedData");
    tlv::Reader reader{tlv::only(info.expect(explicit_0), asn1::sequence)};
    info.finish();

    const std::uint64_t version = tlv::decode_unsigned(reader.expect(asn1::integer));
    const ByteView digest_algorithms = reader.expect(asn1::set);
    tlv::Reader encapsulated{reader.expect(asn1::sequence)};
    CmsStructure out{.content_type = tlv::Oid::from_content(encapsulated.expect(asn1::oid)),
        .content = tlv::only(encapsulated.expect(explicit_0), asn1::octet_string),
        .digest_algorithms = digest_algorithms,
        .certificates = {},
        .signer = {}};
    encapsulated.finish();
    // Version 1 goes with id-data alone, 3 with everything else that a document holds. [RFC5652] §5.1
    const bool plain_data = version == 1 && out.content_type == data();
    expect(version == 3 || (plain_data && allowing.lenient()), "another version than 3");

    const bool none = allowing.lenient() && reader.peek() != explicit_0;
    const ByteView certificates = none ? ByteView{} : reader.expect(explicit_0);
    out.certificates = read_certificates(tlv::Reader{certificates}, allowing);
    if (allowing.lenient() && reader.accept(explicit_1)) // revocation lists from the document count for nothing
        allowing.add({Allowance::several_certificates});
    tlv::Reader signers{reader.expect(asn1::set)};
    reader.finish();
    tlv::Reader signer{signers.expect(asn1::sequence)};
    signers.finish();
    out.signer = read_signer(signer, out.content_type, allowing);
    return out;
}

} // namespace card::pki
