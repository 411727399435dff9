// SPDX-License-Identifier: Apache-2.0
// Whoever has the store in his hands: a movement of blank cards that he adds, changes or takes away is found.
#include "stock/movements.hpp"

#include "journal/note.hpp"
#include "personalization/stock/stock_office.hpp"

#include <doctest/doctest.h>

using namespace perso;
using namespace perso::stock;
using test::StockOffice;

namespace {

/// Every kind of movement: seven chips came, two are with noy, one is back in the vault, one missing, one destroyed.
struct MovedOffice : StockOffice {
    MovedOffice()
    {
        delivered("D 1", chips(1, 7));
        stock.announce("D-2", chips(8, 9), "keo", start);
        handed_out(chips(1, 4));
        stock.move(chips(3, 3), State::drawer, "keo", start);
        stock.move(chips(3, 3), State::vault, "keo", start);
        missing(chips(4, 4));
        stock.request_destruction(chips(5, 5), "keo", start);
        stock.confirm_destruction(chips(5, 5), "dao", start);
    }

    std::vector<std::string> faults() { return movement_faults(*database); }
};

} // namespace

TEST_CASE("movements: what the journal tells of blank cards is what was done")
{
    MovedOffice office;
    CHECK(office.faults().empty());
    CHECK(movement_faults(*StockOffice{}.database).empty());
}

TEST_CASE("movements: many of one entry are compared")
{
    StockOffice office;
    std::vector<Kdd> chips;
    for (int number = 0; number < 4'100; ++number) {
        Kdd kdd{};
        kdd[8] = static_cast<std::uint8_t>(number >> 8);
        kdd[9] = static_cast<std::uint8_t>(number & 0xFF);
        chips.push_back(kdd);
    }
    office.delivered("D-1", chips);
    CHECK(movement_faults(*office.database).empty());
    office.base.lawless("DELETE FROM stock_movement WHERE id = (SELECT max(id) FROM stock_movement)");
    CHECK(movement_faults(*office.database).size() == 2); // the entry, and the blank
}

TEST_CASE("movements: one that was changed, deleted or forged is found")
{
    const auto found = [](const std::string& sql, const std::string& words) {
        MovedOffice office;
        office.base.lawless(sql);
        CAPTURE(sql);
        const auto faults = office.faults();
        REQUIRE_FALSE(faults.empty());
        CHECK(faults.front().find(words) != std::string::npos);
    };
    const std::string first_hand_out = " WHERE id = (SELECT min(id) FROM stock_movement WHERE target = 'handed_out')";
    const std::string last = " WHERE id = (SELECT max(id) FROM stock_movement)";
    const std::string other = test::ADatabase::blob("00000000000000000009");
    found("UPDATE stock_movement SET holder = 'dao'" + first_hand_out, "(stock-handed-out) tells of other");
    found("UPDATE stock_movement SET person = 'dao'" + first_hand_out, "(stock-handed-out) tells of other");
    found("UPDATE stock_movement SET target = 'missing'" + first_hand_out, "(stock-handed-out) tells of other");
    found("UPDATE stock_movement SET kdd = " + other + first_hand_out, "(stock-handed-out) tells of other");
    found("UPDATE stock_movement SET at = at - 31" + first_hand_out, "(stock-handed-out) tells of other");
    found("UPDATE stock_movement SET at = at + 1" + first_hand_out, "(stock-handed-out) tells of other");
    found("DELETE FROM stock_movement" + first_hand_out, "(stock-handed-out) tells of other");
    found("DELETE FROM stock_movement" + last, "(stock-destroyed) tells of other");
    found("UPDATE stock_movement SET origin = 'drawer'" + last, "is not where it was moved");
    const std::string columns = "(kdd, origin, target, used, holder, person, at)";
    const std::string back_in_vault = "SELECT kdd, target, 'vault', 0, '', person, at FROM stock_movement";
    found("INSERT INTO stock_movement " + columns + " " + back_in_vault + last, "does not stand in the journal");
    found(
        "UPDATE stock_blank SET state = 'drawer', holder = '' WHERE state = 'handed_out'", "is not where it was moved");
    found("UPDATE stock_blank SET holder = 'dao' WHERE state = 'handed_out'", "is not where it was moved");
}

TEST_CASE("movements: an entry of which there is none is found")
{
    for (const std::string detail : {"drawer 1 00ff", "vault 18446744073709551615 00ff"}) {
        MovedOffice office;
        office.database->change([&] {
            audit::note(
                *office.database, StockOffice::start, {.event = "stock-moved", .person = "keo", .detail = detail});
        });
        CAPTURE(detail);
        CHECK(office.faults().size() == 1);
    }
}
