// SPDX-License-Identifier: Apache-2.0
#include "issuer/result_signer.hpp"

#include "card/pki/cms.hpp"
#include "issuer/pinned_certificate.hpp"

#include <array>

namespace perso::issuer {

namespace {

constexpr std::string_view key_label = "result-signer-1";

/// 2.25.157462210567227851997249111546163595099, of a UUID. [X.667] §7
card::tlv::Oid result_type()
{
    constexpr std::array<std::uint8_t, 20> content{0x69, 0x81, 0xEC, 0xF6, 0x8F, 0x97, 0xEE, 0xD6, 0xCA, 0xF2, 0xD1,
        0xAA, 0xB9, 0xBE, 0x95, 0xFB, 0x9E, 0xEE, 0x8E, 0x5B};
    return card::tlv::Oid::from_content(content);
}

} // namespace

std::filesystem::path result_signer_file(const Office& office)
{
    return office.certificates() / (std::string{key_label} + ".cer");
}

CertifiedKey open_result_signer(Hsm& hsm, const Office& office, const card::profile::Profile& profile, card::Time now)
{
    return open_certified_key(hsm, key_label, result_signer_file(office), [&](const card::pki::SigningKey& key) {
        return make_pinned_certificate("Result Signer 1", key, office, profile, now);
    });
}

card::Bytes sign_result(const CertifiedKey& signer, card::ByteView content, card::Time now)
{
    return card::pki::sign(result_type(), content, signer.certificate, signer.key, now);
}

} // namespace perso::issuer
