// SPDX-License-Identifier: Apache-2.0
#include "card/session/holder_pin.hpp"

#include "card/base/error.hpp"
#include "card/iso7816/plain_channel.hpp"

#include "support/throws.hpp"
#include "table_card.hpp"

#include <doctest/doctest.h>

using namespace card;
using session::HolderPin;
using session::PinTerms;
using session::Tries;
using State = session::Tries::State;

namespace {

const std::string select_pki = "00a404000ba00000030800001000010000";
const std::string ask_pin = "00200080";
const std::string ask_puk = "00200081";
const std::string change_it = "0024008010"
                              "313233343536ffff"
                              "363534333231ffff";
const std::string unblock_it = "002c008010"
                               "3132333435363738"
                               "363534333231ffff";
const std::string log_out = "0020ff80";
const std::string template_61 = "6118 7316 8010 00112233445546678899AABBCCDDEEFF 8102 0005 9000";

test::TableCard usual_card()
{
    return test::TableCard{{{select_pki, template_61}, {ask_pin, "63C3"}, {ask_puk, "63C5"}, {change_it, "9000"},
        {unblock_it, "9000"}, {log_out, "9000"}}};
}

HolderPin state_of(test::TableCard& card)
{
    iso7816::PlainChannel channel{card};
    return session::pin_state(channel, profile::builtin());
}

std::optional<Error> change(test::TableCard& card, const PinTerms& terms = {})
{
    iso7816::PlainChannel channel{card};
    try {
        session::change_pin(channel, as_bytes("123456"), as_bytes("654321"), terms);
        return std::nullopt;
    } catch (const Error& error) {
        return error;
    }
}

std::optional<Error> unblock(test::TableCard& card, const PinTerms& terms = {})
{
    iso7816::PlainChannel channel{card};
    try {
        session::unblock_pin(channel, as_bytes("12345678"), as_bytes("654321"), terms);
        return std::nullopt;
    } catch (const Error& error) {
        return error;
    }
}

bool was_sent(const test::TableCard& card, const std::string& command)
{
    return std::ranges::find(card.sent, command) != card.sent.end();
}

} // namespace

TEST_CASE("holder PIN: asking spends nothing and tells both counters")
{
    test::TableCard card = usual_card();
    const HolderPin state = state_of(card);
    CHECK(state.pin == Tries{State::ready, 3U});
    CHECK(state.puk == Tries{State::ready, 5U});
    CHECK(to_hex(state.guid.value()) == "00112233445546678899aabbccddeeff");
    CHECK(card.sent == std::vector<std::string>{select_pki, ask_pin, ask_puk});
}

TEST_CASE("holder PIN: what a card may answer to the question")
{
    const std::pair<const char*, Tries> answers[] = {
        {"9000", {State::ready, {}}}, // another program verified it: all tries are left
        {"63C1", {State::ready, 1U}},
        {"63C0", {State::blocked, 0U}},
        {"6983", {State::blocked, 0U}},
        {"6A88", {State::absent, {}}},
        {"6300", {State::ready, {}}},
        {"6D00", {State::not_told, {}}},
        {"6A86", {State::not_told, {}}},
    };
    for (const auto& answer : answers) {
        CAPTURE(std::string{answer.first});
        test::TableCard card = usual_card();
        card[ask_pin] = answer.first;
        CHECK(state_of(card).pin == answer.second);
    }
    test::TableCard foreign = usual_card(); // [800-73-4] has no question for the PUK
    foreign[ask_puk] = "6A88";
    CHECK(state_of(foreign).puk == Tries{State::not_told, {}});
    foreign[ask_pin] = "6A88";
    CHECK(state_of(foreign).puk == Tries{State::absent, {}});
}

TEST_CASE("holder PIN: a blank card has no GUID, a child's card no application")
{
    test::TableCard blank = usual_card();
    blank[select_pki] = "6118 7316 8010 00000000000000000000000000000000 8102 0000 9000";
    CHECK_FALSE(state_of(blank).guid.has_value());
    test::TableCard child = usual_card();
    child[select_pki] = "6A82";
    CHECK(test::error_of([&] { return state_of(child); }) == Errc::pin_absent);
    CHECK(change(child).value().code() == Errc::pin_absent);
    CHECK(unblock(child).value().code() == Errc::pin_absent);
}

