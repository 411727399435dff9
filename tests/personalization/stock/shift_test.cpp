// SPDX-License-Identifier: Apache-2.0
#include "personalization/stock/stock_office.hpp"

#include "support/throws.hpp"

#include <doctest/doctest.h>

using namespace perso;
using namespace perso::stock;
using card::Errc;
using test::error_of;
using test::StockOffice;

namespace {

/// By how much the count was said to differ.
template <typename Body>
std::optional<long> difference(Body&& body)
{
    try {
        body();
    } catch (const card::Error& error) {
        if (error.code() == Errc::stock_differs)
            return error.number();
    }
    return std::nullopt;
}

} // namespace

TEST_CASE_FIXTURE(StockOffice, "a shift closes when every blank is accounted for")
{
    delivered("D-1", chips(1, 20));
    stock.move(chips(1, 2), State::drawer, "keo", start);
    CHECK(difference([&] { open_shift(*database, 3, "keo", start); }) == 1);
    CHECK_FALSE(current_shift(*database));
    open_shift(*database, 2, "keo", start);
    CHECK(error_of([&] { open_shift(*database, 2, "keo", start); }) == Errc::stock_state);

    stock.move(chips(3, 10), State::drawer, "keo", start);
    stock.hand_out(chips(1, 8), "noy", "keo", start);
    issue(1);
    issue(2);
    spoil(3);
    const auto void_card = claim(4); // taken out before anything was written
    CHECK(error_of([&] { close_shift(*database, 5, "keo", start); }) == Errc::stock_state);
    store.give_up(void_card.card, Errc::card_removed, "claim", start);
    missing(chips(5, 5));
    stock.move(chips(9, 9), State::vault, "keo", start);

    const auto now = current_shift(*database);
    REQUIRE(now);
    CHECK(now->opening == 2);
    CHECK(now->received == 7);
    CHECK(now->lost == 1);
    CHECK(now->issued == 2);
    CHECK(now->rejected == 1);
    CHECK(now->remaining == 5);

    // One is missing, one too many: the shift stays open.
    CHECK(difference([&] { close_shift(*database, 4, "keo", start); }) == -1);
    CHECK(difference([&] { close_shift(*database, 6, "keo", start); }) == 1);
    REQUIRE(current_shift(*database));
    const Shift closed = close_shift(*database, 5, "keo", start);
    CHECK(closed.closed_by == "keo");
    CHECK_FALSE(current_shift(*database));
    CHECK(error_of([&] { close_shift(*database, 5, "keo", start); }) == Errc::stock_state);

    // The next one begins with what remained, and knows nothing of the cards of the last.
    open_shift(*database, 5, "dao", start);
    CHECK(current_shift(*database)->issued == 0);
    CHECK(current_shift(*database)->due() == 5);
    const auto all = shifts(*database);
    REQUIRE(all.size() == 2);
    CHECK(all[0].remaining == 5);
    CHECK(all[1].number == 2);
}

TEST_CASE_FIXTURE(StockOffice, "a blank that is gone without a word keeps the shift open until it is reported")
{
    delivered("D-1", chips(1, 3));
    open_shift(*database, 0, "keo", start);
    handed_out(chips(1, 3));
    CHECK(difference([&] { close_shift(*database, 2, "keo", start); }) == -1);
    stock.request_missing(chips(2, 2), "keo", start);
    CHECK(difference([&] { close_shift(*database, 2, "keo", start); }) == -1); // his word alone balances nothing
    stock.confirm_missing(chips(2, 2), "dao", start);
    CHECK(close_shift(*database, 2, "keo", start).lost == 1);
}

TEST_CASE_FIXTURE(StockOffice, "a spoilt card that is destroyed in its shift stays spoilt in the count")
{
    delivered("D-1", chips(1, 3));
    open_shift(*database, 0, "keo", start);
    handed_out(chips(1, 3));
    spoil(1);
    stock.request_destruction(chips(1, 2), "keo", start);
    stock.confirm_destruction(chips(1, 2), "dao", start);
    const Shift closed = close_shift(*database, 1, "keo", start);
    CHECK(closed.rejected == 1);
    CHECK(closed.lost == 1);
}

TEST_CASE_FIXTURE(StockOffice, "the schema closes no shift that does not add up")
{
    delivered("D-1", chips(1, 3));
    open_shift(*database, 0, "keo", start);
    const std::string close =
        "UPDATE stock_shift SET closed_by = 'keo', closed_at = 4102444800, received = 3, lost = 0,"
        " issued = 1, rejected = 0, remaining = ";
    CHECK_FALSE(accepts(close + "1"));
    CHECK_FALSE(accepts("UPDATE stock_shift SET closed_by = 'keo', closed_at = 4102444800"));
    CHECK_FALSE(accepts("UPDATE stock_shift SET opening = 1"));
    CHECK(accepts(close + "2"));
    CHECK_FALSE(accepts("UPDATE stock_shift SET issued = 2, remaining = 1"));
    CHECK_FALSE(accepts("DELETE FROM stock_shift"));
}
