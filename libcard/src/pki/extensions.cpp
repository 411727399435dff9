// SPDX-License-Identifier: Apache-2.0
#include "extensions.hpp"

#include "openssl.hpp"
#include "spki_reader.hpp"

#include "card/crypto/hash.hpp"
#include "card/tlv/writer.hpp"

#include <fmt/format.h>

namespace card::pki::extension {

namespace {

namespace asn1 = tlv::asn1;

/// The context-specific tag [number].
constexpr tlv::Tag context(unsigned number, bool constructed = false)
{
    return tlv::Tag{0x80u | (constructed ? 0x20u : 0x00u) | number};
}

Bytes sequence(std::initializer_list<ByteView> children)
{
    return tlv::encode(asn1::sequence, children);
}

Bytes text(tlv::Tag tag, std::string_view value)
{
    return tlv::encode(tag, as_bytes(value));
}

constexpr tlv::Tag rfc822_name = context(1);
constexpr tlv::Tag directory_name = context(4, true);
constexpr tlv::Tag uniform_resource_identifier = context(6);

tlv::Oid locality_name()
{
    return tlv::Oid{"2.5.4.7"};
}

Bytes generalized_time(tlv::Tag tag, Time time)
{
    const Date day = day_of(time);
    const std::chrono::hh_mm_ss clock{time - start_of(day)};
    return text(tag, fmt::format("{}{:02}{:02}{:02}Z", to_digits(day), clock.hours().count(), clock.minutes().count(),
                         clock.seconds().count()));
}

/// Contact data, and the country as locality of a directory name. [9303-12] §7.1.1.2
Bytes alternative_names(const Publication& publication)
{
    const Bytes locality = sequence({locality_name().encode(), text(asn1::printable_string, publication.country_code)});
    const Bytes name = sequence({tlv::encode(asn1::set, locality)});
    return sequence({text(rfc822_name, publication.contact_email), tlv::encode(directory_name, name)});
}

} // namespace

Extension key_usage(std::initializer_list<KeyUsage> usages)
{
    std::uint8_t bits = 0;
    unsigned last = 0;
    for (const KeyUsage usage : usages) {
        const auto bit = static_cast<unsigned>(usage);
        bits = static_cast<std::uint8_t>(bits | 0x80u >> bit);
        last = std::max(last, bit);
    }
    // DER leaves trailing zero bits of a named bit list out. [X.690] §11.2.2
    const Bytes content{static_cast<std::uint8_t>(7 - last), bits};
    return {tlv::Oid{"2.5.29.15"}, true, tlv::encode(asn1::bit_string, content)};
}

Extension authority(unsigned path_length)
{
    const Bytes yes{0x01, 0x01, 0xFF};
    return {tlv::Oid{"2.5.29.19"}, true, sequence({yes, tlv::encode_integer(path_length)})};
}

Extension subject_key_id(const crypto::PublicKey& key)
{
    Bytes id = crypto::digest(crypto::Hash::sha256, subject_public_key_content(key));
    id.resize(20);
    return {tlv::Oid{"2.5.29.14"}, false, tlv::encode(asn1::octet_string, id)};
}

Extension authority_key_id(ByteView key_id)
{
    return {tlv::Oid{"2.5.29.35"}, false, sequence({tlv::encode(context(0), key_id)})};
}

Extension private_key_usage(const Validity& period)
{
    return {tlv::Oid{"2.5.29.16"}, false,
        sequence({generalized_time(context(0), period.not_before), generalized_time(context(1), period.not_after)})};
}

Extension subject_alternative_name(const Publication& publication)
{
    return {tlv::Oid{"2.5.29.17"}, false, alternative_names(publication)};
}

Extension issuer_alternative_name(const Publication& publication)
{
    return {tlv::Oid{"2.5.29.18"}, false, alternative_names(publication)};
}

Extension subject_uri(const std::string& uri)
{
    return {tlv::Oid{"2.5.29.17"}, false, sequence({text(uniform_resource_identifier, uri)})};
}

Extension crl_distribution_point(const std::string& url)
{
    const Bytes full_name = tlv::encode(context(0, true), text(uniform_resource_identifier, url));
    const Bytes point = sequence({tlv::encode(context(0, true), full_name)});
    return {tlv::Oid{"2.5.29.31"}, false, sequence({point})};
}

Extension document_types(const std::vector<std::string>& types)
{
    std::vector<Bytes> names;
    names.reserve(types.size());
    for (const std::string& type : types)
        names.push_back(text(asn1::printable_string, type));
    return {tlv::Oid{"2.23.136.1.1.6.2"}, false, sequence({tlv::encode_integer(0), tlv::encode_set_of(names)})};
}

Extension extended_key_usage(std::initializer_list<tlv::Oid> purposes, bool critical)
{
    Bytes identifiers;
    for (const tlv::Oid& purpose : purposes)
        append(identifiers, purpose.encode());
    return {tlv::Oid{"2.5.29.37"}, critical, sequence({identifiers})};
}

} // namespace card::pki::extension
