// SPDX-License-Identifier: Apache-2.0
#include "issuer/result_signer.hpp"

#include "card/base/error.hpp"
#include "card/pki/cms.hpp"
#include "durable_file.hpp"
#include "issuer/pinned_certificate.hpp"
#include "read_file.hpp"

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

ResultSigner open_result_signer(Hsm& hsm, const Office& office, const card::profile::Profile& profile, card::Time now)
{
    const auto file = result_signer_file(office);
    if (!hsm.token().has_key(key_label))
        hsm.token().generate_signing_key(key_label);
    auto key = hsm.signing_key(key_label);
    if (!is_there(file))
        publish_file(file, make_pinned_certificate("Result Signer 1", key, office, profile, now).der(), Readers::owner);
    auto certificate = card::pki::Certificate::parse(read_file(file));
    if (certificate.ec_public_key() != key.public_key())
        throw card::Error{card::Errc::hsm_key_missing, "the certificate is of another key"}.with_field(
            std::string{key_label});
    return {std::move(certificate), std::move(key)};
}

card::Bytes sign_result(const ResultSigner& signer, card::ByteView content, card::Time now)
{
    return card::pki::sign(result_type(), content, signer.certificate, signer.key, now);
}

} // namespace perso::issuer
