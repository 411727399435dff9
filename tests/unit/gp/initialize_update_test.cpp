// SPDX-License-Identifier: Apache-2.0
#include "card/gp/initialize_update.hpp"

#include "support/script_of.hpp"
#include "support/scripted_transport.hpp"
#include "support/throws.hpp"

#include "card/base/hex.hpp"
#include "card/iso7816/plain_channel.hpp"

#include <doctest/doctest.h>

using namespace card;

namespace {

const Bytes answer = from_hex("4C414F494443DEADBEEF 30 0370 703EB51047495B24 66C484C1D2EF1948 000102");

std::optional<Errc> rejected(const Bytes& data)
{
    CAPTURE(to_hex(data));
    return test::error_of([&] { return gp::decode_initialize_update(data); });
}

} // namespace

TEST_CASE("initialize_update: the parts of the answer, [GP-D] §7.1.1.6")
{
    const gp::CardIdentification card = gp::decode_initialize_update(answer);
    CHECK(to_hex(card.kdd.bytes) == "4c414f494443deadbeef");
    CHECK(card.kvn == gp::Kvn{0x30});
    CHECK(to_hex(card.card_challenge) == "703eb51047495b24");
    CHECK(to_hex(card.card_cryptogram) == "66c484c1d2ef1948");
    CHECK(to_hex(card.sequence_counter) == "000102");
}

TEST_CASE("initialize_update: truncations, trailing bytes and other protocols are refused")
{
    for (std::size_t size = 0; size < answer.size(); ++size)
        CHECK(
            rejected({answer.begin(), answer.begin() + static_cast<std::ptrdiff_t>(size)}) == Errc::response_malformed);
    CHECK(rejected(concat({answer, Bytes{0x00}})) == Errc::response_malformed);
    for (const auto& [at, value] : {std::pair{11, 0x02}, {11, 0x01}, {12, 0x00}, {12, 0x60}, {12, 0x71}}) {
        Bytes other = answer;
        other[static_cast<std::size_t>(at)] = static_cast<std::uint8_t>(value);
        CHECK(rejected(other) == Errc::response_malformed);
    }
}

TEST_CASE("initialize_update: names the chip without authenticating anybody")
{
    const gp::Challenge host{1, 2, 3, 4, 5, 6, 7, 8};
    const auto outcome = [&](const std::string& command, const std::string& response, gp::Kvn kvn) {
        test::ScriptedTransport transport{test::script_of({{command, response}})};
        iso7816::PlainChannel channel{transport};
        return test::error_of([&] { return gp::initialize_update(channel, kvn, host); });
    };
    CHECK(outcome("8050000008 0102030405060708 00", to_hex(answer) + "9000", gp::any_kvn) == std::nullopt);
    CHECK(outcome("8050310008 0102030405060708 00", "6A88", gp::Kvn{0x31}) == Errc::unexpected_status);
    CHECK(outcome("8050000008 0102030405060708 00", "6982", gp::any_kvn) == Errc::access_denied);
    CHECK(outcome("8050000008 0102030405060708 00", "9000", gp::any_kvn) == Errc::response_malformed);
}
