// SPDX-License-Identifier: Apache-2.0
#include "people/signatures.hpp"

#include "audit/journal.hpp"
#include "audit/note.hpp"
#include "card/base/error.hpp"
#include "card/base/hex.hpp"
#include "card/crypto/hash.hpp"
#include "card/crypto/random.hpp"
#include "card/pki/path.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace perso::people {

using card::ByteView;
using card::Errc;
using card::pki::Certificate;

namespace {

constexpr std::string_view event = "staff_signature";

std::string detail_of(ByteView statement, ByteView signature)
{
    return card::to_hex(card::crypto::digest(card::crypto::Hash::sha256, {statement, signature}));
}

bool is_issued(const Certificate& certificate, const std::vector<Certificate>& authorities)
{
    return std::ranges::any_of(
        authorities, [&](const Certificate& authority) { return card::pki::is_signed_by(certificate, authority); });
}

struct Kept {
    std::int64_t id;
    std::string person;
    card::Time at;
    card::Bytes statement;
    card::Bytes signature;
    card::Bytes certificate;
    std::string owner; ///< of the card
};

/// What is wrong with one signature by itself; empty if nothing is.
std::string fault_of(const Kept& kept, const std::vector<Certificate>& authorities)
try {
    const Statement statement = parse_statement(kept.statement);
    const auto certificate = Certificate::parse(kept.certificate);
    if (statement.person != kept.person || kept.owner != kept.person)
        return "names another person than its row";
    if (statement.at != kept.at)
        return "names another time than its row";
    if (!is_signed(certificate.public_key(), kept.statement, kept.signature))
        return "is not by the key of the staff card";
    if (!is_issued(certificate, authorities))
        return "is by a card of no authority of this office";
    return {};

} catch (const card::Error&) {
    return "cannot be read";
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
            each(Kept{.id = row.number(0),
                .person = row.text(1),
                .at = row.time(2),
                .statement = row.bytes(3),
                .signature = row.bytes(4),
                .certificate = row.bytes(5),
                .owner = row.text(6)});
        after = rows.back().number(0);
    }
}

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
        database.execute("people_add_signature",
            {{":key_hash", ByteView{member.key_hash}}, {":person", std::string_view{member.person.id}},
                {":at", std::int64_t{content.at.time_since_epoch().count()}}, {":statement", statement},
                {":signature", signature}});
        audit::note(database, now,
            {.event = event,
                .person = member.person.id,
                .detail = content.action + " " + detail_of(statement, signature)});
    });
}

void require_issued(const StaffMember& member, const std::vector<Certificate>& authorities, card::Time now)
{
    const auto certificate = Certificate::parse(member.certificate);
    if (!is_issued(certificate, authorities) || !certificate.validity().contains(now))
        throw card::Error{Errc::staff_card_wrong, card::Step{"certificate 9A"}, "of another authority, or expired"}
            .with_field(member.person.id);
}

SignatureReport verify_signatures(store::Database& database, const std::vector<Certificate>& authorities)
{
    SignatureReport report;
    const auto fault = [&](std::int64_t id, std::string_view what) {
        report.faults.push_back(fmt::format("signature {} {}", id, what));
    };
    const audit::StoreId store = audit::store_of(database);
    std::multimap<audit::Head, std::int64_t> without_head;
    std::map<std::string, std::int64_t> without_note;
    for_each_signature(database, [&](const Kept& kept) {
        ++report.signatures;
        const std::string what = fault_of(kept, authorities);
        if (!what.empty())
            return fault(kept.id, what);
        const Statement statement = parse_statement(kept.statement);
        if (statement.store != store)
            return fault(kept.id, "belongs to another store");
        if (statement.head != audit::Head{})
            without_head.emplace(statement.head, kept.id);
        without_note.emplace(statement.action + " " + detail_of(kept.statement, kept.signature), kept.id);
    });
    audit::for_each_entry(database, 0, [&](const audit::Stored& stored) {
        if (stored.head)
            without_head.erase(*stored.head);
        if (stored.entry.event == event && without_note.erase(stored.entry.detail) == 0)
            report.faults.push_back(fmt::format("signature of entry {} is missing", stored.entry.number));
        return true;
    });
    for (const auto& [head, id] : without_head)
        fault(id, "was made upon another journal");
    for (const auto& [detail, id] : without_note)
        fault(id, "does not stand in the journal");
    return report;
}

} // namespace perso::people
