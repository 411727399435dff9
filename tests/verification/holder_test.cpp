// SPDX-License-Identifier: Apache-2.0
// The holder's proof: 9A signs after the PIN.
#include "whole_card.hpp"

#include "card/iso7816/plain_channel.hpp"
#include "card/piv/application.hpp"

#include "piv_keys.hpp"

#include <doctest/doctest.h>

using namespace card;
using test::Visit;
using test::WholeCard;
using trust::CheckId;
using trust::Overall;
using trust::State;

namespace {

namespace chip = refcard::piv;

session::Verification verify_with_pin(WholeCard& card, std::string_view digits)
{
    const SecureBytes pin{as_bytes(digits)};
    Visit visit{card};
    visit.request.pin = &pin;
    return visit.of(card);
}

trust::Check holder_check(const session::Verification& seen)
{
    for (const trust::Check& check : seen.verdict.checks)
        if (check.id == CheckId::holder)
            return check;
    return {};
}

/// Nothing of the PIN may stand in a command.
bool sent_in_clear(const WholeCard& card)
{
    const Bytes digits = to_bytes(as_bytes(WholeCard::pin));
    for (const Bytes& command : card.commands())
        if (std::search(command.begin(), command.end(), digits.begin(), digits.end()) != command.end())
            return true;
    return false;
}

} // namespace

TEST_CASE("holder: the right PIN, with every algorithm, and the card forgets it")
{
    for (const std::uint8_t algorithm : {chip::p256, chip::p384, chip::rsa_2048}) {
        CAPTURE(algorithm);
        WholeCard card{{.slots = {{0x9A, algorithm}, {0x9E, 0x11}}}};
        const session::Verification seen = verify_with_pin(card, WholeCard::pin);
        CHECK(seen.verdict.overall == Overall::genuine);
        CHECK(seen.verdict.state(CheckId::holder) == State::passed);
        CHECK(seen.costs.back().step == "holder");
        CHECK(!sent_in_clear(card));
        CHECK(card.image().pin->tries == 3);
    }
}

TEST_CASE("holder: without a PIN nobody is asked, and nothing is required")
{
    WholeCard card;
    const session::Verification seen = test::verify(card);
    CHECK(seen.verdict.overall == Overall::genuine);
    CHECK(holder_check(seen).reason == Errc::holder_not_checked);
}

TEST_CASE("holder: a wrong PIN costs one try and leaves the verdict open")
{
    WholeCard card;
    const session::Verification seen = verify_with_pin(card, "000000");
    CHECK(seen.verdict.overall == Overall::undetermined);
    const trust::Check check = holder_check(seen);
    CHECK(check.state == State::not_done);
    CHECK(check.reason == Errc::pin_wrong);
    CHECK(check.tries == 2U);
    CHECK(card.image().pin->tries == 2);
}

TEST_CASE("holder: the last try is not spent, a blocked PIN is not tried")
{
    for (const unsigned tries : {1U, 0U}) {
        WholeCard card{{.edit_image = [tries](refcard::Image& image) { image.pin->tries = tries; }}};
        const session::Verification seen = verify_with_pin(card, WholeCard::pin);
        CHECK(seen.verdict.overall == Overall::undetermined);
        CHECK(holder_check(seen).reason == (tries == 1 ? Errc::pin_last_try : Errc::pin_blocked));
        CHECK(card.image().pin->tries == tries);
    }
}

TEST_CASE("holder: what is no PIN is not sent")
{
    WholeCard card;
    for (const char* digits : {"", "12345", "123456789", "12345x"}) {
        card.reset();
        CHECK(holder_check(verify_with_pin(card, digits)).reason == Errc::pin_format);
    }
    CHECK(card.image().pin->tries == 3);
}

TEST_CASE("holder: cards without a PIN or without 9A")
{
    WholeCard removed{{.edit_image = [](refcard::Image& image) { image.pin.reset(); }}};
    CHECK(holder_check(verify_with_pin(removed, WholeCard::pin)).reason == Errc::pin_absent);
    WholeCard child{{.slots = {{0x9E, 0x11}}}};
    const session::Verification seen = verify_with_pin(child, WholeCard::pin);
    CHECK(holder_check(seen).reason == Errc::pin_absent);
    CHECK(seen.verdict.overall == Overall::undetermined);
}

TEST_CASE("holder: 9A proves the binding where 9E is not asked")
{
    WholeCard card;
    const SecureBytes pin{as_bytes(WholeCard::pin)};
    Visit visit{card};
    visit.request.pin = &pin;
    visit.request.binding = session::BindingCheck::left_out;
    const session::Verification seen = visit.of(card);
    CHECK(seen.verdict.state(CheckId::binding) == State::passed);
    CHECK(seen.evidence.binding.result == trust::SlotProof::Result::not_tried);
}

