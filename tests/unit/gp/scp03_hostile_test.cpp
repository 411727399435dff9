// SPDX-License-Identifier: Apache-2.0
// A card, or what stands before it, that answers SCP03 otherwise than the recorded session at level 33.
#include "support/every_status_word.hpp"
#include "support/fixed_random.hpp"
#include "support/parse_command.hpp"
#include "support/throws.hpp"
#include "unit/gp/apdu.hpp"

#include "card/base/hex.hpp"
#include "card/gp/scp03.hpp"
#include "card/iso7816/plain_channel.hpp"

#include <doctest/doctest.h>

using namespace card;
using iso7816::PlainChannel;
using test::more_data;
using test::status_bytes;

namespace {

const test::Vector& recorded()
{
    static const test::Vector vector = [] {
        for (const test::Vector& candidate : test::read_vectors("scp03.vec")) {
            if (candidate.bytes("Level").at(0) == static_cast<std::uint8_t>(gp::SecurityLevel::all))
                return candidate;
        }
        throw std::runtime_error{"no level 33 in scp03.vec"};
    }();
    return vector;
}

/// The recorded card, but for one of its answers. Counts what it is sent.
class Injector : public iso7816::Transport {
public:
    Bytes exchange(ByteView apdu) override
    {
        ++sent;
        switch (static_cast<iso7816::Ins>(apdu[1])) {
        case iso7816::Ins::initialize_update:
            return to_update;
        case iso7816::Ins::external_authenticate:
            return to_authenticate;
        case iso7816::Ins::get_response:
            return to_get_response;
        default:
            return to_command;
        }
    }

    Bytes to_update = concat({recorded().bytes("Answer"), from_hex("9000")});
    Bytes to_authenticate = from_hex("9000");
    Bytes to_get_response = from_hex("6F00");
    Bytes to_command;
    unsigned sent = 0;
};

gp::Scp03Channel open(PlainChannel& plain)
{
    test::FixedRandom random{recorded().bytes("HostChallenge")};
    const gp::Kvn kvn{recorded().bytes("InitializeUpdate").at(2)};
    return gp::open(plain, test::static_keys(recorded()), gp::SecurityLevel::all, random, kvn);
}

std::optional<Errc> opening_with(Injector& card)
{
    PlainChannel plain{card};
    return test::error_of([&] { return open(plain).is_open(); });
}

/// The recorded session as it waits for the answer to its first command.
gp::Scp03Session after_first_command()
{
    const test::Vector& v = recorded();
    gp::Scp03Session session{
        {SecureBytes{v.bytes("SEnc")}, SecureBytes{v.bytes("SMac")}, SecureBytes{v.bytes("SRmac")}}};
    gp::Cryptogram cryptogram{};
    const Bytes bytes = v.bytes("HostCryptogram");
    std::copy(bytes.begin(), bytes.end(), cryptogram.begin());
    static_cast<void>(session.external_authenticate(cryptogram, gp::SecurityLevel::all));
    static_cast<void>(session.wrap(test::parse_command(v.bytes("Plain1"))));
    return session;
}

/// 9000, 62xx and 63xx: what a card answers under R-MAC, and only so. [GP-D] §6.2.5
bool needs_r_mac(unsigned status)
{
    return status == 0x9000 || status >> 8 == 0x62 || status >> 8 == 0x63;
}

} // namespace

TEST_CASE("scp03: INITIALIZE UPDATE is believed under 9000 and no other of the 65,536 status words")
{
    const Bytes answer = recorded().bytes("Answer");
    const auto wrong = test::failing_status_words([&](unsigned status) {
        Injector card;
        card.to_update = concat({answer, status_bytes(status)});
        const auto code = opening_with(card);
        // 61xx and 6Cxx are the plain channel's: the rest is collected, the length corrected once
        const unsigned most = status >> 8 == 0x61 || status >> 8 == 0x6C ? 2 : 1;
        return status == 0x9000 ? !code : code.has_value() && card.sent <= most;
    });
    CHECK(wrong == test::no_status_word);
}

