// SPDX-License-Identifier: Apache-2.0
#include "people/signatures.hpp"

#include "card/base/error.hpp"
#include "card/base/hex.hpp"
#include "card/crypto/hash.hpp"
#include "card/crypto/random.hpp"
#include "card/pki/path.hpp"
#include "card/pki/spki.hpp"
#include "journal/events.hpp"
#include "journal/journal.hpp"
#include "journal/note.hpp"
#include "people/entered_cards.hpp"
#include "people/signed_acts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

namespace perso::people {

using card::ByteView;
using card::Errc;
using card::pki::Certificate;

namespace {

std::string detail_of(ByteView statement, ByteView signature)
{
    return card::to_hex(card::crypto::digest(card::crypto::Hash::sha256, {statement, signature}));
}

bool is_issued(const Certificate& certificate, const std::vector<Certificate>& authorities)
{
    return std::ranges::any_of(
        authorities, [&](const Certificate& authority) { return card::pki::is_signed_by(certificate, authority); });
}

/// The certificate comes into the store when the card is first used; the key was entered with the card.
bool is_of_key(const Certificate& certificate, ByteView key_hash)
{
    return card::equal(card::pki::key_hash(certificate.public_key()), key_hash);
}

struct Kept {
    std::int64_t id;
    std::string person;
    card::Time at;
    card::Bytes statement;
    card::Bytes signature;
    card::Bytes certificate;
    std::string owner;    ///< of the card
    card::Bytes key_hash; ///< of the card
    card::Time entered;   ///< the card
    std::optional<card::Time> withdrawn = {};
};

/// Stations have clocks of their own.
bool is_after(card::Time time, const std::optional<card::Time>& withdrawn)
{
    return withdrawn && time > *withdrawn + audit::clock_slack;
}

/// What is wrong with one signature by itself; empty if nothing is.
std::string fault_of(const Kept& kept, const std::vector<Certificate>& authorities)
try {
    const Statement statement = parse_statement(kept.statement);
    const auto certificate = Certificate::parse(kept.certificate);
    if (statement.person != kept.person || kept.owner != kept.person)
        return "names another person than its row";
    if (statement.at != kept.at)
        return "names another time than its row";
    if (!is_of_key(certificate, kept.key_hash) || !is_signed(certificate.public_key(), kept.statement, kept.signature))
        return "is not by the key of the staff card";
    if (!is_issued(certificate, authorities))
        return "is by a card of no authority of this office";
    if (kept.at + audit::clock_slack < kept.entered || is_after(kept.at, kept.withdrawn))
        return "is of a time when the card was not the person's";
    if (!certificate.validity().contains(kept.at))
        return "is of a time when the certificate was not valid";
    return {};

} catch (const card::Error&) {
    return "cannot be read";
}

Kept kept_in(const store::Row& row)
{
    return {.id = row.number(0),
        .person = row.text(1),
        .at = row.time(2),
        .statement = row.bytes(3),
        .signature = row.bytes(4),
        .certificate = row.bytes(5),
        .owner = row.text(6),
        .key_hash = row.bytes(7),
        .entered = row.time(8),
        .withdrawn = row.is_null(9) ? std::nullopt : std::optional{row.time(9)}};
}

/// Calls back for each signature, some hundred at a time in memory.
template <typename Each>
void for_each_signature(store::Database& database, Each&& each)
{
    for (std::int64_t after = 0;;) {
        const auto rows = database.rows("people_signatures", {{":after", after}});
        if (rows.empty())
            return;
        for (const store::Row& row : rows)
            each(kept_in(row));
        after = rows.back().number(0);
    }
}

/// One pass over the signatures, one over the journal, and the rows that the journal has to tell of.
class Verifier {
public:
    Verifier(store::Database& database, const std::vector<Certificate>& authorities)
        : database_{database}, authorities_{authorities}
    {
    }

    SignatureReport operator()()
    {
        for_each_signature(database_, [this](const Kept& kept) { take(kept); });
        audit::for_each_entry(database_, 0, [this](const audit::Stored& stored) {
            if (stored.head)
                without_head_.erase(*stored.head);
            if (stored.entry.event == audit::events::staff_signature)
                take_note(stored.entry);
            else
                compare(stored.entry);
            return true;
        });
        for (const auto& [head, id] : without_head_)
            fault(id, "was made upon another journal");
        for (const auto& [detail, signature] : without_note_)
            fault(signature.id, "does not stand in the journal");
        for (const store::Row& row : database_.rows("people_rows_without_entry"))
            report_.faults.push_back(
                fmt::format("{} of {} {} does not stand in the journal", row.text(0), row.text(1), row.text(2)));
        return std::move(report_);
    }

private:
    struct Signature {
        std::int64_t id;
        Statement statement;
        std::optional<card::Time> withdrawn; ///< its card
    };

    void fault(std::int64_t id, std::string_view what)
    {
        report_.faults.push_back(fmt::format("signature {} {}", id, what));
    }

    void take(const Kept& kept)
    {
        ++report_.signatures;
        const std::string what = fault_of(kept, authorities_);
        if (!what.empty())
            return fault(kept.id, what);
        Statement statement = parse_statement(kept.statement);
        if (statement.store != store_)
            return fault(kept.id, "belongs to another store");
        if (statement.head != audit::Head{})
            without_head_.emplace(statement.head, kept.id);
        std::string detail = statement.action + " " + detail_of(kept.statement, kept.signature);
        without_note_.emplace(std::move(detail), Signature{kept.id, std::move(statement), kept.withdrawn});
    }

