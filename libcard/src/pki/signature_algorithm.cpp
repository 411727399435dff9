// SPDX-License-Identifier: Apache-2.0
#include "signature_algorithm.hpp"

#include "card/base/hex.hpp"
#include "card/tlv/integer.hpp"
#include "card/tlv/reader.hpp"

#include <array>

namespace card::pki {

namespace {

namespace asn1 = tlv::asn1;
using crypto::Hash;
using Scheme = SignatureAlgorithm::Scheme;

constexpr tlv::Tag explicit_0{0xA0};
constexpr tlv::Tag explicit_1{0xA1};
constexpr tlv::Tag explicit_2{0xA2};
constexpr tlv::Tag explicit_3{0xA3};

[[noreturn]] void refuse(const char* sentence)
{
    throw Error{Errc::unsupported, Step{"signature algorithm"}, sentence};
}

struct HashName {
    std::string_view oid; ///< hex
    Hash hash;
};

/// [RFC3370] §2.1, [RFC5754] §2
constexpr std::array hash_names{HashName{"06052b0e03021a", Hash::sha1},
    HashName{"0609608648016503040204", Hash::sha224}, HashName{"0609608648016503040201", Hash::sha256},
    HashName{"0609608648016503040202", Hash::sha384}, HashName{"0609608648016503040203", Hash::sha512}};

struct SchemeName {
    std::string_view oid; ///< hex
    Scheme scheme;
    std::optional<Hash> hash;
    bool usual = true;
};

/// [RFC5758] §3.2, [RFC4055] §5, [RFC3370] §3.2
constexpr std::array scheme_names{SchemeName{"06072a8648ce3d0401", Scheme::ecdsa, Hash::sha1},
    SchemeName{"06082a8648ce3d040301", Scheme::ecdsa, Hash::sha224},
    SchemeName{"06082a8648ce3d040302", Scheme::ecdsa, Hash::sha256},
    SchemeName{"06082a8648ce3d040303", Scheme::ecdsa, Hash::sha384},
    SchemeName{"06082a8648ce3d040304", Scheme::ecdsa, Hash::sha512},
    SchemeName{"06092a864886f70d010105", Scheme::rsa_pkcs1, Hash::sha1},
    SchemeName{"06092a864886f70d01010e", Scheme::rsa_pkcs1, Hash::sha224},
    SchemeName{"06092a864886f70d01010b", Scheme::rsa_pkcs1, Hash::sha256},
    SchemeName{"06092a864886f70d01010c", Scheme::rsa_pkcs1, Hash::sha384},
    SchemeName{"06092a864886f70d01010d", Scheme::rsa_pkcs1, Hash::sha512},
    SchemeName{"06092a864886f70d010101", Scheme::rsa_pkcs1, std::nullopt},
    SchemeName{"06092a864886f70d01010a", Scheme::rsa_pss, std::nullopt},
    SchemeName{"06072a8648ce3d0201", Scheme::ecdsa, std::nullopt, false}, // id-ecPublicKey, that of the key
    SchemeName{"06052b0e03021d", Scheme::rsa_pkcs1, Hash::sha1, false}};  // sha1WithRSASignature of OIW

constexpr std::string_view mgf1 = "06092a864886f70d010108";

/// An AlgorithmIdentifier in two parts; the identifier whole, the parameters too, empty if there are none.
struct Identifier {
    std::string oid; ///< hex
    ByteView parameters;

