// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "life/holds.hpp"
#include "life/replacements.hpp"
#include "life/services.hpp"
#include "people/acts.hpp"

#include "support/throws.hpp"

#include <chrono>
#include <cstring>
#include <map>

/// Cards in a store, brought to wherever their life may lead.
namespace test {

inline constexpr card::Time life_start{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22}};

/// Three people: noy imports, makes and orders, keo approves, dao hands over. Several work on one store, each with
/// applications and citizens of its own.
class LifeOffice {
public:
    LifeOffice(perso::store::Database& database_, perso::store::Store& store_, std::string tag = {})
        : database{database_}, store{store_}, tag_{std::move(tag)}
    {
    }

    /// The number of an application or a citizen of this office.
    std::string own(const std::string& number) const { return tag_ + number; }

    perso::store::Database& database;
    perso::store::Store& store;
    card::Time time = life_start;
    bool checks = true; ///< each finished card is found good by dao
    bool keys = true;   ///< each has the key 9A, as those of adults

    /// A card of this application, finished; what `citizen` has before must allow it.
    std::string made(const std::string& application, const std::string& citizen)
    {
        store.import(
            {.number = own(application), .personal_number = own(citizen), .record = "{}", .photograph = {0xFF}}, "noy",
            time);
        return made_of(application);
    }

    std::string made_of(const std::string& number)
    {
        const std::string application = own(number);
        store.approve(application, "keo", time);
        perso::store::Claim claim{.application = application, .operator_ = "noy"};
        static std::uint16_t chip = 0;
        ++chip;
        std::memcpy(claim.kdd.data(), &chip, sizeof chip);
        std::memcpy(claim.guid.data(), &chip, sizeof chip);
        const auto allotted = store.claim(claim, time);
        store.intend(allotted.card, "keys", time);
        if (keys)
            store.record_key(allotted.card, {.slot = "9A", .hash = key_hash(chip), .certificate = {}}, time);
        store.conclude(allotted.card, "keys", time);
        store.issued(allotted.card, time);
        if (checks)
            check(allotted.document_number);
        indices_[allotted.document_number] = allotted.status_index;
        return allotted.document_number;
    }

    /// Found good.
    void check(const std::string& document)
    {
        const perso::life::Card card = perso::life::find_card(database, document);
        perso::people::record_act(database, {card.application, card.id}, perso::people::Act::checked, "dao", time);
    }

    std::string delivered(const std::string& application, const std::string& citizen)
    {
        const std::string document = made(application, citizen);
        deliver(document);
        return document;
    }

    void deliver(const std::string& document, perso::life::Surrender before = perso::life::Surrender::nothing_said,
        const std::string& person = "dao")
    {
        perso::life::deliver(database, store, document, before, person, time);
    }

    void report(const std::string& document)
    {
        perso::life::report_lost(database, store, document, card::trust::CardRevocation::lost, "R-1", "noy", time);
    }

    /// Lost or stolen for good.
    void lose(const std::string& document, card::trust::CardRevocation reason = card::trust::CardRevocation::lost)
    {
        store.request_revocation(document, reason, "", "noy", time);
        perso::life::confirm_lost(database, store, document, reason, "keo", time);
    }

    void withdraw(const std::string& document)
    {
        store.request_revocation(document, card::trust::CardRevocation::withdrawn, "", "noy", time);
        store.confirm_revocation(document, card::trust::CardRevocation::withdrawn, "keo", time);
    }

    void order(const std::string& document, perso::life::Reason reason, const std::string& application,
        bool taken_in = false, const std::string& person = "noy")
    {
        perso::life::order_replacement(database, store,
            {.document_number = document,
                .reason = reason,
                .application = own(application),
                .person = person,
                .taken_in = taken_in},
            time);
    }

    perso::life::State state(const std::string& document) { return perso::life::find_card(database, document).state; }

    /// How it is listed, if it is.
    std::optional<card::trust::CardRevocation> listed(const std::string& document)
    {
        const std::uint32_t index = indices_.at(document);
        for (const auto& entry : store.revoked_cards())
            if (entry.index == index)
                return entry.reason;
        return std::nullopt;
    }

private:
    static card::Bytes key_hash(std::uint16_t chip)
    {
        card::Bytes hash(32);
        std::memcpy(hash.data(), &chip, sizeof chip);
        return hash;
    }

    std::map<std::string, std::uint32_t> indices_;
    std::string tag_;
};

} // namespace test
