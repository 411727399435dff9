// SPDX-License-Identifier: Apache-2.0
#include "card/lds/sod.hpp"

#include "card/base/error.hpp"
#include "card/lds/file_ids.hpp"
#include "card/pki/ber.hpp"
#include "card/tlv/integer.hpp"
#include "card/tlv/reader.hpp"
#include "card/tlv/writer.hpp"

#include <array>

namespace card::lds {

namespace {

namespace asn1 = tlv::asn1;

constexpr std::uint64_t version_0 = 0;
constexpr std::uint64_t version_1 = 1; ///< with LDSVersionInfo

const tlv::Oid& id_icao_lds_security_object()
{
    static const tlv::Oid oid{"2.23.136.1.1.1"};
    return oid;
}

const tlv::Oid& id_data()
{
    static const tlv::Oid oid{"1.2.840.113549.1.7.1"};
    return oid;
}

/// 1.3.27.1.1.1 in passports of France and Belgium, the other in the first Dutch specimens.
bool is_early_type(const tlv::Oid& type)
{
    static const tlv::Oid french{"1.3.27.1.1.1"};
    static const tlv::Oid dutch{"1.2.528.1.1006.1.20.1"};
    return type == french || type == dutch;
}

void expect(bool condition, std::string_view sentence)
{
    require(condition, Errc::malformed_data, "EF.SOD", sentence);
}

struct HashName {
    crypto::Hash hash;
    tlv::Oid oid;
};

/// [RFC5754] §2, [RFC3370] §2.1
const std::array<HashName, 5>& hash_names()
{
    static const std::array<HashName, 5> names{{
        {crypto::Hash::sha256, tlv::Oid{"2.16.840.1.101.3.4.2.1"}},
        {crypto::Hash::sha384, tlv::Oid{"2.16.840.1.101.3.4.2.2"}},
        {crypto::Hash::sha512, tlv::Oid{"2.16.840.1.101.3.4.2.3"}},
        {crypto::Hash::sha224, tlv::Oid{"2.16.840.1.101.3.4.2.4"}},
        {crypto::Hash::sha1, tlv::Oid{"1.3.14.3.2.26"}},
    }};
    return names;
}

const tlv::Oid& oid_of(crypto::Hash hash)
{
    for (const HashName& name : hash_names())
        if (name.hash == hash)
            return name.oid;
    throw Error{Errc::internal, "a hash without a name"};
}

/// Notes what only foreign_legacy lets pass; refuses it otherwise.
struct Rules {
    pki::Leniency leniency;
    pki::Allowances& noted;

