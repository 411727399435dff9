// SPDX-License-Identifier: Apache-2.0
#include "card/lds/sod.hpp"

#include "card/base/error.hpp"
#include "card/lds/file_ids.hpp"
#include "card/tlv/integer.hpp"
#include "card/tlv/reader.hpp"
#include "card/tlv/writer.hpp"

namespace card::lds {

namespace {

namespace asn1 = tlv::asn1;

constexpr std::uint64_t version_0 = 0;
constexpr std::uint64_t version_1 = 1; ///< with LDSVersionInfo

tlv::Oid id_icao_lds_security_object()
{
    return tlv::Oid{"2.23.136.1.1.1"};
}

void expect(bool condition, const char* sentence)
{
    require(condition, Errc::malformed_data, "EF.SOD", sentence);
}

/// [RFC5754] §2
tlv::Oid oid_of(crypto::Hash hash)
{
    switch (hash) {
    case crypto::Hash::sha256:
        return tlv::Oid{"2.16.840.1.101.3.4.2.1"};
    case crypto::Hash::sha384:
        return tlv::Oid{"2.16.840.1.101.3.4.2.2"};
    case crypto::Hash::sha512:
        return tlv::Oid{"2.16.840.1.101.3.4.2.3"};
    default:
        throw Error{Errc::unsupported, Step{"EF.SOD"}, "another hash than SHA-256, SHA-384 and SHA-512"};
    }
}

crypto::Hash read_hash_algorithm(tlv::Reader algorithm)
{
    const tlv::Oid oid = tlv::Oid::from_content(algorithm.expect(asn1::oid));
    if (!algorithm.at_end())
        expect(algorithm.expect(asn1::null).empty(), "the hash algorithm has parameters");
    algorithm.finish();
    for (const auto hash : {crypto::Hash::sha256, crypto::Hash::sha384, crypto::Hash::sha512})
        if (oid_of(hash) == oid)
            return hash;
    throw Error{Errc::unsupported, Step{"EF.SOD"}, "another hash than SHA-256, SHA-384 and SHA-512"};
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
    tlv::Reader reader{tlv::only(der, asn1::sequence)};
    const std::uint64_t version = tlv::decode_unsigned(reader.expect(asn1::integer));
    expect(version == version_0 || version == version_1, "an unknown version of the LDS security object");
    SecurityObject object{.algorithm = read_hash_algorithm(tlv::Reader{reader.expect(asn1::sequence)}), .hashes = {}};
    tlv::Reader hashes{reader.expect(asn1::sequence)};
    while (!hashes.at_end())
        read_group_hash(object, tlv::Reader{hashes.expect(asn1::sequence)});
    if (version == version_1)
        reader.expect(asn1::sequence); // versions of LDS and Unicode
    reader.finish();
    expect(!object.hashes.empty(), "no data group");
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
    return {signed_data, decode_security_object(signed_data.content())};
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
    return decode_signed_security_object(tlv::only(file, file::sod.tag));
}

} // namespace card::lds
