// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/date.hpp"
#include "card/base/errc.hpp"
#include "jobs/job.hpp"
#include "jobs/revocation.hpp"

namespace perso::store {

/// What the office knows, durable: when a function returns, its effect survives the loss of power. One interface, one
/// contract suite; its SQL is shared, and adapters are those of Database. All functions throw store_failed and
/// disk_full besides what they name.
///
/// Time is given by the caller. A time earlier than the last entry, by more than audit::clock_slack, throws
/// clock_wrong: an office whose clock runs backwards must not date certificates.
class Store {
public:
    virtual ~Store() = default;

    /// Adds an application, or begins one anew that was rejected or withdrawn. Throws record_duplicate (this number
    /// came before with other content, or for another citizen) and record_rejected with the field personal_number
    /// (another application of this citizen is open, or a card is live).
    virtual Imported import(const Application& application, const std::string& person, card::Time now) = 0;

    /// Throws job_unknown, job_state, and same_person for whoever imported it.
    virtual void approve(const std::string& application, const std::string& person, card::Time now) = 0;

    /// Today's rules refuse the record of an approved job: it waits no longer. Throws job_unknown, job_state.
    virtual void reject(const std::string& application, const intake::Rejections& rejections, card::Time now) = 0;

    /// No card will be made of an imported, approved or rejected job. Throws job_unknown, job_state.
    virtual void withdraw(const std::string& application, const std::string& person, card::Time now) = 0;

    /// The approved job that has waited longest, of those that `operator_` did not approve. Throws same_person when
    /// only such are left, no_job when there is none at all.
    virtual std::string next_approved(const std::string& operator_) const = 0;

    /// Every job, oldest first.
    virtual std::vector<Job> jobs() const = 0;
    /// Throws job_unknown.
    virtual Application application(const std::string& number) const = 0;

    /// Binds a blank chip to an approved job and allots what is never given twice: document number and index in the
    /// card status list. Throws job_state, same_person, card_not_blank (this chip was issued), outcome_unknown (an
    /// earlier attempt on this chip was not finished).
    virtual Allotment claim(const Claim& claim, card::Time now) = 0;

    /// What this office knows of a chip; nothing of one that is blank, or whose only attempts are void.
    virtual std::optional<Attempt> attempt_of(const Kdd& kdd) const = 0;

    /// A quarantined card is in work again, its job with it. Throws job_state, same_person for the approver, and
    /// revoked_already for a card that was revoked meanwhile.
    virtual void reopen(std::int64_t card, const std::string& operator_, card::Time now) = 0;

    /// The certificates of cards that lie aside stand in the lists of their CAs from now on, for good: who finishes
    /// such a card gets others.
    virtual void revoke_quarantined(card::Time now) = 0;

    /// Before a step that changes the world, and after it. Throws job_state out of turn: each intent has its outcome
    /// before the next, and the card is in work.
    virtual void intend(std::int64_t card, std::string_view step, card::Time now) = 0;
    virtual void conclude(std::int64_t card, std::string_view step, card::Time now) = 0;

    /// A public key that the card made, proven; once more with its certificate, which never comes before the key.
    /// Throws key_rejected if any card of this office had it before, or for a certificate whose key did not come
    /// before.
    virtual void record_key(std::int64_t card, const CardKey& key, card::Time now) = 0;

    /// The card passed the quality check: Ending::good of store/outcome.hpp, which has also what give_up() and a
    /// confirmed revocation leave. Throws job_state if the last step has no outcome.
    virtual void issued(std::int64_t card, card::Time now) = 0;

    /// The attempt failed. Before the first intent the job is approved again and its document number void; after it
    /// the job is quarantined, with the reason. Returns the job's state.
    virtual JobState give_up(std::int64_t card, card::Errc reason, std::string_view step, card::Time now) = 0;

    /// Attempts that nobody concluded, because their process died: given up with outcome_unknown. Returns what became
    /// of their jobs. Only for the holder of the office's lock.
    virtual std::vector<RunOut> give_up_orphans(card::Time now) = 0;

    /// Says that a card that was made is no longer valid. As long as nobody confirmed it, it changes nothing, and a new
    /// request takes its place. Throws document_unknown, card_not_made, revoked_already.
    virtual void request_revocation(const std::string& document_number, card::trust::CardRevocation reason,
        const std::string& reference, const std::string& person, card::Time now) = 0;

    /// Another person says the same: the card and its certificates stand in all lists from now on, for good, and its
    /// citizen may have another card. The job of one that lay aside is withdrawn, and nobody goes on with that card.
    /// Throws as request_revocation(), and revocation_not_requested, same_person, revocation_reason_differs.
    virtual void confirm_revocation(const std::string& document_number, card::trust::CardRevocation reason,
        const std::string& person, card::Time now) = 0;

    /// Confirmed or not, oldest first.
    virtual std::vector<Revocation> revocations() const = 0;

    /// All cards that are revoked, by their index in the card status list; those on hold, and those that lie aside, are
    /// lost.
    virtual std::vector<card::trust::StatusEntry> revoked_cards() const = 0;
    /// The end of the last block of indices that was opened.
    virtual std::uint32_t high_water() const = 0;

    /// Numbers of the CAs that cards were allotted to, and what each has to revoke: certificates that expired before
    /// `now` are left out. [RFC5280] §3.3
    virtual std::vector<unsigned> citizen_cas() const = 0;
    virtual std::vector<RevokedCertificate> revoked_certificates(unsigned citizen_ca, card::Time now) const = 0;

    /// Cards that were on hold, or lay aside, and are not listed for that since; certificates that were on hold, with
    /// the reason remove_from_crl.
    virtual std::vector<ReleasedCard> released_cards() const = 0;
    virtual std::vector<RevokedCertificate> released_certificates(unsigned citizen_ca, card::Time now) const = 0;

    /// The same by two people for a document signer; `reason` is one of signer_reasons. A signer that was revoked for
    /// another reason can still be revoked for key_compromise. Both throw revoked_already with the signer's name.
    virtual void request_signer_revocation(const Signer& signer, card::pki::RevocationReason reason,
        const std::string& reference, const std::string& person, card::Time now) = 0;
    /// Throws revocation_not_requested, same_person, revocation_reason_differs as well.
    virtual void confirm_signer_revocation(
        const Signer& signer, card::pki::RevocationReason reason, const std::string& person, card::Time now) = 0;
    /// Confirmed or not, oldest first.
    virtual std::vector<SignerRevocation> signer_revocations() const = 0;
    /// Every signer that was ever revoked: cards outlive them, so none ever leaves the list.
    virtual std::vector<RevokedCertificate> revoked_signers() const = 0;

    /// A number that no list had before, and above `published`, the highest one that is known from elsewhere: a store
    /// that was restored skips those that were given since.
    virtual std::uint32_t next_list_number(std::uint32_t published, card::Time now) = 0;

    /// The time of the last entry, the epoch in an empty store.
    virtual card::Time last_entry() const = 0;
};

} // namespace perso::store
