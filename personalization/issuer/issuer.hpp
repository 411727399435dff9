// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/gp/key_set.hpp"
#include "card/lds/security_infos.hpp"
#include "card/pki/builder.hpp"
#include "card/profile/profile.hpp"
#include "issuer/hsm.hpp"

#include <map>

namespace perso::issuer {

/// Files of the office's own certificates.
struct CertificateFiles {
    std::filesystem::path csca, document_signer, citizen_ca, content_signer;
    static CertificateFiles of(const Office& office);
};

/// Whose certificate it is, and until when it may be valid.
struct HolderCertificate {
    card::pki::CitizenPurpose purpose{};
    std::string common_name;     ///< Latin
    std::string holder_id;       ///< stable over all cards of this citizen
    std::string document_number; ///< of this card
    card::pki::Validity validity;
};

/// Everything that needs the office's keys: the keys of chips, certificates of holders, what is signed of a card.
class Issuer {
public:
    /// Opens the token and reads the office's certificates. Throws hsm_unavailable, hsm_pin_wrong, hsm_key_missing
    /// (a key or certificate is missing or they do not belong together), file_unreadable.
    Issuer(const Office& office, const card::profile::Profile& profile, card::ByteView pin);

    /// The keys of a chip as its maker left it, and as this office sets them.
    card::gp::KeySet transport_keys(const card::gp::Kdd& kdd);
    card::gp::KeySet issuer_keys(const card::gp::Kdd& kdd);

    /// A certificate for a key that the card made and proved.
    /// Throws signer_unsuitable when the certificate of the CA would expire before it.
    card::pki::Certificate certify(const HolderCertificate& content, const card::crypto::PublicKey& key) const;

    /// EF.SOD over these data groups, whole files by number, and EF.CardSecurity, by the document signer.
    /// Both throw signer_unsuitable when it may not sign now or would expire before `last_day`.
    card::Bytes sign_sod(const std::map<unsigned, card::Bytes>& groups, card::Date last_day, card::Time now) const;
    card::Bytes sign_card_security(const card::lds::SecurityInfos& infos, card::Date last_day, card::Time now) const;

    /// The signed list of the PKI application's security object over these contents, by the content signer.
    /// Throws signer_unsuitable as above.
    card::Bytes sign_security_object(
        const std::map<unsigned, card::Bytes>& contents, card::Date last_day, card::Time now) const;

private:
    void require_signer_may_sign(card::Date last_day, card::Time now) const;
    card::gp::KeySet card_keys(std::string_view master, unsigned key_bits, const card::gp::Kdd& kdd);

    const Office& office_;
    const card::profile::Profile& profile_;
    Hsm hsm_;
    card::pki::Certificate document_signer_;
    card::pki::Certificate citizen_ca_;
    card::pki::Certificate content_signer_;
    card::pki::SigningKey document_signer_key_;
    card::pki::SigningKey citizen_ca_key_;
    card::pki::SigningKey content_signer_key_;
};

} // namespace perso::issuer
