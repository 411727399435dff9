// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/crypto/random.hpp"
#include "database/database.hpp"
#include "database/sealer.hpp"
#include "journal/note.hpp"
#include "store/outcome.hpp"
#include "store/store.hpp"

#include <map>
#include <memory>

namespace perso::store {

/// The store over any database.
class SqlStore final : public Store {
public:
    /// Document numbers are `number_prefix` and seven digits. Without a sealer, which must outlive the store, records
    /// are neither taken nor read: both throw hsm_unavailable.
    SqlStore(std::unique_ptr<Database> database, std::string number_prefix, card::crypto::RandomSource& random,
        Sealer* sealer = nullptr);
    /// Over a database that others use as well; it must outlive the store.
    SqlStore(
        Database& database, std::string number_prefix, card::crypto::RandomSource& random, Sealer* sealer = nullptr);

    Imported import(const Application& application, const std::string& person, card::Time now) override;
    void approve(const std::string& application, const std::string& person, card::Time now) override;
    void reject(const std::string& application, const intake::Rejections& rejections, card::Time now) override;
    void withdraw(const std::string& application, const std::string& person, card::Time now) override;
    std::string next_approved(const std::string& operator_) const override;
    std::vector<Job> jobs() const override;
    Application application(const std::string& number) const override;
    Allotment claim(const Claim& claim, card::Time now) override;
    std::optional<Attempt> attempt_of(const Kdd& kdd) const override;
    void reopen(std::int64_t card, const std::string& operator_, card::Time now) override;
    void revoke_quarantined(card::Time now) override;
    void intend(std::int64_t card, std::string_view step, card::Time now) override;
    void conclude(std::int64_t card, std::string_view step, card::Time now) override;
    void record_key(std::int64_t card, const CardKey& key, card::Time now) override;
    void issued(std::int64_t card, card::Time now) override;
    JobState give_up(std::int64_t card, card::Errc reason, std::string_view step, card::Time now) override;
    std::vector<RunOut> give_up_orphans(card::Time now) override;
    void request_revocation(const std::string& document_number, card::trust::CardRevocation reason,
        const std::string& reference, const std::string& person, card::Time now) override;
    void confirm_revocation(const std::string& document_number, card::trust::CardRevocation reason,
        const std::string& person, card::Time now) override;
    std::vector<Revocation> revocations() const override;
    std::vector<card::trust::StatusEntry> revoked_cards() const override;
    std::uint32_t high_water() const override;
    std::vector<unsigned> citizen_cas() const override;
    std::vector<RevokedCertificate> revoked_certificates(unsigned citizen_ca, card::Time now) const override;
    std::vector<ReleasedCard> released_cards() const override;
    std::vector<RevokedCertificate> released_certificates(unsigned citizen_ca, card::Time now) const override;
    void request_signer_revocation(const Signer& signer, card::pki::RevocationReason reason,
        const std::string& reference, const std::string& person, card::Time now) override;
    void confirm_signer_revocation(
        const Signer& signer, card::pki::RevocationReason reason, const std::string& person, card::Time now) override;
    std::vector<SignerRevocation> signer_revocations() const override;
    std::vector<RevokedCertificate> revoked_signers() const override;
    std::uint32_t next_list_number(std::uint32_t published, card::Time now) override;
    card::Time last_entry() const override;

    /// What this store says of the job's card from now on is said under this lease; see store/leases.hpp.
    void act_under(const std::string& application, std::int64_t token);
    /// Of a card in work whose lease was taken back: as give_up() with outcome_unknown, whoever began it.
    JobState take_back(std::int64_t card, card::Time now);

private:
    struct People {
        JobState state;
        std::string imported_by;
        std::string approved_by;
        std::int64_t citizen;
    };

    struct Revocable {
        std::int64_t card;
        unsigned citizen_ca;
        std::string application = {};
        bool quarantined = false;
        std::optional<card::trust::CardRevocation> reason = {}; ///< if a request waits
        std::string requested_by = {};
    };

    /// What is known of a signer already.
    struct SignerState {
        bool revoked = false;     ///< for any reason
        bool compromised = false; ///< for key_compromise
        std::optional<card::pki::RevocationReason> requested;
        std::string requested_by;
    };

    struct StepEvent {
        bool open; ///< an intent without an outcome
        std::string step;
    };

    /// Runs `body` as one change after the clock was checked; it is undone if `body` throws.
    template <typename Body>
    auto change(card::Time now, Body&& body)
    {
        return database_.change([&] {
            require_clock(now);
            return body();
        });
    }

    void require_clock(card::Time now) const;

    void note(card::Time now, const audit::Note& note);
    People people(const std::string& application) const;
    Sealer& sealer() const;
    std::int64_t citizen(const std::string& personal_number);
    void require_not_served(std::int64_t citizen, const std::string& application) const;
    Imported import_again(const Application& application, const std::string& person, card::Time now);
    void write_job(std::string_view statement, const std::string& application, std::int64_t citizen,
        const std::string& person, card::Time now);
    void set_job_state(const std::string& application, JobState state, card::Time now);
    intake::Rejections rejections(const std::string& application) const;
    void require_free_chip(const Kdd& kdd) const;
    std::string next_document_number();
    std::uint32_t draw_status_index(card::Time now);
    unsigned next_citizen_ca(card::Time now);
    Revocable revocable(const std::string& document_number) const;
    void revoke_certificates(const Revocable& card, card::Time now);
    void end_attempt(const Revocable& card, const std::string& person, card::Time now);
    SignerState signer_state(const Signer& signer) const;
    std::string application_of(std::int64_t card) const;
    std::optional<StepEvent> last_step(std::int64_t card) const;
    JobState conclude_card(
        std::int64_t card, const std::string& application, card::Errc reason, std::string_view step, card::Time now);
    void leave(std::int64_t card, const std::string& application, const Outcome& outcome, card::Time now);

    void require_lease(const std::string& application) const;
    void end_lease(const std::string& application);

    std::map<std::string, std::int64_t> leases_; ///< tokens by application
    std::unique_ptr<Database> owned_;            ///< or nothing
    Database& database_;
    std::string number_prefix_;
    card::crypto::RandomSource& random_;
    Sealer* sealer_; ///< or nothing
};

} // namespace perso::store
