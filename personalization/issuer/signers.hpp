// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/pki/certificate.hpp"
#include "database/database.hpp"
#include "office/office.hpp"

namespace perso::issuer {

enum class SignerState {
    staged,  ///< key and certificate are ready, nothing was signed
    active,  ///< signs cards; there is one at most
    retired, ///< signs nothing any more
};

/// "staged", "active", "retired".
std::string_view name(SignerState state);

/// A document signer as the store knows it.
struct SignerRecord {
    unsigned number = 0;
    std::string name;          ///< of its certificate
    card::Bytes serial_number; ///< of its certificate
    card::pki::Validity use;   ///< when it may sign
    SignerState state{};
    std::int64_t cards = 0; ///< signed, or about to be
    std::int64_t limit = 0; ///< no card after this many; the lower one of what holds for this key and office.toml
    std::int64_t warn_at = 0;
    std::string staged_by;
    std::string used_by; ///< empty: nobody yet, or the key ceremony
    bool revoked = false;
};

/// Why the next signer should be made ready, or taken.
enum class SignerWarning { cards, days };

/// So long before its use period ends a signer warns.
inline constexpr std::chrono::days signer_warning_time{14};

/// The office's document signers. The counter of cards belongs to the key: all stations of an office count in one
/// store, and a card is counted in the same change that allots the signer to it, before anything is signed.
///
/// All functions throw what the database throws.
class Signers {
public:
    /// The database must outlive it.
    Signers(store::Database& database, SignerLimits limits) : database_{database}, limits_{limits} {}

    /// All, by number.
    std::vector<SignerRecord> all() const;
    std::optional<SignerRecord> active() const;

    /// Enters the signer of the key ceremony when the store has none; the cards that were made before count.
    void adopt_first(const card::pki::Certificate& certificate, card::Time now);

    /// The next number.
    unsigned next_number() const;

    /// A new signer is ready. Throws signer_state when its number, key or certificate is there already.
    void stage(unsigned number, const card::pki::Certificate& certificate, const std::string& person, card::Time now);

    /// A staged signer signs from now on, the active one is retired. Throws signer_state (it is not staged, an
    /// earlier one than the active, revoked, or its use period has not begun), same_person for who staged it,
    /// signer_exhausted when its use period is over.
    void use(unsigned number, const std::string& person, card::Time now);

    /// Allots the active signer to this card and counts it, once. A card that was cut off keeps its signer while that
    /// is active. Throws signer_exhausted, signer_state (revoked, too early, or none is active).
    SignerRecord claim(std::int64_t card, card::Time now);

    /// Throws as claim() would for the next card, and changes nothing.
    void require_usable(card::Time now) const;

    /// What is to be told before the next card.
    std::optional<SignerWarning> warning(card::Time now) const;

    /// The names of the signers of a card, the one that counts first.
    std::vector<std::string> of_card(std::int64_t card) const;

private:
    SignerRecord usable(card::Time now) const;
    void add(unsigned number, const card::pki::Certificate& certificate, SignerState state, std::int64_t cards,
        const std::string& person, card::Time now);

    store::Database& database_;
    SignerLimits limits_;
};

} // namespace perso::issuer
