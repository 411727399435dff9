// SPDX-License-Identifier: Apache-2.0
// Whatever stands between a reader and the card may answer in clear. None of it may pass for an answer of the card.
#include "support/every_status_word.hpp"
#include "support/faulty_transport.hpp"
#include "support/throws.hpp"
#include "unit/sm/sm_card.hpp"

#include "card/iso7816/plain_channel.hpp"
#include "card/sm/secure_channel.hpp"

#include <doctest/doctest.h>

using namespace card;
using iso7816::Command;
using iso7816::Ins;
using iso7816::PlainChannel;
using sm::SecureChannel;
using test::more_data;
using test::status_bytes;

namespace {

const Command read_command{.ins = Ins::read_binary, .p1 = 0x9E, .ne = 223};

/// Counts the APDUs that reach the card, and answers each command and each GET RESPONSE by a function.
class Injector : public iso7816::Transport {
public:
    Bytes exchange(ByteView apdu) override
    {
        const bool get_response = apdu[1] == 0xC0;
        ++(get_response ? get_responses : commands);
        CHECK((get_response ? apdu[0] == 0x00 : apdu[0] == 0x0C));
        return get_response ? to_get_response : to_command;
    }

    Bytes to_command;
    Bytes to_get_response;
    unsigned commands = 0;
    unsigned get_responses = 0;
};

struct Outcome {
    std::optional<Errc> error;
    bool closed = false;
    unsigned commands = 0;
    unsigned get_responses = 0;
};

/// One command over a fresh channel, and a second one that may no longer be sent.
Outcome inject(const Bytes& to_command, const Bytes& to_get_response, std::size_t key_size = 16)
{
    Injector card;
    card.to_command = to_command;
    card.to_get_response = to_get_response;
    PlainChannel plain{card};
    SecureChannel channel{plain, test::sm_keys(key_size)};
    Outcome outcome;
    outcome.error = test::error_of([&] { return channel.transmit(read_command); });
    const auto again = test::error_of([&] { return channel.transmit(read_command); });
    outcome.closed = !channel.is_open() && again == Errc::secure_messaging_failed;
    outcome.commands = card.commands;
    outcome.get_responses = card.get_responses;
    return outcome;
}

} // namespace

TEST_CASE("secure_channel: each of the 65,536 status words in clear ends the channel, and nothing is sent twice")
{
    const auto wrong = test::failing_status_words([](unsigned status) {
        const Outcome outcome = inject(status_bytes(status), status_bytes(0x6F00));
        return outcome.error == Errc::secure_messaging_failed && outcome.closed && outcome.commands == 1 &&
               outcome.get_responses == (more_data(status) ? 1 : 0);
    });
    CHECK(wrong == test::no_status_word);
}

TEST_CASE("secure_channel: each of the 65,536 status words with data in clear ends the channel")
{
    const auto wrong = test::failing_status_words([](unsigned status) {
        const Outcome outcome = inject(concat({Bytes{0x61}, status_bytes(status)}), status_bytes(0x9000));
        return outcome.error == Errc::secure_messaging_failed && outcome.closed && outcome.commands == 1;
    });
    CHECK(wrong == test::no_status_word);
}

TEST_CASE("secure_channel: a protected answer passes under its own status word and no other of the 65,536")
{
    Bytes good;
    test::SmCard card{test::sm_keys(), [](const Command&) {
                          return iso7816::Response{Bytes(20, 0x5A), iso7816::sw::ok};
                      }};
    test::FunctionTransport recorder{[&](ByteView apdu) { return good = card.exchange(apdu); }};
    PlainChannel plain{recorder};
    SecureChannel channel{plain, test::sm_keys()};
    CHECK(channel.transmit(read_command).data().size() == 20);

    const ByteView objects = ByteView{good}.first(good.size() - 2);
    const auto wrong = test::failing_status_words([&](unsigned status) {
        const Outcome outcome = inject(concat({objects, status_bytes(status)}), status_bytes(0x9000));
        if (status == 0x9000 || more_data(status)) // 61xx only says that 9000 comes with the rest, here without data
            return outcome.error == std::nullopt;
        return outcome.error == Errc::secure_messaging_failed && outcome.closed && outcome.commands == 1;
    });
    CHECK(wrong == test::no_status_word);
}

TEST_CASE("secure_channel: 61xx without end is bounded below, and the channel ends")
{
    for (unsigned sw2 = 0; sw2 <= 0xFF; ++sw2) {
        const Bytes more = status_bytes(0x6100 | sw2);
        const Outcome empty = inject(more, more);
        CHECK(empty.error.has_value());
        CHECK(empty.closed);
        CHECK(empty.get_responses == 1);

        const Outcome drips = inject(more, concat({Bytes{0x87}, more}));
        CHECK(drips.error == Errc::response_too_long);
        CHECK(drips.closed);
        CHECK(drips.commands == 1);
        CHECK(drips.get_responses <= 301);
    }
}

TEST_CASE("secure_channel: 6Cxx in clear is not answered by the command again, whatever the length it tells")
{
    for (unsigned sw2 = 0; sw2 <= 0xFF; ++sw2) {
        const Outcome outcome = inject(status_bytes(0x6C00 | sw2), status_bytes(0x9000));
        CHECK(outcome.error == Errc::secure_messaging_failed);
        CHECK(outcome.commands == 1);
    }
}

TEST_CASE("secure_channel: answers without a whole status word end the channel")
{
    for (const Bytes& answer : {Bytes{}, Bytes{0x90}}) {
        const Outcome outcome = inject(answer, {});
        CHECK(outcome.error == Errc::response_malformed);
        CHECK(outcome.closed);
    }
}

TEST_CASE("secure_channel: a protected status word is passed on, never acted upon, and leaves the channel open")
{
    unsigned status = 0;
    unsigned commands = 0;
    test::SmCard card{test::sm_keys(), [&](const Command&) {
                          ++commands;
                          return iso7816::Response{{}, StatusWord{static_cast<std::uint16_t>(status)}};
                      }};
    PlainChannel plain{card};
    SecureChannel channel{plain, test::sm_keys()};
    unsigned sent = 0;
    for (; status <= 0xFFFF; ++status) {
        if (more_data(status)) // collected below, where nothing is protected
            continue;
        ++sent;
        if (channel.transmit(read_command).sw().value != status || commands != sent)
            FAIL_CHECK(status);
    }
    CHECK(channel.is_open());
}
