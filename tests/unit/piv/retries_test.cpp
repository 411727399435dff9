// SPDX-License-Identifier: Apache-2.0
#include "card/piv/retries.hpp"

#include "card/base/hex.hpp"
#include "card/iso7816/plain_channel.hpp"
#include "card/piv/application.hpp"

#include "support/faulty_transport.hpp"
#include "support/scripted_transport.hpp"
#include "support/throws.hpp"

#include <doctest/doctest.h>

using namespace card;
using iso7816::PlainChannel;
using piv::NewValues;
using piv::Retries;
using test::Fault;

namespace {

const profile::Profile& profile_ = profile::builtin();

const std::string pin = "654321";
const std::string new_pin = "135790";
const std::string new_puk = "24680246";

NewValues new_values()
{
    return {.pin = as_bytes(new_pin), .puk = as_bytes(new_puk)};
}

/// PIN, PUK and their tries of a card as YubiKey and PivApplet keep them; the management key counts as proven.
class OtherMake : public iso7816::Transport {
public:
    struct Reference {
        std::string block;
        unsigned tries;
        unsigned most;
    };

    Bytes exchange(ByteView command) override
    {
        commands.push_back(to_hex(command.first(4)));
        return big_endian(answer(command), 2);
    }

    bool has_published_value() const { return pin.block == "123456\xFF\xFF" || puk.block == "12345678"; }

    Reference pin{"654321\xFF\xFF", 5, 5};
    Reference puk{"87654321", 3, 3};
    bool tells_puk_tries = false;
    bool takes_retries = true;
    std::vector<std::string> commands;

private:
    unsigned answer(ByteView command)
    {
        const std::string data{as_text(command.subspan(std::min<std::size_t>(command.size(), 5)))};
        const unsigned ins = command[1];
        if (ins == 0xFA) {
            if (!verified_ || !takes_retries)
                return 0x6982;
            pin = {"123456\xFF\xFF", command[2], command[2]};
            puk = {"12345678", command[3], command[3]};
            verified_ = false;
            return 0x9000;
        }
        Reference& reference = command[3] == 0x80 ? pin : puk;
        if (ins == 0x20 && data.empty())
            return &reference == &puk && !tells_puk_tries ? 0x6A88 : verified_ ? 0x9000 : 0x63C0 + reference.tries;
        const unsigned status = compare(reference, data.substr(0, 8));
        verified_ = verified_ || (ins == 0x20 && status == 0x9000);
        if (ins == 0x24 && status == 0x9000)
            reference.block = data.substr(8);
        return status;
    }

    static unsigned compare(Reference& reference, const std::string& block)
    {
        if (reference.tries == 0)
            return 0x6983;
        if (reference.block == block) {
            reference.tries = reference.most;
            return 0x9000;
        }
        return 0x63C0 + --reference.tries;
    }

    bool verified_ = false;
};

struct Outcome {
    std::optional<Errc> code;
    std::string field;
};

template <class Body>
Outcome outcome_of(iso7816::Transport& card, Body body)
{
    PlainChannel channel{card};
    try {
        body(channel);
    } catch (const Error& error) {
        return {error.code(), error.field()};
    }
    return {};
}

Outcome set(iso7816::Transport& card, const Retries& retries = {.pin = 8, .puk = 4})
{
    return outcome_of(card,
        [&](iso7816::Channel& channel) { piv::set_retries(channel, retries, as_bytes(pin), new_values(), profile_); });
}

Outcome replace(iso7816::Transport& card)
{
    return outcome_of(
        card, [&](iso7816::Channel& channel) { piv::replace_default_values(channel, new_values(), profile_); });
}

} // namespace

TEST_CASE("piv retries: the numbers first, then PIN and PUK at once")
{
    test::ScriptedTransport card{R"(
        > 00200080 08 363534333231FFFF
        < 9000
        > 00FA0804
        < 9000
        > 00240080 10 313233343536FFFF 313335373930FFFF
        < 9000
        > 00240081 10 3132333435363738 3234363830323436
        < 9000
    )"};
    CHECK_FALSE(set(card).code.has_value());

    OtherMake other;
    CHECK_FALSE(set(other).code.has_value());
    CHECK(other.pin.block == "135790\xFF\xFF");
    CHECK(other.pin.tries == 8);
    CHECK(other.puk.block == "24680246");
    CHECK(other.puk.tries == 4);
}