TEST_CASE("holder PIN: a change asks, changes, forgets and tells how it stands")
{
    test::TableCard card = usual_card();
    CHECK_FALSE(change(card).has_value());
    CHECK(card.sent ==
          std::vector<std::string>{select_pki, ask_pin, ask_puk, change_it, log_out, select_pki, ask_pin, ask_puk});
}

TEST_CASE("holder PIN: a wrong PIN says how many tries are left")
{
    test::TableCard card = usual_card();
    card[change_it] = "63C2";
    const Error wrong = change(card).value();
    CHECK(wrong.code() == Errc::pin_wrong);
    CHECK(wrong.number() == 2L);
    card[change_it] = "6983";
    CHECK(change(card).value().code() == Errc::pin_blocked);
    card[change_it] = "6F00";
    CHECK(change(card).value().code() == Errc::unexpected_status);
}

TEST_CASE("holder PIN: the last try is spent only if that was said")
{
    test::TableCard card = usual_card();
    card[ask_pin] = "63C1";
    CHECK(change(card).value().code() == Errc::pin_last_try);
    CHECK_FALSE(was_sent(card, change_it));
    CHECK_FALSE(change(card, {.last_try = true}).has_value());
    CHECK(was_sent(card, change_it));

    test::TableCard puk = usual_card();
    puk[ask_puk] = "63C1";
    CHECK(unblock(puk).value().code() == Errc::puk_last_try);
    CHECK_FALSE(was_sent(puk, unblock_it));
    CHECK_FALSE(unblock(puk, {.last_try = true}).has_value());
}

TEST_CASE("holder PIN: nothing is sent to a card whose PIN or PUK is blocked or absent")
{
    test::TableCard blocked = usual_card();
    blocked[ask_pin] = "6983";
    CHECK(change(blocked, {.last_try = true}).value().code() == Errc::pin_blocked);
    CHECK_FALSE(was_sent(blocked, change_it));
    CHECK_FALSE(unblock(blocked).has_value()); // that is what the PUK is for
    blocked[ask_puk] = "63C0";
    CHECK(unblock(blocked, {.last_try = true}).value().code() == Errc::puk_blocked);

    test::TableCard absent = usual_card();
    absent[ask_pin] = "6A88";
    CHECK(change(absent).value().code() == Errc::pin_absent);
    CHECK(unblock(absent).value().code() == Errc::pin_absent);
}

TEST_CASE("holder PIN: a wrong PUK is no wrong PIN")
{
    test::TableCard card = usual_card();
    card[unblock_it] = "63C4";
    const Error wrong = unblock(card).value();
    CHECK(wrong.code() == Errc::puk_wrong);
    CHECK(wrong.number() == 4L);
    card[unblock_it] = "6983";
    CHECK(unblock(card).value().code() == Errc::puk_blocked);
    card[ask_puk] = "6A88"; // tries that nobody tells may be tried
    card[unblock_it] = "6300";
    CHECK_FALSE(unblock(card).value().number().has_value());
}

TEST_CASE("holder PIN: a PIN typed for one card is not sent to another")
{
    test::TableCard card = usual_card();
    const HolderPin asked = state_of(card);
    CHECK_FALSE(change(card, {.card = asked.guid}).has_value());
    test::TableCard other = usual_card();
    other[select_pki] = "6118 7316 8010 FF112233445546678899AABBCCDDEEFF 8102 0005 9000";
    CHECK(change(other, {.card = asked.guid}).value().code() == Errc::card_swapped);
    CHECK(unblock(other, {.card = asked.guid}).value().code() == Errc::card_swapped);
    CHECK_FALSE(was_sent(other, change_it));
}

TEST_CASE("holder PIN: a value outside its format reaches no card")
{
    test::TableCard card = usual_card();
    iso7816::PlainChannel channel{card};
    for (const char* pin : {"", "12345", "123456789", "12345a"})
        CHECK(test::error_of([&] { return session::change_pin(channel, as_bytes("123456"), as_bytes(pin), {}); }) ==
              Errc::pin_format);
    CHECK(test::error_of([&] { return session::unblock_pin(channel, as_bytes("1234567"), as_bytes("654321"), {}); }) ==
          Errc::pin_format);
    for (const std::string& command : card.sent)
        CHECK(command.size() <= select_pki.size());
}
