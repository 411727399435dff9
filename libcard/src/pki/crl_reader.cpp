// SPDX-License-Identifier: Apache-2.0
#include "crl_reader.hpp"

#include "extension_reader.hpp"
#include "times.hpp"

#include "card/base/error.hpp"
#include "card/tlv/integer.hpp"
#include "card/tlv/oid.hpp"
#include "card/tlv/reader.hpp"

namespace card::pki {

namespace {

namespace asn1 = tlv::asn1;

constexpr tlv::Tag utc_time{0x17};
constexpr tlv::Tag generalized_time{0x18};
constexpr tlv::Tag enumerated{0x0A};
constexpr tlv::Tag context_0{0x80};
constexpr tlv::Tag context_0_constructed{0xA0};
constexpr tlv::Tag only_users{0x81};
constexpr tlv::Tag uniform_resource_identifier{0x86};

void expect(bool condition, const char* sentence)
{
    require(condition, Errc::malformed_data, "CRL", sentence);
}

[[noreturn]] void refuse(const char* sentence)
{
    throw Error{Errc::unsupported, Step{"CRL"}, sentence};
}

bool is_compromise(const std::optional<RevocationReason>& reason)
{
    return reason == RevocationReason::key_compromise || reason == RevocationReason::ca_compromise ||
           reason == RevocationReason::aa_compromise;
}

RevocationReason read_reason(ByteView value)
{
    const ByteView number = tlv::only(value, enumerated);
    expect(number.size() == 1 && number[0] <= 10 && number[0] != 7, "an unknown reason");
    return RevocationReason{number[0]};
}

ByteView read_serial(ByteView content)
{
    const bool padded = content.size() > 1 && ((content[0] == 0x00 && (content[1] & 0x80) == 0) ||
                                                  (content[0] == 0xFF && (content[1] & 0x80) != 0));
    expect(!content.empty() && !padded, "a serial number not in the fewest bytes");
    return content;
}

CrlEntry read_entry(tlv::Reader entry)
{
    CrlEntry out{.serial = read_serial(entry.expect(asn1::integer)), .when = read_time(entry.next()), .reason = {}};
    if (!entry.at_end()) {
        const ByteView extensions = entry.expect_whole(asn1::sequence);
        for (const RawExtension& extension : read_extensions(extensions)) {
            if (extension.oid == tlv::Oid{"2.5.29.21"})
                out.reason = read_reason(extension.value);
            else if (extension.critical)
                refuse("a critical extension of an entry");
        }
    }
    entry.finish();
    return out;
}

/// The number that may stand in an extension: not negative, at most 20 bytes. [RFC5280] §5.2.3
Bytes read_number(ByteView value)
{
    ByteView content = read_serial(tlv::only(value, asn1::integer));
    expect((content[0] & 0x80) == 0, "a negative number");
    if (content[0] == 0 && content.size() > 1)
        content = content.subspan(1);
    expect(content.size() <= 20, "a number of more than 20 bytes");
    return to_bytes(content);
}

/// The first URI, if there is one; scopes that leave certificates out are refused. [RFC5280] §5.2.5
std::string read_distribution_point(ByteView value)
{
    std::string uri;
    tlv::Reader reader{tlv::only(value, asn1::sequence)};
    if (const auto point = reader.accept(context_0_constructed)) {
        tlv::Reader name{*point};
        const auto full_name = name.accept(context_0_constructed);
        if (!full_name)
            refuse("a distribution point relative to its issuer");
        name.finish();
        for (tlv::Reader names{*full_name}; uri.empty() && !names.at_end();) {
            const tlv::Element element = names.next();
            if (element.tag == uniform_resource_identifier)
                uri = as_text(element.value);
        }
        if (uri.empty())
            refuse("a distribution point without a URI");
    }
    reader.accept(only_users);
    if (!reader.at_end())
        refuse("an indirect list, or one of some reasons, authorities or attribute certificates only");
    return uri;
}

void read_entries(tlv::Reader revoked, std::vector<CrlEntry>& entries)
{
    while (!revoked.at_end())
        entries.push_back(read_entry(tlv::Reader{revoked.expect(asn1::sequence)}));
    std::sort(entries.begin(), entries.end(), [](const CrlEntry& a, const CrlEntry& b) {
        if (!equal(a.serial, b.serial))
            return serial_less(a.serial, b.serial);
        if (is_compromise(a.reason) != is_compromise(b.reason))
            return is_compromise(a.reason);
        return a.when < b.when;
    });
}

std::optional<Bytes> read_key_id(ByteView value)
{
    tlv::Reader reader{tlv::only(value, asn1::sequence)};
    if (reader.at_end())
        return std::nullopt;
    const auto id = reader.accept(context_0);
    return id ? std::optional{to_bytes(*id)} : std::nullopt;
}

void read_list_extensions(ByteView sequence, CrlParts& parts)
{
    for (const RawExtension& extension : read_extensions(sequence)) {
        if (extension.oid == tlv::Oid{"2.5.29.35"})
            parts.authority_key_id = read_key_id(extension.value);
        else if (extension.oid == tlv::Oid{"2.5.29.20"})
            parts.number = read_number(extension.value);
        else if (extension.oid == tlv::Oid{"2.5.29.27"})
            parts.delta_base = read_number(extension.value);
        else if (extension.oid == tlv::Oid{"2.5.29.28"})
            parts.distribution_point = read_distribution_point(extension.value);
        else if (extension.critical)
            refuse("a critical extension");
    }
}

} // namespace

bool serial_less(ByteView a, ByteView b)
{
    return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end());
}

CrlParts read_crl(ByteView der)
{
    CrlParts parts;
    tlv::Reader list{tlv::only(der, asn1::sequence)};
    tlv::Reader tbs{list.expect(asn1::sequence)};
    const ByteView algorithm = list.expect_whole(asn1::sequence);
    list.expect(asn1::bit_string);
    list.finish();

    if (tbs.peek() != asn1::integer || tlv::decode_unsigned(tbs.expect(asn1::integer)) != 1)
        refuse("another version than 2");
    expect(equal(tbs.expect_whole(asn1::sequence), algorithm), "two signature algorithms");
    parts.issuer = to_bytes(tbs.expect_whole(asn1::sequence));
    parts.this_update = read_time(tbs.next());
    expect(tbs.peek() == utc_time || tbs.peek() == generalized_time, "no date of the next list");
    parts.next_update = read_time(tbs.next());
    expect(parts.this_update <= parts.next_update, "the next list before this one");
    if (const auto revoked = tbs.accept(asn1::sequence))
        read_entries(tlv::Reader{*revoked}, parts.entries);
    read_list_extensions(tbs.expect(context_0_constructed), parts);
    tbs.finish();
    for (const CrlEntry& entry : parts.entries)
        expect(entry.reason != RevocationReason::remove_from_crl || parts.delta_base,
            "an entry to be removed in a complete list");
    return parts;
}

} // namespace card::pki