    bool null_parameters() const { return parameters.size() == 2 && parameters[0] == 0x05 && parameters[1] == 0x00; }
};

Identifier read_identifier(ByteView der)
{
    tlv::Reader reader{tlv::only(der, asn1::sequence)};
    Identifier out{to_hex(reader.expect_whole(asn1::oid)), {}};
    if (!reader.at_end())
        out.parameters = reader.next().whole;
    reader.finish();
    return out;
}

/// The value of an optional field with an explicit tag, whole.
std::optional<ByteView> field(tlv::Reader& reader, tlv::Tag tag)
{
    return reader.accept(tag);
}

void read_pss(SignatureAlgorithm& algorithm, ByteView parameters, Allowing& allowing)
{
    if (parameters.empty())
        refuse("RSASSA-PSS without parameters");
    tlv::Reader reader{tlv::only(parameters, asn1::sequence)};
    // a field that is left out means SHA-1 or 20 bytes
    const auto hash = field(reader, explicit_0);
    const auto mask = field(reader, explicit_1);
    const auto salt = field(reader, explicit_2);
    const auto trailer = field(reader, explicit_3);
    reader.finish();

    allowing.unless(hash.has_value(), Allowance::weak_hash, Errc::unsupported, "RSASSA-PSS", "SHA-1");
    algorithm.hash = hash ? read_hash_algorithm(*hash, allowing) : Hash::sha1;
    algorithm.mask_hash = Hash::sha1;
    if (mask) {
        const Identifier function = read_identifier(*mask);
        if (function.oid != mgf1)
            refuse("RSASSA-PSS with another mask than MGF1");
        Allowing any{Leniency::foreign_legacy}; // a weak hash in the mask alone weakens nothing
        algorithm.mask_hash = read_hash_algorithm(function.parameters, any);
    }
    allowing.unless(algorithm.mask_hash == algorithm.hash, Allowance::pss_parameters, Errc::unsupported, "RSASSA-PSS",
        "a mask with another hash than the digest");
    constexpr std::size_t default_salt = 20;
    algorithm.salt = salt ? tlv::decode_unsigned(tlv::only(*salt, asn1::integer)) : default_salt;
    constexpr std::size_t longest_salt = 512;
    if (algorithm.salt > longest_salt)
        refuse("RSASSA-PSS with a salt longer than any modulus");
    allowing.unless(algorithm.salt == crypto::digest_size(*algorithm.hash), Allowance::pss_parameters,
        Errc::unsupported, "RSASSA-PSS", "a salt of another length than the hash");
    if (trailer && tlv::decode_unsigned(tlv::only(*trailer, asn1::integer)) != 1)
        refuse("RSASSA-PSS with another trailer field than 1");
}

} // namespace

const EVP_MD* digest_method(Hash hash)
{
    switch (hash) {
    case Hash::sha1:
        return EVP_sha1();
    case Hash::sha224:
        return EVP_sha224();
    case Hash::sha384:
        return EVP_sha384();
    case Hash::sha512:
        return EVP_sha512();
    default:
        return EVP_sha256();
    }
}

Hash hash_for(crypto::Curve curve)
{
    return curve == crypto::Curve::p384 ? Hash::sha384 : Hash::sha256;
}

Hash read_hash_algorithm(ByteView der, Allowing& allowing)
{
    const Identifier identifier = read_identifier(der);
    require(identifier.parameters.empty() || identifier.null_parameters(), Errc::malformed_data, "hash algorithm",
        "a hash algorithm with parameters");
    for (const HashName& known : hash_names)
        if (identifier.oid == known.oid) {
            allowing.unless(
                known.hash != Hash::sha1, Allowance::weak_hash, Errc::unsupported, "hash algorithm", "SHA-1");
            return known.hash;
        }
    throw Error{Errc::unsupported, Step{"hash algorithm"}, "another than SHA-224 to SHA-512"};
}

SignatureAlgorithm read_signature_algorithm(ByteView der, Allowing& allowing)
{
    const Identifier identifier = read_identifier(der);
    for (const SchemeName& known : scheme_names) {
        if (identifier.oid != known.oid)
            continue;
        SignatureAlgorithm algorithm{.scheme = known.scheme, .hash = known.hash};
        if (known.scheme == Scheme::rsa_pss) {
            read_pss(algorithm, identifier.parameters, allowing);
            return algorithm;
        }
        allowing.unless(
            known.hash != Hash::sha1, Allowance::weak_hash, Errc::unsupported, "signature algorithm", "SHA-1");
        allowing.unless(known.usual, Allowance::signature_identifier, Errc::unsupported, "signature algorithm",
            "an identifier that is not that of the algorithm");
        const bool names_curve = !known.hash && known.scheme == Scheme::ecdsa; // the key's own counts
        if (!identifier.parameters.empty() && !names_curve) {
            require(identifier.null_parameters(), Errc::malformed_data, "signature algorithm",
                "parameters where there are none");
            allowing.unless(known.scheme != Scheme::ecdsa, Allowance::null_parameters, Errc::malformed_data,
                "signature algorithm", "ECDSA with NULL parameters");
        }
        return algorithm;
    }
    refuse("another than ECDSA, RSASSA-PKCS1-v1_5 and RSASSA-PSS with SHA-224 to SHA-512");
}

} // namespace card::pki