TEST_CASE("holder: a PIN that was not taken says nothing about the binding")
{
    WholeCard card;
    const SecureBytes pin{as_bytes("000000")};
    Visit visit{card};
    visit.request.pin = &pin;
    visit.request.binding = session::BindingCheck::left_out;
    const session::Verification seen = visit.of(card);
    CHECK(seen.verdict.overall == Overall::undetermined);
    CHECK(seen.verdict.state(CheckId::binding) == State::not_done);
    CHECK(holder_check(seen).reason == Errc::pin_wrong);
}

TEST_CASE("holder: VERIFY is sent once, even if somebody says that the card refused its length")
{
    WholeCard card;

    /// Passes everything on, and hides the answer to VERIFY with a PIN.
    struct Between : iso7816::Transport {
        explicit Between(WholeCard& card) : card_{card} {}

        Bytes exchange(ByteView command) override
        {
            const unsigned before = card_.image().pin->tries;
            const Bytes answer = card_.exchange(command);
            return card_.image().pin->tries < before ? Bytes{0x67, 0x00} : answer;
        }

        WholeCard& card_;
    } between{card};

    const SecureBytes pin{as_bytes("000000")};
    Visit visit{card};
    visit.request.pin = &pin;
    const session::Verification seen = visit.of(between);
    CHECK(seen.verdict.overall == Overall::not_genuine);
    CHECK(card.image().pin->tries == 2);
}

TEST_CASE("holder: a card that takes shorter commands than it announces is asked once more")
{
    WholeCard card{{.slots = {{0x9A, chip::rsa_2048}, {0x9E, chip::p256}},
        .buffers = {300, 32'768},
        .announced = refcard::Buffers{2048, 32'768}}};
    const session::Verification seen = verify_with_pin(card, WholeCard::pin);
    CHECK(trust::name(seen.verdict.overall) == "genuine");
    CHECK(seen.verdict.state(CheckId::holder) == State::passed);
    CHECK(card.image().pin->tries == 3);
}

TEST_CASE("holder: a card whose 9A does not sign forgets the PIN as well")
{
    WholeCard card{{.edit_image = [](refcard::Image& image) { image.piv_keys.erase(0x9A); }}};
    const session::Verification seen = verify_with_pin(card, WholeCard::pin);
    CHECK(seen.verdict.overall == Overall::not_genuine);
    CHECK(holder_check(seen).reason == Errc::holder_proof_failed);

    iso7816::PlainChannel again{card};
    card::piv::select(again, Visit{card}.request.profile->piv);
    CHECK(card::piv::pin_status(again).state == iso7816::PinResult::State::wrong);
}

TEST_CASE("holder: the certificate of another card's 9A gets no PIN, its key no belief")
{
    WholeCard other;
    const refcard::Bytes certificate = other.image().piv_objects.at(0x5FC105);
    WholeCard card{{.edit_image = [&](refcard::Image& image) { image.piv_objects[0x5FC105] = certificate; }}};
    const session::Verification seen = verify_with_pin(card, "000000");
    CHECK(seen.verdict.overall == Overall::not_genuine);
    CHECK(holder_check(seen).reason == Errc::holder_proof_failed);
    CHECK(card.image().pin->tries == 3);

    const refcard::PivKey key = other.image().piv_keys.at(0x9A);
    WholeCard swapped{{.edit_image = [&](refcard::Image& image) { image.piv_keys[0x9A] = key; }}};
    const session::Verification forged = verify_with_pin(swapped, WholeCard::pin);
    CHECK(forged.verdict.overall == Overall::not_genuine);
    CHECK(forged.verdict.decisive->reason == Errc::holder_proof_failed);
}

TEST_CASE("holder: a chip that did not prove genuine gets no PIN")
{
    const auto without_keys = [](refcard::Image& image) { // a copy of all that can be read
        image.ca_key = test::WholeCard{{.mappings = {"GM"}}}.image().ca_key;
    };
    WholeCard copy{{.mappings = {"GM"}, .edit_image = without_keys}};
    const session::Verification seen = verify_with_pin(copy, "000000");
    CHECK(seen.verdict.overall == Overall::not_genuine);
    CHECK(copy.image().pin->tries == 3);

    WholeCard stranger;
    Visit visit{stranger};
    const trust::TrustData nobody;
    const SecureBytes pin{as_bytes("000000")};
    visit.request.trust_data = &nobody;
    visit.request.pin = &pin;
    CHECK(visit.of(stranger).verdict.overall == Overall::undetermined);
    CHECK(stranger.image().pin->tries == 3);
}
