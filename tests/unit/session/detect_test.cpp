// SPDX-License-Identifier: Apache-2.0
#include "card/session/detect.hpp"

#include "card/base/error.hpp"
#include "card/base/hex.hpp"
#include "card/iso7816/plain_channel.hpp"

#include "support/scripted_transport.hpp"
#include "support/throws.hpp"

#include <doctest/doctest.h>

using namespace card;

namespace {

session::Detected detect(const std::string& identity, const std::string& pki, bool ours)
{
    test::ScriptedTransport card{"> 00A4040C 07 A0000002471001\n< " + identity +
                                 "\n> 00A40400 0B A000000308000010000100 00\n< " + pki +
                                 (ours ? "\n> 00A4000C 02 3F00\n< 9000" : "")};
    iso7816::PlainChannel channel{card};
    return session::detect(channel, profile::builtin());
}

const char* const personalized = "6118 7316 8010 00112233445546678899AABBCCDDEEFF 8102 0005 9000";
const char* const blank = "6118 7316 8010 00000000000000000000000000000000 8102 0000 9000";

} // namespace

TEST_CASE("detect: both applications, GUID and change counter")
{
    const session::Detected card = detect("9000", personalized, true);
    CHECK(card.identity);
    CHECK(card.pki);
    CHECK(to_hex(card.guid.value()) == "00112233445546678899aabbccddeeff");
    CHECK(card.change_counter == 5U);
}

TEST_CASE("detect: a blank card has no GUID yet, a child's card no PKI application, another maker's no identity")
{
    CHECK_FALSE(detect("9000", blank, true).guid.has_value());
    const session::Detected child = detect("9000", "6A82", true);
    CHECK(child.identity);
    CHECK_FALSE(child.pki);
    const session::Detected piv = detect("6A82", "6111 4F0600001000010079074F05A000000308 9000", true);
    CHECK_FALSE(piv.identity);
    CHECK(piv.pki);
}

TEST_CASE("detect: a card with neither is unknown")
{
    for (const char* status : {"6A82", "6D00", "6E00", "6985", "6999"})
        CHECK(test::error_of([&] { return detect(status, status, false).pki; }) == Errc::card_unknown);
}
