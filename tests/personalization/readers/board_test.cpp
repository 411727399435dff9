// SPDX-License-Identifier: Apache-2.0
#include "line/board.hpp"

#include "card/cli/printable.hpp"
#include "line/line.hpp"
#include "support/screen.hpp"

#include <doctest/doctest.h>

#include <sstream>

using namespace perso::line;
using namespace std::chrono_literals;

namespace {

const BoardTexts texts{.cards = "cards", .per_hour = "an hour", .hand = "Needs a hand:"};

using Lines = std::vector<std::string>;

/// A board in a window whose width somebody changes.
struct Window {
    explicit Window(std::vector<std::string> readers, std::size_t columns = 80)
        : width{columns}, board{out, true, texts, std::move(readers), Board::Clock::now, [this] { return width; }}
    {
    }

    Lines shown() const { return test::Screen::of(out.str(), width); }

    std::ostringstream out;
    std::size_t width;
    Board board;
};

} // namespace

TEST_CASE("board: each change is a line, with the rate of its reader")
{
    std::ostringstream out;
    Board::Clock::time_point time{};
    Board board{out, false, texts, {"A", "B"}, [&] { return time; }};
    board.show("A", "Insert a blank card.");
    board.show("A", "Insert a blank card."); // nothing new
    board.show("B", "[1/3] blank card");
    time += 20s;
    board.issued("A", time - 20s);
    time += 20s;
    board.issued("A", time - 20s);
    board.show("A", "Take the card out.");
    board.needs_hand("B", "Lay the card aside.");
    CHECK(out.str() == "A: Insert a blank card.\n"
                       "B: [1/3] blank card\n"
                       "A: Take the card out. (2 cards, 180 an hour)\n"
                       "B: Needs a hand: Lay the card aside.\n");
    CHECK(board.made() == 2);
}

TEST_CASE("board: on a terminal the lines stay in their places")
{
    std::ostringstream out;
    Board board{out, true, texts, {"A", "B"}};
    board.show("A", "one");
    CHECK(out.str() == "\r\x1b[2KA: one\n\r\x1b[2KB: \n");
    out.str("");
    board.show("B", "two");
    CHECK(out.str() == "\x1b[2A\r\x1b[2KA: one\n\r\x1b[2KB: two\n");
    out.str("");
    board.say("said");
    CHECK(out.str() == "\x1b[2A\r\x1b[Jsaid\n\r\x1b[2KA: one\n\r\x1b[2KB: two\n");
}

TEST_CASE("board: what somebody else writes stays above the lines, whatever comes after it")
{
    Window window{{"A", "B"}};
    window.board.above([&] { window.out << "before any\n"; });
    window.board.show("A", "a long text of the reader, longer than the message");
    window.board.show("B", "two");
    window.board.above([&] { window.out << "ERROR\n  what happened\n  what to do\n  whom to tell\n"; });
    window.board.above([] {});
    window.board.show("A", "three");
    window.board.say("said");
    window.board.needs_hand("B", "four");
    CHECK(window.shown() == Lines{"before any", "ERROR", "  what happened", "  what to do", "  whom to tell", "said",
                                "A: three", "B: Needs a hand: four"});
}

TEST_CASE("board: a line is never longer than the terminal is wide, and shows what is done and in which slot")
{
    const std::string maker = "Contoso Identity Systems Dual Interface Smart Card Terminal [Contactless] (K00093772) ";
    Window window{{maker + "00 00", maker + "00 01"}};
    window.board.show(maker + "00 00", "Insert a blank card.");
    window.board.needs_hand(maker + "00 01", "Lay the card aside. CARD-READER-FAILED");
    window.board.say("said");
    CHECK(window.shown() == Lines{"said",
                                "…face Smart Card Terminal [Contactless] (K00093772) 00 00: Insert a blank card.",
                                "…tless] (K00093772) 00 01: Needs a hand: Lay the card aside. CARD-READER-FAILED"});
    window.width = 41; // narrower, from the next drawing on
    window.board.above([&] { window.out.str(""); });
    CHECK(window.shown() ==
          Lines{"…(K00093772) 00 00: Insert a blank card.", "…93772) 00 01: Needs a hand: Lay the ca…"});
}

TEST_CASE("board: Lao letters are counted as the terminal shows them, and keep their signs")
{
    const std::string text = "ຕ້ອງການຄົນຊ່ວຍ: ວາງບັດໄວ້ຕ່າງຫາກ ແລ້ວສຽບເຄື່ອງອ່ານຄືນໃໝ່";
    for (std::size_t width = 20; width <= 90; ++width) {
        Window window{{"A", "B"}, width};
        window.board.show("A", text);
        window.board.show("B", text);
        window.board.show("A", "one");
        const Lines lines = window.shown();
        REQUIRE(lines.size() == 2);
        CHECK(lines[0] == "A: one");
        CHECK(lines[1] == card::cli::clip_end("B: " + text, width - 1));
    }
}

TEST_CASE("board: who listens is told how each reader stands, with the first word and each change")
{
    std::ostringstream out;
    Board::Clock::time_point time{};
    Board board{out, false, texts, {"A", "B"}, [&] { return time; }};
    board.show("A", "Insert a blank card.");
    std::vector<std::vector<ReaderStand>> told;
    board.tell([&](const std::vector<ReaderStand>& readers) { told.push_back(readers); });
    time += 20s;
    board.issued("A", time - 20s);
    board.needs_hand("B", "Lay the card aside.");
    board.needs_hand("B", "Lay the card aside."); // nothing new
    REQUIRE(told.size() == 3);
    CHECK(told[0][0].text == "Insert a blank card.");
    CHECK(told[0][0].cards == 0);
    CHECK(told[0][0].per_hour == 0);
    CHECK(told[1][0].cards == 1);
    CHECK(told[1][0].per_hour == doctest::Approx(180));
    CHECK_FALSE(told[1][1].hand);
    CHECK(told[2][1].reader == "B");
    CHECK(told[2][1].hand);
    CHECK(told[2][1].text == "Lay the card aside.");
}

TEST_CASE("line: what one card meets stops no other, what all would meet stops the line")
{
    using card::Errc;
    for (const Errc code : {Errc::card_foreign, Errc::card_mute, Errc::card_removed, Errc::quality_failed,
             Errc::card_not_blank, Errc::tries_low, Errc::chip_blocked, Errc::lease_lost, Errc::internal,
             Errc::reader_failed, Errc::reader_not_found, Errc::card_of_other_job, Errc::revoked_already})
        CHECK_FALSE(stops_the_line(code));
    for (const Errc code : {Errc::hsm_unavailable, Errc::hsm_key_missing, Errc::store_failed, Errc::store_gone,
             Errc::disk_full, Errc::clock_wrong, Errc::signer_unsuitable, Errc::service_unavailable})
        CHECK(stops_the_line(code));
}
