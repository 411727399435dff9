// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/date.hpp"
#include "card/crypto/ec.hpp"
#include "card/pki/certificate.hpp"
#include "database/database.hpp"
#include "office/office.hpp"

#include <optional>
#include <string>
#include <vector>

namespace perso::people {

/// A person of an office that asks for staff cards.
struct StaffMember {
    Person person;
    std::string entered_by;
    card::Time entered{};
    std::optional<card::Time> removed;
    std::string document_number;  ///< of the staff card; empty without one
    card::Bytes key_hash;         ///< SHA-256 of the SubjectPublicKeyInfo of its key 9A
    card::Bytes certificate;      ///< of that key, DER; empty until the card was used for the first time
    card::Bytes certificate_hash; ///< SHA-256 of it
};

/// Who is entered, with the card that this office made for the person.
struct NewMember {
    Person person;
    std::string document_number; ///< the person's own identity card: live, made by this office, not revoked
};

/// The office's people, as they stand in its store. A name never comes back for another person. Every change is noted
/// in the journal.
class Staff {
public:
    explicit Staff(store::Database& database) : database_{database} {}

    /// Oldest first, with those that were removed.
    std::vector<StaffMember> members();

    /// Throws person_unknown, also for a person that was removed, and role_missing.
    StaffMember require(const std::string& person, Role role);

    /// Enters a founder, by the other one; the schema refuses a third. Throws config_invalid for an id or roles of
    /// another form, and with the field person.id for an id that was given before, document_unknown for a card that
    /// this office did not make or that is not valid any more, staff_card_wrong for a card that is another person's
    /// staff card.
    void add(const NewMember& member, const std::string& entered_by, card::Time now);

    /// A person is entered by two: one requests it, another confirms the same. Throws config_invalid as add(), and the
    /// confirmation usage without such a request, same_person, and as add().
    void request_add(const NewMember& member, const std::string& by, card::Time now);
    void confirm_add(const NewMember& member, const std::string& by, card::Time now);

    /// Likewise another card of a person; the one before counts no longer. Throws as require(), and as confirm_add().
    void request_card(
        const std::string& person, const std::string& document_number, const std::string& by, card::Time now);
    void confirm_card(
        const std::string& person, const std::string& document_number, const std::string& by, card::Time now);

    /// Throws person_unknown, and config_invalid for the last but one supervisor: two of them can always open the key
    /// store.
    void remove(const std::string& person, const std::string& by, card::Time now);

    /// The certificate 9A as the person's card has it: from now on it verifies what is signed with the card. Throws
    /// staff_card_wrong for another one than this office made.
    void keep_certificate(const StaffMember& member, card::ByteView certificate);

    /// The key 9D of a person's staff card, for the envelope with the PIN. Throws staff_card_wrong if the card was
    /// revoked, or has an RSA key.
    card::crypto::Point envelope_key(const std::string& document_number);

    /// The card is valid no longer: it was revoked.
    bool is_revoked(const StaffMember& member);

    /// Whether anybody has this role now.
    bool anybody_has(Role role);

private:
    void require_new(const Person& person);
    void require_member(const std::string& person);
    void enter(const NewMember& member, const std::string& entered_by, const std::string& by, card::Time now);
    void enter_card(
        const std::string& person, const std::string& document_number, const std::string& by, card::Time now);

    store::Database& database_;
};

} // namespace perso::people
