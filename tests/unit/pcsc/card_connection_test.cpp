// SPDX-License-Identifier: Apache-2.0
#include "card/pcsc/card_connection.hpp"

#include "card/base/hex.hpp"

#include "fake_scard.hpp"
#include "support/throws.hpp"

#include <doctest/doctest.h>

using namespace card;
using pcsc::CardConnection;
using pcsc::Code;

namespace {

const Bytes command = from_hex("00A4000C023F00");

/// One reader with a card in it.
struct Desk {
    test::FakeSCard scard;
    pcsc::Context context{scard};

    Desk()
    {
        scard.readers = {{"reader"}};
        scard.readers[0].insert();
    }

    test::FakeSCard::Reader& reader() { return scard.readers[0]; }

    std::optional<Errc> connecting()
    {
        return test::error_of([&] { return CardConnection{context, "reader"}.alive(); });
    }
};

std::optional<Errc> exchanging(CardConnection& connection)
{
    return test::error_of([&] { return connection.exchange(command); });
}

} // namespace

TEST_CASE("connection: bytes there and back")
{
    Desk desk;
    Bytes seen;
    desk.scard.answer = [&](ByteView apdu) {
        seen = to_bytes(apdu);
        return from_hex("AABB9000");
    };
    {
        CardConnection connection{desk.context, "reader"};
        CHECK(to_hex(connection.exchange(command)) == "aabb9000");
        CHECK(connection.reader() == "reader");
        CHECK(to_hex(connection.atr()) == "3b95168131fe458073f621e04c");
    }
    CHECK(seen == command);
    CHECK(desk.scard.count("disconnect_leave") == 1);
}

TEST_CASE("connection: why there may be none")
{
    Desk desk;
    desk.reader().remove();
    CHECK(desk.connecting() == Errc::no_card);
    desk.reader().insert();

    for (const auto& [code, expected] : {std::pair{Code::no_smartcard, Errc::no_card},
             {Code::removed_card, Errc::no_card}, {Code::unpowered_card, Errc::no_card},
             {Code::unresponsive_card, Errc::card_mute}, {Code::unknown_reader, Errc::reader_not_found},
             {Code::no_service, Errc::service_unavailable}, {Code::proto_mismatch, Errc::reader_failed},
             {Code::sharing_violation, Errc::reader_failed}, {Code::comm_error, Errc::reader_failed}}) {
        desk.scard.failing["connect"] = code;
        CHECK(desk.connecting() == expected);
    }
    CHECK(desk.scard.count("disconnect_leave") + desk.scard.count("disconnect_reset") == 0);
}

TEST_CASE("connection: another card came while it connected")
{
    Desk desk;
    desk.scard.on_connect = [&] {
        desk.reader().remove();
        desk.reader().insert();
    };
    CHECK(desk.connecting() == Errc::card_swapped);
    CHECK(desk.scard.count("disconnect_reset") == 1);
}

TEST_CASE("connection: a pulled card answers with success and nothing, or half a status word")
{
    for (const Bytes& answer : {Bytes{}, Bytes{0x90}}) {
        Desk desk;
        CardConnection connection{desk.context, "reader"};
        desk.scard.answer = [&](ByteView) { return answer; };
        desk.scard.on_wait = [&] { desk.reader().remove(); }; // the service notices later
        CHECK(exchanging(connection) == Errc::card_removed);
        CHECK_FALSE(connection.alive());
    }
}

TEST_CASE("connection: the codes of a removal")
{
    for (const Code code : {Code::removed_card, Code::not_transacted, Code::no_smartcard, Code::unpowered_card}) {
        Desk desk;
        CardConnection connection{desk.context, "reader"};
        desk.scard.failing["transmit"] = code;
        desk.reader().remove();
        CHECK(exchanging(connection) == Errc::card_removed);
    }
}

TEST_CASE("connection: another card was inserted before the removal was noticed")
{
    Desk desk;
    CardConnection connection{desk.context, "reader"};
    desk.scard.failing["transmit"] = Code::not_transacted;
    desk.reader().remove();
    desk.reader().insert();
    CHECK(exchanging(connection) == Errc::card_swapped);
}

TEST_CASE("connection: the service never noticed the exchange, and the card in the reader is a stranger")
{
    Desk desk;
    CardConnection connection{desk.context, "reader"};
    desk.scard.answer = [](ByteView) { return Bytes{}; };
    CHECK(exchanging(connection) == Errc::card_swapped);
}

TEST_CASE("connection: half a status word from a card that stays is a broken reader")
{
    Desk desk;
    CardConnection connection{desk.context, "reader"};
    desk.scard.answer = [](ByteView) { return Bytes{0x90}; };
    CHECK(exchanging(connection) == Errc::reader_failed);
    CHECK_FALSE(connection.alive());
}

TEST_CASE("connection: the event counter moved, although the answer looks fine")
{
    Desk desk;
    CardConnection connection{desk.context, "reader"};
    CHECK(exchanging(connection) == std::nullopt);
    desk.reader().remove();
    desk.reader().insert();
    CHECK(exchanging(connection) == Errc::card_swapped);

    Desk other;
    CardConnection second{other.context, "reader"};
    other.reader().remove();
    CHECK(exchanging(second) == Errc::card_removed);
}

