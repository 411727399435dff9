// SPDX-License-Identifier: Apache-2.0
#include "card/pcsc/reader.hpp"

#include "card/base/error.hpp"

#include "fake_scard.hpp"
#include "support/throws.hpp"

#include <doctest/doctest.h>

using namespace card;
using namespace std::chrono_literals;
using pcsc::Code;
using pcsc::Reader;
namespace bits = pcsc::state_bits;

TEST_CASE("context: without a service there is none")
{
    test::FakeSCard scard;
    for (const Code code : {Code::no_service, Code::service_stopped, Code::no_memory, Code::comm_error}) {
        scard.failing["establish_context"] = code;
        CHECK(test::error_of([&] { return pcsc::Context{scard}.handle(); }) == Errc::service_unavailable);
    }
    CHECK(scard.count("release_context") == 0);
}

TEST_CASE("context: released once, and cancel reaches the service")
{
    test::FakeSCard scard;
    {
        pcsc::Context context{scard};
        context.cancel();
    }
    CHECK(scard.calls == std::vector<std::string>{"establish_context", "cancel", "release_context"});
}

TEST_CASE("readers: none is no error")
{
    test::FakeSCard scard;
    pcsc::Context context{scard};
    CHECK(pcsc::list_readers(context).empty());
}

TEST_CASE("readers: what is in them")
{
    test::FakeSCard scard;
    scard.readers = {{"empty"}, {"card"}, {"mute", bits::present | bits::mute},
        {"taken", bits::present | bits::exclusive}, {"gone", bits::unavailable},
        {"busy", bits::present | bits::in_use}};
    scard.readers[1].insert();
    pcsc::Context context{scard};
    const std::vector<Reader> readers = pcsc::list_readers(context);
    REQUIRE(readers.size() == 6);
    CHECK(readers[0].state == Reader::State::empty);
    CHECK(readers[1].state == Reader::State::card);
    CHECK(to_hex(readers[1].atr) == "3b95168131fe458073f621e04c");
    CHECK(readers[1].event_counter() == 1);
    CHECK(readers[2].state == Reader::State::mute);
    CHECK(readers[3].state == Reader::State::exclusive);
    CHECK(readers[4].state == Reader::State::unavailable);
    CHECK(readers[5].has_card());
}

TEST_CASE("readers: the service dies or the driver fails")
{
    test::FakeSCard scard;
    scard.readers = {{"a"}};
    pcsc::Context context{scard};
    const auto listing = [&](const char* method, Code code) {
        scard.failing = {{method, code}};
        return test::error_of([&] { return pcsc::list_readers(context).size(); });
    };
    CHECK(listing("list_readers", Code::no_service) == Errc::service_unavailable);
    CHECK(listing("get_status_change", Code::service_stopped) == Errc::service_unavailable);
    // in the middle of its answer, or before it
    for (const Code code : {Code::invalid_handle, Code::comm_error, Code::security_violation}) {
        CHECK(listing("list_readers", code) == Errc::service_unavailable);
        CHECK(listing("get_status_change", code) == Errc::service_unavailable);
    }
    CHECK(listing("list_readers", Code::no_memory) == Errc::reader_failed);
    CHECK(listing("get_status_change", Code::reader_unavailable) == Errc::reader_failed);
    CHECK(listing("get_status_change", Code::unknown_reader) == std::nullopt); // unplugged meanwhile
}

TEST_CASE("readers: one that is gone is told by its name")
{
    test::FakeSCard scard;
    pcsc::Context context{scard};
    try {
        pcsc::read_state(context, "Desk");
        FAIL("a reader that is not there has a state");
    } catch (const Error& error) {
        CHECK(error.code() == Errc::reader_not_found);
        CHECK(error.field() == "Desk");
    }
}

TEST_CASE("readers: one is chosen by a part of its name, or as the only one with a card")
{
    const Reader empty{.name = "ACS ACR39U 00"};
    const Reader card{.name = "ACS ACR39U 01", .state = Reader::State::card};
    const Reader other{.name = "Virtual PCD 00", .state = Reader::State::card};
    const Reader mute{.name = "Broken", .state = Reader::State::mute};
    const auto choose = [](const std::vector<Reader>& readers, std::string_view part) {
        return test::error_of([&] { return pcsc::choose_reader(readers, part).name; });
    };

    CHECK(choose({}, "") == Errc::no_reader);
    CHECK(choose({}, "ACS") == Errc::no_reader);
    CHECK(choose({empty}, "") == Errc::no_card);
    CHECK(choose({empty}, "Virtual") == Errc::reader_not_found);
    CHECK(choose({empty, card, other}, "") == Errc::reader_ambiguous);
    CHECK(choose({empty, card, other}, "00") == std::nullopt); // one of both is empty
    CHECK(choose({empty, card, other}, "ACR39U 00") == Errc::no_card);
    CHECK(choose({mute}, "") == Errc::card_mute);
    CHECK(pcsc::choose_reader({empty, card}, "").name == card.name);
    CHECK(pcsc::choose_reader({empty, card, other}, "ACS").name == card.name);
    CHECK(pcsc::choose_reader({empty, card, other}, "Virtual").name == other.name);
}

TEST_CASE("readers: waiting for a card")
{
    test::FakeSCard scard;
    scard.readers = {{"reader"}};
    pcsc::Context context{scard};

    CHECK_FALSE(pcsc::wait_for_card(context, "reader", 10ms).has_value());

    scard.on_wait = [&] { scard.readers[0].insert(); };
    const std::optional<Reader> arrived = pcsc::wait_for_card(context, "reader", 10s);
    REQUIRE(arrived.has_value());
    CHECK(arrived->has_card());

    CHECK(pcsc::wait_for_card(context, "reader", 0ms)->has_card()); // it is there already
    CHECK(test::error_of([&] { return pcsc::wait_for_card(context, "other", 1s).has_value(); }) ==
          Errc::reader_not_found);
}

TEST_CASE("readers: a cancelled wait ends without a card")
{
    test::FakeSCard scard;
    scard.readers = {{"reader"}};
    pcsc::Context context{scard};
    scard.on_wait = [&] { scard.failing["get_status_change"] = Code::cancelled; };
    CHECK_FALSE(pcsc::wait_for_change(context, pcsc::list_readers(context), 10s));
    CHECK_FALSE(pcsc::wait_for_change(context, {}, 10s));
}

TEST_CASE("readers: a change of any of them ends the wait")
{
    test::FakeSCard scard;
    scard.readers = {{"a"}, {"b"}};
    pcsc::Context context{scard};
    const std::vector<Reader> known = pcsc::list_readers(context);
    CHECK_FALSE(pcsc::wait_for_change(context, known, 10ms));
    scard.on_wait = [&] { scard.readers[1].insert(); };
    CHECK(pcsc::wait_for_change(context, known, 10ms));
    scard.failing["get_status_change"] = Code::unknown_reader;
    CHECK(pcsc::wait_for_change(context, known, 10ms));
    scard.failing["get_status_change"] = Code::no_service;
    CHECK(test::error_of([&] { return pcsc::wait_for_change(context, known, 10ms); }) == Errc::service_unavailable);
}
