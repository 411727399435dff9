// SPDX-License-Identifier: Apache-2.0
#include "card/piv/slots.hpp"

#include "support/throws.hpp"

#include <doctest/doctest.h>

using namespace card;
using piv::Algorithm;
using piv::Slot;

TEST_CASE("piv slots: key references and their certificates, [800-73-4] part 1 tables 3 and 4b")
{
    CHECK(piv::certificate_object(Slot::authentication) == tlv::Tag{0x5FC105});
    CHECK(piv::certificate_object(Slot::signature) == tlv::Tag{0x5FC10A});
    CHECK(piv::certificate_object(Slot::key_management) == tlv::Tag{0x5FC10B});
    CHECK(piv::certificate_object(Slot::card_authentication) == tlv::Tag{0x5FC101});
    for (const Slot slot : piv::all_slots)
        CHECK(piv::slot_of(static_cast<std::uint8_t>(slot)) == slot);
    for (const std::uint8_t other : Bytes{0x00, 0x80, 0x81, 0x96, 0x99, 0x9B, 0x9F, 0xF9, 0xFF})
        CHECK_FALSE(piv::slot_of(other).has_value());
}

TEST_CASE("piv slots: the twenty retired keys, [800-73-4] part 1 tables 3 and 4b")
{
    REQUIRE(piv::retired_slots.size() == 20);
    for (std::uint8_t i = 0; i < 20; ++i) {
        const Slot slot = piv::retired_slots[i];
        CHECK(static_cast<unsigned>(slot) == 0x82U + i);
        CHECK(piv::slot_of(static_cast<std::uint8_t>(0x82 + i)) == slot);
        CHECK(piv::certificate_object(slot) == tlv::Tag{0x5FC10DU + i});
        CHECK(piv::retired_number(slot) == i + 1U);
        CHECK(piv::is_retired(slot));
        CHECK(piv::manages_keys(slot));
        CHECK(piv::needs_pin(slot));
    }
    for (const Slot slot : piv::all_slots) {
        CHECK_FALSE(piv::is_retired(slot));
        CHECK(piv::retired_number(slot) == 0);
        CHECK(piv::manages_keys(slot) == (slot == Slot::key_management));
        CHECK(piv::needs_pin(slot) == (slot != Slot::card_authentication));
    }
    CHECK(test::error_of([] { return piv::certificate_object(Slot{0x9B}); }) == Errc::unsupported);
}

TEST_CASE("piv slots: their names are their key references, [800-73-4] part 1 table 4b")
{
    CHECK(piv::name(Slot::authentication) == "9A");
    CHECK(piv::name(Slot::signature) == "9C");
    CHECK(piv::name(Slot::key_management) == "9D");
    CHECK(piv::name(Slot::card_authentication) == "9E");
    CHECK(piv::name(Slot::retired_1) == "82");
    CHECK(piv::name(Slot::retired_14) == "8F");
    CHECK(piv::name(Slot::retired_15) == "90");
    CHECK(piv::name(Slot::retired_20) == "95");
    CHECK(piv::name(Slot{0x00}) == "00"); // no slot: what a card says of itself is shown as it is
    CHECK(piv::name(Slot{0x0F}) == "0F");
    CHECK(piv::name(Slot{0xF9}) == "F9");
    CHECK(piv::name(Slot{0xFF}) == "FF");
}

TEST_CASE("piv algorithms: identifiers and keys, [800-78-4] table 6-2")
{
    CHECK(piv::algorithm_of(std::uint8_t{0x11}) == Algorithm::p256);
    CHECK(piv::algorithm_of(std::uint8_t{0x14}) == Algorithm::p384);
    CHECK(piv::algorithm_of(std::uint8_t{0x07}) == Algorithm::rsa_2048);
    CHECK(piv::algorithm_of(std::uint8_t{0x05}) == Algorithm::rsa_3072);
    CHECK(piv::algorithm_of(std::uint8_t{0x16}) == Algorithm::rsa_4096);
    CHECK_FALSE(piv::algorithm_of(std::uint8_t{0x06}).has_value()); // RSA-1024

    CHECK(piv::hash_for(Algorithm::p384) == crypto::Hash::sha384);
    CHECK(piv::hash_for(Algorithm::rsa_3072) == crypto::Hash::sha256);
    const auto input = [](Algorithm algorithm) {
        return piv::signature_input(algorithm, crypto::Hash::sha256, Bytes(32, std::uint8_t{0xAA}));
    };
    CHECK(input(Algorithm::p256) == Bytes(32, std::uint8_t{0xAA}));
    CHECK(input(Algorithm::rsa_3072) == crypto::pkcs1_block(crypto::Hash::sha256, Bytes(32, std::uint8_t{0xAA}), 384));

    const auto of_curve = [](crypto::Curve curve) {
        return piv::algorithm_of(crypto::PublicKey{crypto::Group{curve}.generator()});
    };
    const auto of_size = [](std::size_t size) {
        return piv::algorithm_of(
            crypto::PublicKey{crypto::RsaPublicKey::make(Bytes(size, std::uint8_t{0xFF}), Bytes{0x01, 0x00, 0x01})});
    };
    CHECK(of_curve(crypto::Curve::p256) == Algorithm::p256);
    CHECK(of_curve(crypto::Curve::p384) == Algorithm::p384);
    CHECK(of_size(256) == Algorithm::rsa_2048);
    CHECK(of_size(384) == Algorithm::rsa_3072);
    CHECK(test::error_of([&] { return of_curve(crypto::Curve::brainpool_p256r1); }) == Errc::unsupported);
    CHECK(of_size(512) == Algorithm::rsa_4096);
    CHECK(test::error_of([&] { return of_size(320); }) == Errc::unsupported);
}
