// SPDX-License-Identifier: Apache-2.0
#include "card/base/error.hpp"
#include "card/crypto/random.hpp"
#include "issuer/pin_envelope.hpp"
#include "support/throws.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace perso::issuer;
using card::Errc;
using card::crypto::Curve;
using card::crypto::Group;
using card::crypto::KeyPair;
using test::error_of;

namespace {

constexpr std::string_view pin = "abcdefghijkm23456789wxyz";

/// What a card does with its key 9D.
Agreement agreement_of(const KeyPair& card_key)
{
    return [&](const card::crypto::Point& peer) { return card::crypto::shared_secret(card_key, peer); };
}

} // namespace

TEST_CASE("PIN envelope: the card's key opens it, no other")
{
    auto& random = card::crypto::system_random();
    for (const Curve curve : {Curve::p256, Curve::p384}) {
        const KeyPair own = Group{curve}.generate(random);
        const KeyPair foreign = Group{curve}.generate(random);
        const card::Bytes der = seal_pin(card::as_bytes(pin), "noy", own.public_key(), random);
        const PinEnvelope envelope = parse_pin_envelope(der);
        CHECK(envelope.person == "noy");
        CHECK(envelope.key == own.public_key());
        CHECK(card::as_text(open_pin(envelope, agreement_of(own)).view()) == pin);
        CHECK(error_of([&] { open_pin(envelope, agreement_of(foreign)); }) == Errc::seal_broken);
        CHECK(std::search(der.begin(), der.end(), pin.begin(), pin.end()) == der.end());
    }
}

TEST_CASE("PIN envelope: two for one card have nothing in common that is secret")
{
    auto& random = card::crypto::system_random();
    const KeyPair own = Group{Curve::p256}.generate(random);
    const auto one = parse_pin_envelope(seal_pin(card::as_bytes(pin), "noy", own.public_key(), random));
    const auto other = parse_pin_envelope(seal_pin(card::as_bytes(pin), "noy", own.public_key(), random));
    CHECK(one.ephemeral != other.ephemeral);
    CHECK(one.sealed != other.sealed);
}

TEST_CASE("PIN envelope: cut at any byte or lengthened, it is none")
{
    auto& random = card::crypto::system_random();
    const KeyPair own = Group{Curve::p256}.generate(random);
    const card::Bytes der = seal_pin(card::as_bytes(pin), "noy", own.public_key(), random);
    for (std::size_t size = 0; size < der.size(); ++size)
        CHECK(error_of([&] { parse_pin_envelope(card::ByteView{der}.first(size)); }) == Errc::malformed_tlv);
    card::Bytes longer = der;
    longer.push_back(0);
    CHECK(error_of([&] { parse_pin_envelope(longer); }) == Errc::malformed_tlv);
    CHECK(error_of([&] { parse_pin_envelope(card::Bytes(1025)); }) == Errc::malformed_data);
}

TEST_CASE("PIN envelope: changed in any byte, it does not open")
{
    auto& random = card::crypto::system_random();
    const KeyPair own = Group{Curve::p256}.generate(random);
    const card::Bytes der = seal_pin(card::as_bytes(pin), "noy", own.public_key(), random);
    for (std::size_t i = 0; i < der.size(); ++i) {
        card::Bytes changed = der;
        changed[i] ^= 0x01;
        CHECK(error_of([&] { open_pin(parse_pin_envelope(changed), agreement_of(own)); }).has_value());
    }
}
