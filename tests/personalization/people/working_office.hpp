// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/hex.hpp"
#include "card/crypto/hash.hpp"
#include "journal/note.hpp"
#include "people/signed_acts.hpp"
#include "people/signed_approval.hpp"
#include "staff_office.hpp"
#include "support/throws.hpp"

namespace test {

using namespace perso;
using namespace perso::people;

inline constexpr card::Time work = office_begin + signature_stands + std::chrono::hours{1};

/// An office after its key ceremony, in which noy has imported T-1 and keo has approved it, both with their cards.
struct WorkingOffice : StaffOffice {
    Issued noy = issue("F-1", "noy", "keo");
    Issued keo = issue("F-2", "keo", "noy");
    Issued made = issue("F-3", "noy", "keo"); ///< a card of nobody of the staff

    WorkingOffice()
    {
        Staff staff{database};
        staff.add({{"noy", {}, {Role::operator_, Role::supervisor}}, noy.document_number}, "keo", office_begin);
        staff.add({{"keo", {}, {Role::approver, Role::supervisor}}, keo.document_number}, "noy", office_begin);
        enter("ceremony", "noy", {}, office_begin);
        certify();
        sign("noy", "import", {"00ff"});
        import("T-1");
        approve("T-1");
        sign("noy", "run", {});
    }

    /// As the first use of each card does.
    void certify()
    {
        Staff staff{database};
        for (const auto& [person, card] : {std::pair{"noy", &noy}, std::pair{"keo", &keo}}) {
            const StaffMember member = staff.require(person, Role::supervisor);
            if (member.certificate.empty())
                staff.keep_certificate(member, card->certificate);
        }
    }

    void sign(const std::string& person, const std::string& action, const std::vector<std::string>& subjects,
        card::Time at = work, std::uint64_t version = 2)
    {
        const auto& card = person == "noy" ? noy : keo;
        Statement statement = new_statement(database, person, {action, subjects}, at);
        statement.version = version;
        const card::Bytes der = encode(statement);
        add_signature(
            database, Staff{database}.require(person, Role::supervisor), der, card.authentication.sign(der), work);
    }

    /// Past the program, which would refuse it.
    void sign_with(const Issued& card, const Statement& statement, card::Time now)
    {
        const card::Bytes der = encode(statement);
        const card::Bytes signature = card.authentication.sign(der);
        const std::string digest =
            card::to_hex(card::crypto::digest(card::crypto::Hash::sha256, {card::ByteView{der}, signature}));
        const card::Bytes key_hash = card::pki::key_hash(card.authentication.key());
        database.change([&] {
            database.execute("people_add_signature", {{":key_hash", key_hash}, {":person", statement.person},
                                                         {":at", std::int64_t{statement.at.time_since_epoch().count()}},
                                                         {":statement", der}, {":signature", signature}});
            audit::note(database, now,
                {.event = "staff_signature", .person = statement.person, .detail = statement.action + " " + digest});
        });
    }

    /// Keo gets another card: Noy says so, and Keo with the one before.
    void change_card()
    {
        Staff{database}.request_card("keo", made.document_number, "noy", work);
        Staff{database}.confirm_card("keo", made.document_number, "keo", work + std::chrono::seconds{1});
    }

    std::string record(const std::string& application)
    {
        const auto row = database.row("seal_digest", {{":application", application}});
        return decided("record", card::to_hex(row.value().bytes(0)));
    }

    void import(const std::string& application, const std::string& content = "{}")
    {
        store.import({.number = application, .personal_number = application, .record = content, .photograph = {0xFF}},
            "noy", work);
    }

    void approve(const std::string& application)
    {
        sign("keo", "approve", {application, record(application)});
        store.approve(application, "keo", work);
    }

    /// An entry about nothing that stands in the chain as it should.
    void enter(std::string_view event, std::string_view person, std::optional<std::int64_t> card, card::Time at = work)
    {
        database.change([&] {
            audit::note(
                database, at, {.event = event, .card = card, .application = "T-7", .person = person, .detail = "lost"});
        });
    }

    std::vector<std::string> faults() { return verify_signatures(database, {authority}).faults; }

    std::optional<card::Errc> claimed(const std::string& application, card::Time now = work)
    {
        return error_of([&] { require_signed_approval(database, application, "noy", {authority}, now); });
    }
};

} // namespace test