TEST_CASE("piv retries: nothing is sent for numbers or values that must not be")
{
    test::ScriptedTransport card{""};
    PlainChannel channel{card};
    const auto refused = [&](const Retries& retries, std::string_view a_pin, std::string_view a_puk) {
        return test::error_of([&] {
            piv::set_retries(channel, retries, as_bytes(pin), {as_bytes(a_pin), as_bytes(a_puk)}, profile_);
            return 0;
        });
    };
    for (const unsigned tries : {0U, 16U, 256U}) {
        CHECK(refused({.pin = tries, .puk = 3}, new_pin, new_puk) == Errc::malformed_data);
        CHECK(refused({.pin = 3, .puk = tries}, new_pin, new_puk) == Errc::malformed_data);
    }
    CHECK(refused({.pin = 3, .puk = 3}, "123456", new_puk) == Errc::pin_default);
    CHECK(refused({.pin = 3, .puk = 3}, new_pin, "12345678") == Errc::pin_default);
    CHECK(refused({.pin = 3, .puk = 3}, "12345", new_puk) == Errc::pin_format);
    CHECK(refused({.pin = 3, .puk = 3}, new_pin, "1234567") == Errc::pin_format);
    CHECK(test::error_of([&] {
        piv::replace_default_values(channel, {as_bytes("123456"), as_bytes(new_puk)}, profile_);
        return 0;
    }) == Errc::pin_default);
}

TEST_CASE("piv retries: a wrong PIN and a card that refuses change nothing")
{
    OtherMake wrong;
    wrong.pin.block = "999999\xFF\xFF";
    CHECK(set(wrong).code == Errc::pin_wrong);
    CHECK(wrong.commands == std::vector<std::string>{"00200080"});

    OtherMake blocked;
    blocked.pin.tries = 0;
    CHECK(set(blocked).code == Errc::pin_blocked);

    OtherMake refusing;
    refusing.takes_retries = false;
    CHECK(set(refusing).code == Errc::access_denied);
    CHECK(refusing.pin.block == "654321\xFF\xFF");
    CHECK_FALSE(refusing.has_published_value());
}

TEST_CASE("piv retries: an interruption at any command is reported while a published value may be set")
{
    for (const Fault fault : {Fault::removed_before, Fault::removed_after, Fault::empty, Fault::one_byte}) {
        for (std::size_t at = 0; at < 4; ++at) {
            CAPTURE(at);
            OtherMake card;
            test::FaultyTransport faulty{card, at, fault};
            const Outcome outcome = set(faulty);
            REQUIRE(outcome.code.has_value());
            if (card.has_published_value())
                CHECK(outcome.code == Errc::pin_default);
            if (at == 0) // the PIN alone was verified
                CHECK(outcome.code != Errc::pin_default);
            else
                CHECK(outcome.field == (at == 3 ? "PUK" : "PIN, PUK"));
            if (at == 0 || (at == 1 && !card.has_published_value()))
                continue; // never set: the holder's own PIN and PUK are still there
            CHECK_FALSE(replace(card).code.has_value());
            CHECK_FALSE(card.has_published_value());
            CHECK(card.pin.block == "135790\xFF\xFF");
            CHECK(card.puk.block == "24680246");
            CHECK(card.pin.tries == card.pin.most);
            CHECK(card.puk.tries == card.puk.most);
        }
    }
}

TEST_CASE("piv retries: a card that fails in the middle of the command may have taken it")
{
    for (const char* const status : {"6400", "6581", "6F00"}) {
        test::FunctionTransport card{[&](ByteView command) { return from_hex(command[1] == 0xFA ? status : "9000"); }};
        CHECK(set(card).code == Errc::pin_default);
        CHECK(set(card).field == "PIN, PUK");
    }
    test::FunctionTransport unknown{[&](ByteView command) { return from_hex(command[1] == 0xFA ? "6D00" : "9000"); }};
    CHECK(set(unknown).code == Errc::unexpected_status);
    test::FunctionTransport keeping{[&](ByteView command) { return from_hex(command[1] == 0x24 ? "6985" : "9000"); }};
    CHECK(set(keeping).code == Errc::pin_default);
}

TEST_CASE("piv retries: replacing published values spends no last try")
{
    OtherMake own; // neither published nor the new values
    CHECK(replace(own).code == Errc::pin_wrong);
    CHECK(own.pin.tries == 3);
    CHECK(replace(own).code == Errc::pin_wrong);
    CHECK(own.pin.tries == 1);
    CHECK(replace(own).code == Errc::pin_last_try);
    CHECK(own.pin.tries == 1);
    own.pin.tries = 2;
    CHECK(replace(own).code == Errc::pin_last_try);
    CHECK(own.pin.tries == 2);
    own.pin.tries = 0;
    CHECK(replace(own).code == Errc::pin_blocked);

    OtherMake half; // the PIN is done, the PUK somebody else's
    half.pin.block = "135790\xFF\xFF";
    CHECK(replace(half).code == Errc::puk_wrong);
    CHECK(half.puk.tries == 1);
    half.tells_puk_tries = true;
    CHECK(replace(half).code == Errc::puk_last_try);
    CHECK(half.puk.tries == 1);
    half.puk.tries = 2;
    half.tells_puk_tries = false;
    CHECK(replace(half).code == Errc::puk_last_try); // told by the first refusal
    CHECK(half.puk.tries == 1);
    half.puk.tries = 0;
    CHECK(replace(half).code == Errc::puk_blocked);
    CHECK(half.pin.tries == half.pin.most);
}
