// SPDX-License-Identifier: Apache-2.0
#include "batches/households.hpp"

#include "card/base/error.hpp"
#include "card/crypto/hash.hpp"
#include "journal/events.hpp"
#include "journal/note.hpp"

namespace perso::batches {

namespace {

card::Bytes hash(std::string_view kind, std::initializer_list<std::string_view> parts)
{
    card::crypto::Hasher hasher{card::crypto::Hash::sha256};
    hasher.update(card::as_bytes(kind));
    for (const std::string_view part : parts) {
        const std::uint8_t end = 0;
        hasher.update(card::ByteView{&end, 1});
        hasher.update(card::as_bytes(part));
    }
    return hasher.finish();
}

} // namespace

std::vector<std::string> Households::note(
    store::Sealer& sealer, const intake::Record& record, const std::string& place, bool good)
{
    const card::Bytes household = sealer.index("household", hash("household", {record.household_book}));
    const card::Bytes address = sealer.index(
        "address", hash("address", {record.address.village, record.address.district, record.address.province}));
    const std::string member = record.application.empty() ? "(" + place + ")" : record.application;
    const bool known = database_.number("household_knows", {{":household", household}, {":member", member}}) != 0;
    if (good && !known) // it may be the one that had no readable number before
        database_.execute("household_forget_nameless", {{":household", household}});
    database_.execute("household_add_member",
        {{":household", household}, {":member", member}, {":state", good ? "good" : "open"}, {":address", address}});
    std::vector<std::string> elsewhere;
    if (good)
        for (const auto& row : database_.rows(
                 "household_other_addresses", {{":household", household}, {":member", member}, {":address", address}}))
            elsewhere.push_back(row.text(0));
    return elsewhere;
}

std::vector<std::string> Households::waits_for(std::string_view application)
{
    std::vector<std::string> out;
    for (const auto& row : database_.rows("household_waits_for", {{":application", application}}))
        out.push_back(row.text(0));
    return out;
}

std::vector<OpenHousehold> Households::open()
{
    std::vector<OpenHousehold> out;
    card::Bytes last;
    for (const auto& row : database_.rows("household_all_open")) {
        if (out.empty() || !card::equal(last, row.bytes(0)))
            out.emplace_back();
        last = row.bytes(0);
        (row.text(2) == "open" ? out.back().waits_for : out.back().waiting).push_back(row.text(1));
    }
    return out;
}

void Households::release(const std::string& application, const std::string& person, card::Time now)
{
    database_.change([&] {
        const auto gone = database_.execute("household_release", {{":application", application}});
        if (gone == 0)
            throw card::Error{card::Errc::job_state, "its household waits for nothing"}.with_field(application);
        audit::note(
            database_, now, {.event = audit::events::household_released, .application = application, .person = person});
    });
}

} // namespace perso::batches
