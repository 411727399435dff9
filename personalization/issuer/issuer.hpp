// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/gp/key_set.hpp"
#include "card/lds/security_infos.hpp"
#include "card/pki/builder.hpp"
#include "card/pki/crl.hpp"
#include "card/profile/profile.hpp"
#include "issuer/card_gate.hpp"
#include "issuer/certified_key.hpp"
#include "jobs/revocation.hpp"

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
    unsigned citizen_ca = 1; ///< number of the CA that the store allotted
};

/// Everything that needs the office's keys: the keys of chips, certificates of holders, what is signed of a card.
class Issuer {
public:
    /// Opens the token and reads the office's certificates. Throws hsm_unavailable, hsm_pin_wrong, hsm_key_missing
    /// (a key or certificate is missing or they do not belong together), file_unreadable, certificate_unfit (that of
    /// the document signer is none of this office's CSCA).
    Issuer(const Office& office, const card::profile::Profile& profile, card::ByteView pin);

    /// The keys of a chip as its maker left it, and as this office sets them.
    card::gp::KeySet transport_keys(const card::gp::Kdd& kdd);
    card::gp::KeySet issuer_keys(const card::gp::Kdd& kdd);

    /// Makes the CA of the holders' keys with this number ready: its key pair and certificate are made if it has none
    /// yet, and the certificate is laid where counters and servers find it. Only for the holder of the office's lock,
    /// unless it is made already.
    void open_citizen_ca(unsigned number, card::Time now);
    /// Whether it is made. Until then it has certified nothing.
    bool has_citizen_ca(unsigned number) const;

    /// Asked before anything is signed for a card, until it is another card's turn: the keys that are certified, those
    /// of EF.SOD, and which document signer signs. Without a gate nothing is signed for a card: Errc::internal. The
    /// gate must outlive its use; nullptr takes it away.
    void set_gate(CardGate* gate) { gate_ = gate; }

    /// A certificate for a key that the card made and proved, by a CA that is open; the first always is.
    /// Throws signer_unsuitable when the certificate of the CA would expire before it, certificate_unfit when it breaks
    /// a rule of issuer/lint, and what the gate throws.
    card::pki::Certificate certify(const HolderCertificate& content, const card::crypto::PublicKey& key) const;

    /// A new certificate for the key of an earlier one that CA `previous_ca` of this office signed, for the same
    /// holder, card and purpose. Both CAs are open. Throws as certify(), and certificate_unfit with "renewal/issuer"
    /// when that CA did not sign `previous`.
    card::pki::Certificate renew(const card::pki::Certificate& previous, unsigned previous_ca,
        const card::pki::Validity& validity, unsigned citizen_ca) const;

    /// EF.SOD over these data groups, whole files by number, and EF.CardSecurity, by the document signer.
    /// Both throw signer_unsuitable when it may not sign now or would expire before `last_day`, certificate_unfit when
    /// its certificate, which is verified up to the CSCA, or what was signed breaks a rule of issuer/lint, and what the
    /// gate throws.
    card::Bytes sign_sod(const std::map<unsigned, card::Bytes>& groups, card::Date last_day, card::Time now) const;
    card::Bytes sign_card_security(const card::lds::SecurityInfos& infos, card::Date last_day, card::Time now) const;

    /// The signed list of the PKI application's security object over these contents, by the content signer. Throws as
    /// require_content_signer(), and certificate_unfit as above.
    card::Bytes sign_security_object(
        const std::map<unsigned, card::Bytes>& contents, card::Date last_day, card::Time now) const;

    /// Asked before a card with a PKI application is begun. Throws content_signer_ends when the content signer would
    /// expire before this last day of the card.
    void require_content_signer(card::Date last_day) const;

    const card::pki::Certificate& citizen_ca_certificate(unsigned number) const
    {
        return citizen_ca(number).certificate;
    }

    /// Of the MRZ: "LAO".
    const std::string& issuing_state() const { return profile_.card.issuing_state; }

    card::pki::Certificate csca_certificate() const;

    /// Lists of revoked signers and of revoked certificates, by the CSCA and by a CA that is open. The key of the CSCA
    /// is opened here and nowhere else: throws hsm_key_missing while it is kept apart.
    card::pki::Crl sign_signer_list(const card::pki::CrlContent& content) const;
    card::pki::Crl sign_citizen_list(unsigned citizen_ca, const card::pki::CrlContent& content) const;

    /// Of the office, for what has a key of its own.
    Hsm& hsm() { return hsm_; }

private:
    const CertifiedKey& citizen_ca(unsigned number) const;
    const CertifiedKey& document_signer(unsigned number) const;
    const CertifiedKey& signer_for(card::Date last_day, card::Time now) const;
    CardGate& gate() const;
    void admit(const card::lds::SecurityInfos& infos) const;
    card::gp::KeySet card_keys(std::string_view master, unsigned key_bits, const card::gp::Kdd& kdd);

    const Office& office_;
    const card::profile::Profile& profile_;
    Hsm hsm_;
    CertifiedKey content_signer_;
    CardGate* gate_ = nullptr;
    std::map<unsigned, CertifiedKey> citizen_cas_;              ///< those that are open
    mutable std::map<unsigned, CertifiedKey> document_signers_; ///< those that have signed
};

} // namespace perso::issuer
