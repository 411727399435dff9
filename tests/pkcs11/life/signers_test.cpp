// SPDX-License-Identifier: Apache-2.0
// Eight signers on one card, left alone and disturbed.
#include "issued_card.hpp"
#include "life/measure.hpp"
#include "life/signers.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

namespace {

using test::Campaign;
using test::IssuedCard;
using test::Tally;
using namespace std::chrono_literals;

/// Of the signatures that the luckiest signer with the same key got.
constexpr unsigned fair_share = 8;

/// Who finds the card taken asks again 100 ms later (pcsc-lite's client), so one signature is a matter of luck for
/// seconds.
constexpr std::chrono::seconds longest_wait{5};

/// What each signer got in all campaigns: a share shows only when the card changed hands often enough.
std::array<unsigned, test::signer_count> signatures{};

void check_nobody_waited_too_long(const Campaign& campaign)
{
    const auto limit = std::max<std::chrono::microseconds>(campaign.duration() / 2, longest_wait);
    for (std::size_t i = 0; i < test::signer_count; ++i) {
        const Tally& one = campaign.tallies()[i];
        signatures[i] += one.signatures;
        CHECK(one.signatures >= 3);
        CHECK(std::chrono::microseconds{one.longest_us} < limit);
    }
}

/// What holds for every campaign: no wrong result, nobody waits long, no answer but a signature or a lost login, each
/// loss told once, none of the key without PIN, and no try lost.
void check(const Campaign& campaign)
{
    check_nobody_waited_too_long(campaign);
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
    const Campaign campaign{test::campaign(10s), {}, {}};
    campaign.print("eight signers");
    check(campaign);
    CHECK(campaign.answer_at_rest() == CKR_OK); // and none was lost, since there was no disturbance
}

TEST_CASE("pkcs11 life: eight signers, and a program that resets the card")
{
    const IssuedCard card;
    const Campaign campaign{test::campaign(6s), test::reset_card, 700ms};
    campaign.print("a resetter");
    check(campaign);
    CHECK(campaign.disturbances() > 2);
    CHECK(campaign.answer_at_rest() == CKR_USER_NOT_LOGGED_IN);
}

TEST_CASE("pkcs11 life: eight signers, and a program that selects other applications")
{
    const IssuedCard card;
    const Campaign campaign{test::campaign(6s), test::select_another_application, 300ms};
    campaign.print("an applet switcher");
    check(campaign);
    CHECK(campaign.disturbances() > 2);
    CHECK(campaign.answer_at_rest() == CKR_USER_NOT_LOGGED_IN);
}

TEST_CASE("pkcs11 life: eight signers, and programs that are killed inside a transaction")
{
    const IssuedCard card;
    const Campaign campaign{test::campaign(6s), test::die_in_transaction, 700ms};
    campaign.print("programs killed inside a transaction");
    check(campaign);
    CHECK(campaign.disturbances() > 2);
    CHECK(campaign.answer_at_rest() == CKR_USER_NOT_LOGGED_IN);
}

TEST_CASE("pkcs11 life: nobody starved in all campaigns together")
{
    // Signers with 9A are six; those with 9C and 9E have a key of their own.
    const unsigned most = *std::max_element(signatures.begin(), signatures.begin() + Campaign::with_9c);
    REQUIRE(most > 0);
    for (const unsigned one : signatures)
        CHECK(one >= most / fair_share);
    std::printf(
        "all campaigns: most signatures %u, least %u\n", most, *std::min_element(signatures.begin(), signatures.end()));
}

TEST_SUITE_END();