    void allow(bool good, pki::Allowance deviation, Errc code, std::string_view sentence) const
    {
        if (good)
            return;
        require(leniency == pki::Leniency::foreign_legacy, code, "EF.SOD", sentence);
        noted.insert(deviation);
    }
};

void check_type(const tlv::Oid& type, const Rules& rules)
{
    constexpr std::string_view sentence = "no LDS security object inside";
    expect(type == id_icao_lds_security_object() || type == id_data() || is_early_type(type), sentence);
    rules.allow(type != id_data(), pki::Allowance::data_content_type, Errc::malformed_data, sentence);
    rules.allow(!is_early_type(type), pki::Allowance::early_content_type, Errc::malformed_data, sentence);
}

crypto::Hash read_hash_algorithm(tlv::Reader algorithm, const Rules& rules)
{
    const tlv::Oid oid = tlv::Oid::from_content(algorithm.expect(asn1::oid));
    if (!algorithm.at_end())
        expect(algorithm.expect(asn1::null).empty(), "the hash algorithm has parameters");
    algorithm.finish();
    for (const HashName& name : hash_names())
        if (name.oid == oid) {
            rules.allow(name.hash != crypto::Hash::sha1, pki::Allowance::weak_hash, Errc::unsupported, "SHA-1");
            return name.hash;
        }
    throw Error{Errc::unsupported, Step{"EF.SOD"}, "another hash than SHA-224 to SHA-512"};
}

void read_group_hash(SecurityObject& object, tlv::Reader entry)
{
    const std::uint64_t number = tlv::decode_unsigned(entry.expect(asn1::integer));
    const ByteView hash = entry.expect(asn1::octet_string);
    entry.finish();
    expect(number >= 1 && number <= data_groups.size(), "a data group that does not exist");
    expect(hash.size() == crypto::digest_size(object.algorithm), "a hash of another length");
    const bool fresh = object.hashes.emplace(static_cast<unsigned>(number), to_bytes(hash)).second;
    expect(fresh, "the same data group twice");
}

/// Version 1 comes with the versions of LDS and Unicode, version 0 without. [9303-10] §4.6.2.3
SecurityObject read_object(ByteView der, const Rules& rules)
{
    tlv::Reader reader{tlv::only(der, asn1::sequence)};
    const std::uint64_t version = tlv::decode_unsigned(reader.expect(asn1::integer));
    expect(version == version_0 || version == version_1, "an unknown version of the LDS security object");
    SecurityObject object{
        .algorithm = read_hash_algorithm(tlv::Reader{reader.expect(asn1::sequence)}, rules), .hashes = {}};
    tlv::Reader hashes{reader.expect(asn1::sequence)};
    while (!hashes.at_end())
        read_group_hash(object, tlv::Reader{hashes.expect(asn1::sequence)});
    const bool has_versions = reader.accept(asn1::sequence).has_value();
    reader.finish();
    rules.allow(has_versions == (version == version_1), pki::Allowance::security_object_version, Errc::malformed_data,
        "a version of the LDS security object that does not fit its content");
    expect(!object.hashes.empty(), "no data group");
    return object;
}

} // namespace

Bytes encode(const SecurityObject& object)
{
    Bytes hashes;
    for (const auto& [number, hash] : object.hashes)
        append(
            hashes, tlv::encode(asn1::sequence, {tlv::encode_integer(number), tlv::encode(asn1::octet_string, hash)}));
    return tlv::encode(
        asn1::sequence, {tlv::encode_integer(version_0), tlv::encode(asn1::sequence, oid_of(object.algorithm).encode()),
                            tlv::encode(asn1::sequence, hashes)});
}

SecurityObject decode_security_object(ByteView der)
{
    pki::Allowances none;
    return read_object(der, {pki::Leniency::strict, none});
}

SecurityObject decode_security_object(ByteView ber, pki::Leniency leniency, pki::Allowances& allowances)
{
    const Rules rules{leniency, allowances};
    try {
        return read_object(ber, rules);
    } catch (const Error& error) {
        if (leniency == pki::Leniency::strict || error.code() != Errc::malformed_tlv)
            throw;
    }
    SecurityObject object = read_object(pki::der_of_ber(ber), rules);
    allowances.insert(pki::Allowance::ber_encoding);
    return object;
}

Bytes sign_security_object(const std::map<unsigned, Bytes>& contents, const pki::Certificate& signer,
    const pki::SigningKey& key, Time signing_time)
{
    SecurityObject object;
    for (const auto& [number, content] : contents)
        object.hashes[number] = crypto::digest(object.algorithm, content);
    const Bytes der = encode(object);
    decode_security_object(der);
    return pki::sign(id_icao_lds_security_object(), der, signer, key, signing_time);
}

Sod decode_signed_security_object(ByteView cms)
{
    const auto signed_data = pki::SignedData::parse(cms);
    expect(signed_data.content_type() == id_icao_lds_security_object(), "no LDS security object inside");
    return {signed_data, decode_security_object(signed_data.content()), {}};
}

bool signs_exactly(const Sod& object, const std::map<unsigned, Bytes>& contents)
{
    std::map<unsigned, Bytes> hashes;
    for (const auto& [number, content] : contents)
        hashes[number] = crypto::digest(object.object.algorithm, content);
    return hashes == object.object.hashes && object.signed_data.signature_is_valid();
}

Bytes make_sod(const std::map<unsigned, Bytes>& groups, const pki::Certificate& signer, const pki::SigningKey& key,
    Time signing_time)
{
    return tlv::encode(file::sod.tag, sign_security_object(groups, signer, key, signing_time));
}

Sod decode_sod(ByteView file)
{
    return decode_sod(file, pki::CmsOptions{});
}

Sod decode_sod(ByteView file, const pki::CmsOptions& options)
{
    pki::Allowances allowances;
    const Rules rules{options.leniency, allowances};
    Bytes der;
    ByteView cms;
    try {
        cms = tlv::only(file, file::sod.tag);
    } catch (const Error&) {
        if (options.leniency == pki::Leniency::strict)
            throw;
        der = pki::der_of_ber(file, options.max_size);
        cms = tlv::only(der, file::sod.tag);
        allowances.insert(pki::Allowance::ber_encoding);
    }
    const auto signed_data = pki::SignedData::parse(cms, options);
    check_type(signed_data.content_type(), rules);
    SecurityObject object = decode_security_object(signed_data.content(), options.leniency, allowances);
    allowances.insert(signed_data.allowances().begin(), signed_data.allowances().end());
    return {signed_data, std::move(object), std::move(allowances)};
}

} // namespace card::lds
