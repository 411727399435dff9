// SPDX-License-Identifier: Apache-2.0
#include "certificate_parts.hpp"

#include "bit_string.hpp"
#include "times.hpp"

#include "card/base/error.hpp"
#include "card/tlv/integer.hpp"
#include "card/tlv/reader.hpp"

namespace card::pki {

namespace {

namespace asn1 = tlv::asn1;

constexpr tlv::Tag version_tag{0xA0};
constexpr tlv::Tag issuer_unique_id{0x81};
constexpr tlv::Tag subject_unique_id{0x82};
constexpr tlv::Tag extensions_tag{0xA3};
constexpr std::uint64_t v1 = 0;
constexpr std::uint64_t v3 = 2;

void demand(bool condition, std::string_view sentence)
{
    require(condition, Errc::malformed_data, "certificate", sentence);
}

/// INTEGER in the fewest bytes, of either sign. [X.690] §8.3.2
ByteView read_integer(tlv::Reader& reader)
{
    const ByteView content = reader.expect(asn1::integer);
    const bool padded =
        content.size() > 1 && (content[0] == 0x00 || content[0] == 0xFF) && (content[0] & 0x80) == (content[1] & 0x80);
    demand(!content.empty() && !padded, "a number that is not in the fewest bytes");
    return content;
}

/// An identifier and at most one element of parameters. [RFC5280] §4.1.1.2
void check_algorithm_identifier(ByteView whole)
{
    tlv::Reader reader{tlv::only(whole, asn1::sequence)};
    tlv::Oid::from_content(reader.expect(asn1::oid));
    if (!reader.at_end())
        reader.next();
    reader.finish();
}

void read_unique_id(tlv::Reader& tbs, tlv::Tag tag, unsigned version)
{
    if (tbs.at_end() || tbs.peek() != tag)
        return;
    check_bit_string(tbs.expect(tag));
    demand(version != v1, "a unique identifier in a certificate of version 1");
}

void read_tbs(CertificateParts& parts, tlv::Reader tbs)
{
    if (const auto version = tbs.accept(version_tag)) {
        const std::uint64_t number = tlv::decode_unsigned(tlv::only(*version, asn1::integer));
        demand(number <= v3, "another version than 1 to 3");
        parts.version = static_cast<unsigned>(number);
    }
    parts.serial_number = read_integer(tbs);
    parts.tbs_algorithm = tbs.expect_whole(asn1::sequence);
    check_algorithm_identifier(parts.tbs_algorithm);
    parts.issuer = read_name(tbs.expect_whole(asn1::sequence));
    tlv::Reader validity{tbs.expect(asn1::sequence)};
    parts.not_before = read_any_time(validity.next());
    parts.not_after = read_any_time(validity.next());
    validity.finish();
    parts.subject = read_name(tbs.expect_whole(asn1::sequence));
    parts.spki = tbs.expect_whole(asn1::sequence);
    read_unique_id(tbs, issuer_unique_id, parts.version);
    read_unique_id(tbs, subject_unique_id, parts.version);
    if (!tbs.at_end()) {
        parts.extensions = read_extensions(tbs.expect(extensions_tag), Truth::ber);
        demand(parts.version == v3, "extensions in a certificate of version 1 or 2");
    }
    tbs.finish();
}

} // namespace

CertificateParts read_certificate_parts(ByteView der)
{
    tlv::Reader certificate{tlv::only(der, asn1::sequence)};
    CertificateParts parts;
    parts.tbs = certificate.expect_whole(asn1::sequence);
    parts.signature_algorithm = certificate.expect_whole(asn1::sequence);
    check_algorithm_identifier(parts.signature_algorithm);
    parts.signature = certificate.expect(asn1::bit_string);
    check_bit_string(parts.signature);
    certificate.finish();
    read_tbs(parts, tlv::Reader{tlv::only(parts.tbs, asn1::sequence)});
    return parts;
}

ByteView read_serial_number(ByteView der)
{
    tlv::Reader certificate{tlv::only(der, asn1::sequence)};
    tlv::Reader tbs{certificate.expect(asn1::sequence)};
    tbs.accept(version_tag);
    return tbs.expect(asn1::integer);
}

} // namespace card::pki