TEST_CASE("scp03: each truncation of INITIALIZE UPDATE's answer and trailing bytes end the opening")
{
    const Bytes answer = recorded().bytes("Answer");
    for (std::size_t size = 0; size < answer.size(); ++size) {
        Injector card;
        card.to_update = concat({ByteView{answer}.first(size), from_hex("9000")});
        CHECK(opening_with(card) == Errc::response_malformed);
        CHECK(card.sent == 1);
    }
    Injector card;
    card.to_update = concat({answer, from_hex("009000")});
    CHECK(opening_with(card) == Errc::response_malformed);
}

TEST_CASE("scp03: EXTERNAL AUTHENTICATE is accepted by 9000 and no other of the 65,536 status words")
{
    const auto wrong = test::failing_status_words([](unsigned status) {
        Injector card;
        card.to_authenticate = status_bytes(status);
        const auto code = opening_with(card);
        if (status == 0x9000)
            return !code.has_value();
        return code == Errc::scp_failed && card.sent == (more_data(status) ? 3U : 2U); // 6Cxx is not sent again
    });
    CHECK(wrong == test::no_status_word);
}

TEST_CASE("scp03: each of the 65,536 status words in clear: successes and warnings end the channel, errors pass")
{
    const iso7816::Command command = test::parse_command(recorded().bytes("Plain1"));
    Injector card;
    PlainChannel plain{card};
    gp::Scp03Channel channel = open(plain);
    const auto wrong = test::failing_status_words([&](unsigned status) {
        if (!channel.is_open())
            channel = open(plain);
        card.sent = 0;
        card.to_command = status_bytes(status);
        const auto code = test::error_of([&] { return channel.transmit(command); });
        if (card.sent != (more_data(status) ? 2U : 1U))
            return false; // sent twice
        if (needs_r_mac(status))
            return code == Errc::scp_failed && !channel.is_open() &&
                   test::error_of([&] { return channel.transmit(command); }) == Errc::scp_failed;
        return !code && channel.is_open(); // the error of GET RESPONSE where there was more
    });
    CHECK(wrong == test::no_status_word);
}

TEST_CASE("scp03: data that nothing protects are refused under each of the 65,536 status words")
{
    const gp::Scp03Session session = after_first_command();
    const auto wrong = test::failing_status_words([&](unsigned status) {
        const iso7816::Response answer{Bytes(24, 0x5A), StatusWord{static_cast<std::uint16_t>(status)}};
        return test::error_of([&] { return session.unwrap(answer); }) == Errc::scp_failed;
    });
    CHECK(wrong == test::no_status_word);
}

TEST_CASE("scp03: the recorded answer passes under its own status word and no other of the 65,536")
{
    const gp::Scp03Session session = after_first_command();
    const Bytes recorded_answer = recorded().bytes("Response1");
    const Bytes data = to_bytes(ByteView{recorded_answer}.first(recorded_answer.size() - 2));
    const auto wrong = test::failing_status_words([&](unsigned status) {
        const iso7816::Response answer{data, StatusWord{static_cast<std::uint16_t>(status)}};
        const auto code = test::error_of([&] { return session.unwrap(answer); });
        return status == 0x9000 ? !code : code == Errc::scp_failed;
    });
    CHECK(wrong == test::no_status_word);
}

TEST_CASE("scp03: an answer with data that nothing protects closes the channel")
{
    const iso7816::Command command = test::parse_command(recorded().bytes("Plain1"));
    for (const char* status : {"9000", "6282", "6310", "6982", "6A80", "6700", "6C18", "6F00"}) {
        Injector card;
        PlainChannel plain{card};
        gp::Scp03Channel channel = open(plain);
        card.to_command = concat({Bytes(24, 0x5A), from_hex(status)});
        CHECK(test::error_of([&] { return channel.transmit(command); }) == Errc::scp_failed);
        CHECK_FALSE(channel.is_open());
    }
}

TEST_CASE("scp03: 61xx without end is bounded below, and the channel ends")
{
    const iso7816::Command command = test::parse_command(recorded().bytes("Plain1"));
    for (const bool with_data : {false, true}) {
        Injector card;
        PlainChannel plain{card};
        gp::Scp03Channel channel = open(plain);
        card.to_command = from_hex("6101");
        card.to_get_response = with_data ? from_hex("5A6101") : from_hex("6101");
        CHECK(test::error_of([&] { return channel.transmit(command); }).has_value());
        CHECK_FALSE(channel.is_open());
        CHECK(card.sent <= 304);
    }
}
