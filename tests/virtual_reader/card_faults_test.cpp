// SPDX-License-Identifier: Apache-2.0
// A card that is pulled, exchanged or broken while it is verified, through real PC/SC.
#include "issued_card.hpp"

#include "card/crypto/hash.hpp"
#include "card/session/card.hpp"

#include "support/sandbox.hpp"
#include "support/throws.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <filesystem>

using namespace card;
using Clock = std::chrono::steady_clock;

namespace {

std::optional<Errc> verifying(const test::IssuedCard& issued, const auth::Can& can)
{
    pcsc::Context context;
    session::Card card{context, ""};
    return test::error_of([&] { return card.verify(issued.request(can)).verdict.overall; });
}

/// The card comes with this fault; those that pull it leave nothing to eject.
std::optional<Errc> verifying_with(const test::IssuedCard& issued, const std::string& fault)
{
    test::insert_card(issued.image, "--fault " + fault);
    return verifying(issued, issued.password());
}

} // namespace

TEST_CASE("faults: a card pulled at any step ends without a verdict")
{
    const test::IssuedCard issued = test::issued_card();
    // SELECT MF, EF.CardAccess, PACE, EF.SOD, Chip Authentication, the first answer under its keys, DG2, binding
    for (const char* fault : {"cut@1", "tear@3", "cut@6", "tear@10", "tear@13", "cut@14", "tear@15", "cut@21"}) {
        CAPTURE(std::string{fault});
        CHECK(verifying_with(issued, fault) == Errc::card_removed);
    }
}

TEST_CASE("faults: another card in its place")
{
    const test::IssuedCard issued = test::issued_card();
    const std::string other = issued.image + ".other";
    std::filesystem::copy_file(issued.image, other, std::filesystem::copy_options::overwrite_existing);
    for (const char* at : {"4", "15"}) {
        CHECK(verifying_with(issued, "swap@" + std::string{at} + ":" + other) == Errc::card_swapped);
        test::eject_card();
    }
}

TEST_CASE("faults: half a status word")
{
    CHECK(verifying_with(test::issued_card(), "shorten@12") == Errc::reader_failed);
    test::eject_card();
}

TEST_CASE("faults: a wrong CAN costs time and no try")
{
    const test::IssuedCard issued = test::issued_card();
    SecureBytes wrong = issued.can.clone();
    wrong[0] = wrong[0] == '0' ? '1' : '0';
    test::insert_card(issued.image);

    const auto before = Clock::now();
    CHECK(verifying(issued, auth::Can{wrong}) == Errc::can_wrong);
    CHECK(Clock::now() - before >= std::chrono::milliseconds{profile::builtin().pace.first_delay_ms});
    CHECK(verifying(issued, auth::Can{wrong}) == Errc::can_wrong);
    CHECK(verifying(issued, issued.password()) == std::nullopt);
    test::eject_card();
}

TEST_CASE("card: what it is, and a signature by 9A")
{
    const test::IssuedCard issued = test::issued_card();
    test::insert_card(issued.image);
    {
        pcsc::Context context;
        session::Card card{context, "Virtual PCD"};
        const session::Detected detected = card.detect();
        CHECK(detected.identity);
        CHECK(detected.pki);
        CHECK(detected.guid.has_value());

        const Bytes digest = crypto::digest(crypto::Hash::sha256, as_bytes("a document"));
        CHECK(card.sign_with_9a(issued.pin, digest).size() <= 72);

        SecureBytes wrong = issued.pin.clone();
        wrong[0] = wrong[0] == '0' ? '1' : '0';
        const auto sign = [&](const SecureBytes& pin) {
            return test::error_of([&] { return card.sign_with_9a(pin, digest); });
        };
        CHECK(sign(wrong) == Errc::pin_wrong);
        CHECK(sign(wrong) == Errc::pin_wrong);
        CHECK(sign(wrong) == Errc::pin_last_try); // nothing was sent
        CHECK(sign(issued.pin) == Errc::pin_last_try);
    }
    test::eject_card();
}