    void take_note(const audit::Entry& entry)
    {
        auto found = without_note_.extract(entry.detail);
        if (!found)
            return report_.faults.push_back(fmt::format("signature of entry {} is missing", entry.number));
        Statement& statement = found.mapped().statement;
        if (entry.person != statement.person)
            return fault(found.mapped().id, "stands in the journal as another person's");
        if (is_after(entry.at, found.mapped().withdrawn)) // whatever time it names itself
            return fault(found.mapped().id, "came after the card was withdrawn");
        if (statement.version > 1 && entry.number > end_of_ceremony_)
            bound_ = true;
        acts_.add(std::move(statement));
    }

    void compare(const audit::Entry& entry)
    {
        const bool of_first_signer = entry.event == audit::events::signer_used && entry.person == first_signer;
        if (of_first_signer || std::ranges::count(unsigned_events, entry.event) != 0)
            return;
        if (entry.person.empty() && !SignedActs::needs_person(entry.event))
            return;
        const EnteredCard card = cards_.take(entry);
        if (bound_ && !card.person.empty())
            if (std::string what = fault_of(card, entry, acts_); !what.empty())
                report_.faults.push_back(std::move(what));
        if (acts_.stand_for(entry, about(entry, card)))
            ++report_.acts;
        else if (!bound_)
            ++report_.unbound;
        else
            report_.faults.push_back(fmt::format("entry {} ({} by {}) is not signed", entry.number, entry.event,
                entry.person.empty() ? "nobody" : entry.person));
    }

    About about(const audit::Entry& entry, const EnteredCard& card)
    {
        About about{.document = {}, .record = {}, .order = {}, .staff_card = card.document};
        if (entry.card)
            if (const auto row = database_.row("people_number_of_card", {{":card", *entry.card}}))
                about.document = row->text(0);
        if (entry.card && entry.event == audit::events::revocation_requested)
            if (const auto row =
                    database_.row("people_order_for_card", {{":card", *entry.card}, {":person", entry.person}}))
                about.order = row->text(0);
        if (entry.event == audit::events::approve)
            if (const auto row = database_.row(
                    "people_record_since", {{":application", entry.application}, {":entry", entry.number}}))
                about.record = decided("record", card::to_hex(row->bytes(0)));
        return about;
    }

    static constexpr std::string_view first_signer = "ceremony"; ///< of whom the first document signer is

    store::Database& database_;
    const std::vector<Certificate>& authorities_;
    audit::StoreId store_ = audit::store_of(database_);
    std::int64_t end_of_ceremony_ = database_.number("people_end_of_ceremony");
    std::multimap<audit::Head, std::int64_t> without_head_;
    std::map<std::string, Signature> without_note_;
    bool bound_ = false; ///< a statement that binds acts has come
    SignedActs acts_;
    EnteredCards cards_{database_};
    SignatureReport report_;
};

} // namespace

Statement new_statement(store::Database& database, const std::string& person, const Action& action, card::Time now)
{
    Statement statement{.action = action.name,
        .person = person,
        .subjects = action.subjects,
        .at = now,
        .store = audit::store_of(database),
        .head = audit::tip(database).head};
    const auto nonce = card::crypto::system_random().bytes(statement.nonce.size());
    std::ranges::copy(nonce, statement.nonce.begin());
    return statement;
}

void add_signature(
    store::Database& database, const StaffMember& member, ByteView statement, ByteView signature, card::Time now)
{
    const auto key = Certificate::parse(member.certificate).public_key();
    const Statement content = parse_statement(statement);
    if (content.person != member.person.id || !is_signed(key, statement, signature))
        throw card::Error{Errc::staff_card_wrong, card::Step{"signature"}, "not by this person's card"}.with_field(
            member.person.id);
    database.change([&] {
        if (database.number("people_key_in_use", {{":key_hash", member.key_hash}}) == 0)
            throw card::Error{Errc::staff_card_wrong, card::Step{"signature"}, "the card was withdrawn"}.with_field(
                member.person.id);
        database.execute("people_add_signature", {{":key_hash", member.key_hash}, {":person", member.person.id},
                                                     {":at", std::int64_t{content.at.time_since_epoch().count()}},
                                                     {":statement", statement}, {":signature", signature}});
        audit::note(database, now,
            {.event = audit::events::staff_signature,
                .person = member.person.id,
                .detail = content.action + " " + detail_of(statement, signature)});
    });
}

void require_issued(const StaffMember& member, const std::vector<Certificate>& authorities, card::Time now)
{
    const auto certificate = Certificate::parse(member.certificate);
    if (!is_of_key(certificate, member.key_hash))
        throw card::Error{Errc::staff_card_wrong, card::Step{"certificate 9A"}, "of another key"}.with_field(
            member.person.id);
    if (!is_issued(certificate, authorities) || !certificate.validity().contains(now))
        throw card::Error{Errc::staff_card_wrong, card::Step{"certificate 9A"}, "of another authority, or expired"}
            .with_field(member.person.id);
}

bool has_signed(store::Database& database, const std::string& person, const Between& time,
    const std::vector<Certificate>& authorities, const std::function<bool(const Statement&)>& such)
{
    const audit::StoreId store = audit::store_of(database);
    const auto rows = database.rows("people_signatures_between",
        {{":person", person}, {":from", std::int64_t{time.first.time_since_epoch().count()}},
            {":to", std::int64_t{time.last.time_since_epoch().count()}}});
    return std::any_of(rows.begin(), rows.end(), [&](const store::Row& row) {
        const Kept kept = kept_in(row);
        const Statement statement = parse_statement(kept.statement);
        return such(statement) && statement.store == store && fault_of(kept, authorities).empty();
    });
}

SignatureReport verify_signatures(store::Database& database, const std::vector<Certificate>& authorities)
{
    return Verifier{database, authorities}();
}

} // namespace perso::people