TEST_CASE("connection: another program reset the card")
{
    Desk desk;
    {
        CardConnection connection{desk.context, "reader"};
        desk.scard.failing["transmit"] = Code::reset_card;
        CHECK(exchanging(connection) == Errc::card_reset);
    }
    CHECK(desk.scard.count("disconnect_leave") == 1); // what the other program does now is not disturbed
}

TEST_CASE("connection: a command in the middle of another program's reset is refused for its protocol")
{
    Desk desk;
    CardConnection connection{desk.context, "reader"};
    desk.scard.failing["transmit"] = Code::proto_mismatch;
    CHECK(exchanging(connection) == Errc::card_reset);
    CHECK_FALSE(connection.alive());
}

TEST_CASE("connection: the service or the reader ends")
{
    for (const auto& [code, expected] :
        {std::pair{Code::no_service, Errc::service_unavailable}, {Code::service_stopped, Errc::service_unavailable},
            {Code::reader_unavailable, Errc::reader_failed}, {Code::unknown_reader, Errc::reader_failed},
            {Code::insufficient_buffer, Errc::reader_failed}, {Code::unresponsive_card, Errc::card_mute}}) {
        for (const char* method : {"transmit", "get_status_change"}) {
            Desk desk;
            CardConnection connection{desk.context, "reader"};
            desk.scard.failing[method] = code;
            CHECK(exchanging(connection) == expected);
        }
    }
}

TEST_CASE("connection: a card that is gone with its reader was not taken out")
{
    using Gone = void (*)(Desk&);
    constexpr Gone unplugged = [](Desk& desk) { desk.scard.readers.clear(); };
    constexpr Gone silent = [](Desk& desk) { desk.reader().state = pcsc::state_bits::unavailable; };
    constexpr Gone failing = [](Desk& desk) { desk.reader().state = pcsc::state_bits::unknown; };
    for (const Gone gone : {unplugged, silent, failing}) {
        Desk answered; // the command was executed before
        CardConnection first{answered.context, "reader"};
        gone(answered);
        CHECK(exchanging(first) == Errc::reader_failed);

        Desk broken;
        CardConnection second{broken.context, "reader"};
        gone(broken);
        broken.scard.failing["transmit"] = Code::not_transacted;
        CHECK(exchanging(second) == Errc::reader_failed);
    }
}

TEST_CASE("connection: an error of communication is the reader's, or the service's that ended while it answered")
{
    for (const Code code : {Code::comm_error, Code::security_violation, Code::invalid_handle}) {
        Desk desk;
        CardConnection connection{desk.context, "reader"};
        desk.scard.failing["transmit"] = code;
        CHECK(exchanging(connection) == Errc::reader_failed);

        Desk broken;
        CardConnection second{broken.context, "reader"};
        broken.scard.failing["transmit"] = code;
        broken.scard.failing["get_status_change"] = code;
        CHECK(exchanging(second) == Errc::service_unavailable);

        Desk pulled;
        CardConnection third{pulled.context, "reader"};
        pulled.scard.failing["transmit"] = code;
        pulled.reader().remove();
        CHECK(exchanging(third) == Errc::card_removed);
    }
}

TEST_CASE("connection: the service ends while a removal is looked into")
{
    Desk desk;
    CardConnection connection{desk.context, "reader"};
    desk.scard.answer = [](ByteView) { return Bytes{}; };
    desk.scard.failing["get_status_change"] = Code::no_service;
    CHECK(exchanging(connection) == Errc::service_unavailable);
}

TEST_CASE("connection: after any failure it is dead for good and the card is reset")
{
    for (const Code code : {Code::not_transacted, Code::comm_error, Code::no_service, Code::reset_card}) {
        Desk desk;
        {
            CardConnection connection{desk.context, "reader"};
            desk.scard.failing["transmit"] = code;
            const std::optional<Errc> first = exchanging(connection);
            REQUIRE(first.has_value());
            desk.scard.failing.clear(); // whoever answers now, it is not believed
            const std::size_t sent = desk.scard.count("transmit");
            CHECK(exchanging(connection) == first);
            CHECK(test::error_of([&] { return pcsc::Transaction{connection}, 0; }) == first);
            CHECK(desk.scard.count("transmit") == sent);
        }
        CHECK(desk.scard.count("disconnect_reset") == (code == Code::reset_card ? 0 : 1));
    }
}

TEST_CASE("connection: reset at the end on request")
{
    Desk desk;
    CardConnection{desk.context, "reader"}.reset_at_end();
    CHECK(desk.scard.count("disconnect_reset") == 1);
}

TEST_CASE("transaction: begins, ends, and notices what happened before it")
{
    Desk desk;
    CardConnection connection{desk.context, "reader"};
    {
        const pcsc::Transaction transaction{connection};
        connection.exchange(command);
    }
    CHECK(desk.scard.count("begin_transaction") == 1);
    CHECK(desk.scard.count("end_transaction") == 1);

    desk.scard.failing["begin_transaction"] = Code::reset_card;
    CHECK(test::error_of([&] { return pcsc::Transaction{connection}, 0; }) == Errc::card_reset);
    CHECK(desk.scard.count("end_transaction") == 1);
    CHECK_FALSE(connection.alive());
}
