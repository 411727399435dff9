// SPDX-License-Identifier: Apache-2.0
#include "issuer/lint/signed_files.hpp"

#include "card/base/error.hpp"
#include "card/lds/card_security.hpp"
#include "card/lds/dg1.hpp"
#include "card/lds/sod.hpp"
#include "issuer/lint/extensions.hpp"

#include <algorithm>

namespace perso::issuer::lint {

namespace lds = card::lds;
namespace pki = card::pki;
using card::crypto::Hash;

namespace {

bool is_strong(Hash hash)
{
    return hash == Hash::sha256 || hash == Hash::sha384 || hash == Hash::sha512;
}

/// A digest shorter than the group order would waste the curve. [9303-12] §4.4
bool is_long_enough(Hash hash, const pki::Certificate& signer)
{
    return card::crypto::digest_size(hash) >= card::crypto::field_size(signer.ec_public_key().curve());
}

void check_signature(Findings& findings, const pki::SignedData& data, const Signing& signing)
{
    findings.rule("sod_signature", data.signature_is_valid());
    findings.rule("sod_signer", data.signer() == signing.signer && data.certificates().size() == 1);
    findings.rule("sod_signing_time", data.signing_time() == signing.now);
    const auto period = signing.signer.private_key_usage();
    findings.rule("sod_key_usage_period",
        period ? period->contains(signing.now) : signing.signer.validity().contains(signing.now));
    findings.rule(
        "sod_digest", is_strong(data.digest_algorithm()) && is_long_enough(data.digest_algorithm(), signing.signer));
}

void check_object(Findings& findings, const lds::Sod& sod, const std::map<unsigned, card::Bytes>& contents)
{
    findings.rule("sod_digest", is_strong(sod.object.algorithm));
    std::map<unsigned, card::Bytes> hashes;
    for (const auto& [number, content] : contents)
        hashes.emplace(number, card::crypto::digest(sod.object.algorithm, content));
    findings.rule("sod_groups", sod.object.hashes == hashes);
}

/// [9303-12] §7.1.1.7: the document type is that of the MRZ, its fillers taken away.
bool signs_this_type(const pki::Certificate& signer, const std::map<unsigned, card::Bytes>& groups)
{
    const auto dg1 = groups.find(1);
    const auto types = signer.extension("2.23.136.1.1.6.2");
    if (dg1 == groups.end() || !types)
        return false;
    std::string code = lds::decode_dg1(dg1->second).mrz.document_code;
    std::erase(code, '<');
    const card::ByteView wanted = card::as_bytes(code);
    return std::search(types->begin(), types->end(), wanted.begin(), wanted.end()) != types->end();
}

/// The infos of a SET have no order.
bool are_same(const lds::SecurityInfos& a, const lds::SecurityInfos& b)
{
    return std::ranges::is_permutation(a.pace, b.pace) &&
           std::ranges::is_permutation(a.chip_authentication, b.chip_authentication) &&
           std::ranges::is_permutation(a.chip_authentication_keys, b.chip_authentication_keys);
}

/// What the reader of the library refuses is unfit as a whole.
template <typename Rules>
Findings read_and_check(Rules&& rules)
{
    Findings findings;
    try {
        rules(findings);
    } catch (const card::Error&) {
        findings.rule("sod_format", false);
    }
    return findings;
}

} // namespace

Findings check_sod(const card::Bytes& file, const std::map<unsigned, card::Bytes>& groups, const Signing& signing)
{
    return read_and_check([&](Findings& findings) {
        const lds::Sod sod = lds::decode_sod(file);
        check_signature(findings, sod.signed_data, signing);
        check_object(findings, sod, groups);
        findings.rule("sod_mandatory_groups", groups.contains(1) && groups.contains(2));
        findings.rule("sod_document_type", signs_this_type(signing.signer, groups));
    });
}

Findings check_card_security(const card::Bytes& file, const lds::SecurityInfos& infos, const Signing& signing)
{
    return read_and_check([&](Findings& findings) {
        const lds::CardSecurity read = lds::decode_card_security(file);
        check_signature(findings, read.signed_data, signing);
        findings.rule("card_security_infos", are_same(read.infos, infos));
    });
}

Findings check_security_object(
    const card::Bytes& cms, const std::map<unsigned, card::Bytes>& contents, const Signing& signing)
{
    return read_and_check([&](Findings& findings) {
        const lds::Sod object = lds::decode_signed_security_object(cms);
        check_signature(findings, object.signed_data, signing);
        check_object(findings, object, contents);
    });
}

} // namespace perso::issuer::lint
