// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/crypto/random.hpp"
#include "personalization/store/databases.hpp"
#include "stock/shift.hpp"
#include "stock/stock.hpp"
#include "stock/use.hpp"

#include <regex>

namespace test {

/// A store with a stock: keo keeps it, dao counts with him, noy makes cards.
struct StockOffice {
    static constexpr card::Time start{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23}};

    ADatabase base{start};
    std::unique_ptr<perso::store::Database> database = base.open();
    perso::store::SqlStore store{*database, "LA", card::crypto::system_random(), &test::software_seal()};
    perso::stock::Stock stock{*database};

    static perso::stock::Kdd chip(std::uint8_t number)
    {
        perso::stock::Kdd kdd{};
        kdd.back() = number;
        return kdd;
    }

    static std::vector<perso::stock::Kdd> chips(std::uint8_t first, std::uint8_t last)
    {
        std::vector<perso::stock::Kdd> all;
        for (std::uint8_t number = first; number <= last; ++number)
            all.push_back(chip(number));
        return all;
    }

    /// Counted, in the vault.
    void delivered(const std::string& number, const std::vector<perso::stock::Kdd>& blanks)
    {
        stock.announce(number, blanks, "keo", start);
        stock.receive(number, blanks, "dao", start);
    }

    void handed_out(const std::vector<perso::stock::Kdd>& blanks)
    {
        stock.move(blanks, perso::stock::State::drawer, "keo", start);
        stock.hand_out(blanks, "noy", "keo", start);
    }

    void missing(const std::vector<perso::stock::Kdd>& blanks)
    {
        stock.request_missing(blanks, "keo", start);
        stock.confirm_missing(blanks, "dao", start);
    }

    perso::stock::State state(std::uint8_t number)
    {
        for (const auto& blank : stock.blanks())
            if (blank.kdd == chip(number))
                return blank.state;
        throw std::runtime_error{"no such blank"};
    }

    /// An approved application gets this chip.
    perso::store::Allotment claim(std::uint8_t number, const std::string& approver = "mai")
    {
        const std::string application = "T-" + std::to_string(++applications);
        store.import({.number = application,
                         .personal_number = application,
                         .record = "{}",
                         .photograph = {0xFF},
                         .signature = {}},
            "lek", start);
        store.approve(application, approver, start);
        perso::store::Claim claim{.application = application, .operator_ = "noy", .kdd = chip(number), .guid = {}};
        claim.guid.fill(static_cast<std::uint8_t>(applications));
        return store.claim(claim, start);
    }

    void issue(std::uint8_t number)
    {
        const auto allotted = claim(number);
        store.intend(allotted.card, "keys", start);
        store.conclude(allotted.card, "keys", start);
        store.issued(allotted.card, start);
    }

    void spoil(std::uint8_t number)
    {
        const auto allotted = claim(number);
        store.intend(allotted.card, "keys", start);
        store.give_up(allotted.card, card::Errc::quality_failed, "keys", start);
    }

    /// One statement under the rules of the schema, bytes as x'00'; whether it was taken.
    bool accepts(const std::string& statement)
    {
        try {
            base.sql(std::regex_replace(statement, std::regex{"x'([0-9A-F]*)'"}, ADatabase::blob("$1")));
            return true;
        } catch (const std::exception&) {
            return false;
        }
    }

    int applications = 0;
};

} // namespace test
