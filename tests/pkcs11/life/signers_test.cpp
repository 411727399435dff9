// SPDX-License-Identifier: Apache-2.0
// Eight signers on one card, left alone and disturbed.
#include "issued_card.hpp"
#include "life/measure.hpp"
#include "life/signers.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>

namespace {

using test::Campaign;
using test::IssuedCard;
using test::Tally;
using namespace std::chrono_literals;

/// Who finds the card taken asks again 100 ms later (pcsc-lite's client), and luck decides for a few seconds.
constexpr auto sample = 18s;

/// Of the signatures that the luckiest signer with the same key got.
constexpr unsigned fair_share = 8;

/// Signers with 9A are six; those with 9C and 9E have a key of their own.
void check_nobody_starved(const Campaign& campaign)
{
    unsigned most = 0;
    for (std::size_t i = 0; i < Campaign::with_9c; ++i)
        most = std::max(most, campaign.tallies()[i].signatures.load());
    for (const Tally& one : campaign.tallies()) {
        CHECK(one.signatures >= most / fair_share);
        CHECK(one.signatures >= 3);
        CHECK(std::chrono::microseconds{one.longest_us} < campaign.duration() / 2);
    }
}

/// What holds for every campaign: no wrong result, nobody starved, no answer but a signature or a lost login, each loss
/// told once, none of the key without PIN, and no try lost.
void check(const Campaign& campaign)
{
    check_nobody_starved(campaign);
    for (const Tally& one : campaign.tallies()) {
        CHECK(one.wrong == 0);
        CHECK(one.failures == 0);
        CHECK(one.repeated == 0);
        CHECK(one.losses <= campaign.disturbances());
    }
    CHECK(campaign.tallies()[Campaign::with_9e].losses == 0);
    CHECK(test::all_tries_left());
}

} // namespace

TEST_SUITE_BEGIN("signers");

TEST_CASE("pkcs11 life: eight signers on one card lose no login")
{
    const IssuedCard card;
    const Campaign campaign{test::campaign(sample), {}, {}};
    campaign.print("eight signers");
    check(campaign);
    CHECK(campaign.answer_at_rest() == CKR_OK); // and none was lost, since there was no disturbance
}

TEST_CASE("pkcs11 life: eight signers, and a program that resets the card")
{
    const IssuedCard card;
    const Campaign campaign{test::campaign(sample), test::reset_card, 700ms};
    campaign.print("a resetter");
    check(campaign);
    CHECK(campaign.disturbances() > 2);
    CHECK(campaign.answer_at_rest() == CKR_USER_NOT_LOGGED_IN);
}

TEST_CASE("pkcs11 life: eight signers, and a program that selects other applications")
{
    const IssuedCard card;
    const Campaign campaign{test::campaign(sample), test::select_another_application, 300ms};
    campaign.print("an applet switcher");
    check(campaign);
    CHECK(campaign.disturbances() > 2);
    CHECK(campaign.answer_at_rest() == CKR_USER_NOT_LOGGED_IN);
}

TEST_CASE("pkcs11 life: eight signers, and programs that are killed inside a transaction")
{
    const IssuedCard card;
    const Campaign campaign{test::campaign(sample), test::die_in_transaction, 700ms};
    campaign.print("programs killed inside a transaction");
    check(campaign);
    CHECK(campaign.disturbances() > 2);
    CHECK(campaign.answer_at_rest() == CKR_USER_NOT_LOGGED_IN);
}

TEST_SUITE_END();
