// SPDX-License-Identifier: Apache-2.0
// Eight signers on one card, left alone and disturbed.
#include "issued_card.hpp"
#include "life/measure.hpp"
#include "life/signers.hpp"

#include "card/base/hex.hpp"

#include <doctest/doctest.h>

#include <chrono>

namespace {

using test::Campaign;
using test::IssuedCard;
using test::Tally;
using namespace std::chrono_literals;

/// For one signature, beside seven others who want the card as well.
constexpr auto longest_wait = 3s;

/// What holds for every campaign: no wrong result, nobody starved, no answer but a signature or a lost login, each loss
/// told once, none of the key without PIN, and no try lost.
void check(const Campaign& campaign)
{
    for (const Tally& one : campaign.tallies()) {
        CHECK(one.wrong == 0);
        CHECK(one.failures == 0);
        CHECK(one.repeated == 0);
        CHECK(one.signatures >= 3); // in no less than six seconds
        CHECK(std::chrono::microseconds{one.longest_us} < 10 * longest_wait);
    }
    CHECK(campaign.tallies()[Campaign::with_9e].losses == 0);
    test::foreign_reset();
    test::foreign_command("00A4040C0BA000000308000010000100");
    CHECK(test::foreign_command("00200080") == card::from_hex("63C3"));
}

} // namespace

TEST_SUITE_BEGIN("signers");

TEST_CASE("pkcs11 life: eight signers on one card lose no login")
{
    const IssuedCard card;
    const Campaign campaign{test::campaign(10s), {}, {}};
    campaign.print("eight signers");
    check(campaign);
    for (const Tally& one : campaign.tallies())
        CHECK(one.losses == 0);
}

TEST_CASE("pkcs11 life: eight signers, and a program that resets the card")
{
    const IssuedCard card;
    const Campaign campaign{test::campaign(6s), test::reset_card, 700ms};
    campaign.print("a resetter");
    check(campaign);
    CHECK(campaign.disturbances() > 2);
}

TEST_CASE("pkcs11 life: eight signers, and a program that selects other applications")
{
    const IssuedCard card;
    const Campaign campaign{test::campaign(6s), test::select_another_application, 300ms};
    campaign.print("an applet switcher");
    check(campaign);
    CHECK(campaign.disturbances() > 2);
}

TEST_CASE("pkcs11 life: eight signers, and programs that are killed inside a transaction")
{
    const IssuedCard card;
    const Campaign campaign{test::campaign(6s), test::die_in_transaction, 700ms};
    campaign.print("programs killed inside a transaction");
    check(campaign);
    CHECK(campaign.disturbances() > 2);
}

TEST_SUITE_END();
