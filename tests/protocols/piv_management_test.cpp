// SPDX-License-Identifier: Apache-2.0
#include "protocols/reference_card.hpp"
#include "support/throws.hpp"
#include "support/vectors.hpp"

#include "card/base/hex.hpp"
#include "card/iso7816/chaining.hpp"
#include "card/iso7816/plain_channel.hpp"
#include "card/piv/administration.hpp"
#include "card/piv/application.hpp"
#include "card/piv/import_key.hpp"
#include "card/piv/key_history.hpp"
#include "card/piv/management.hpp"
#include "card/piv/possession.hpp"
#include "card/piv/retries.hpp"

#include <doctest/doctest.h>

using namespace card;
using piv::ManagementAlgorithm;
using piv::Slot;

namespace {

const profile::Profile& profile_ = profile::builtin();
const Bytes default_pin = to_bytes(as_bytes(piv::default_pin));

refcard::Profile other_make(ManagementAlgorithm algorithm, ByteView key)
{
    refcard::Profile profile = refcard::Profile::builtin();
    profile.piv.retired_keys = 20;
    profile.piv.management_key =
        refcard::ManagementKey{.algorithm = static_cast<std::uint8_t>(algorithm), .value = test::card_side(key)};
    return profile;
}

/// A card of another make with the PKI application selected, behind short commands in chains.
struct OtherCard {
    explicit OtherCard(ManagementAlgorithm algorithm = ManagementAlgorithm::tdes)
        : key(piv::key_size(algorithm), std::uint8_t{0x4D}), card{other_make(algorithm, key)}
    {
        piv::select(plain, profile_.piv);
    }

    void authenticate(ManagementAlgorithm algorithm = ManagementAlgorithm::tdes)
    {
        piv::authenticate(channel, algorithm, key, crypto::system_random());
    }

    void verify(ByteView pin = default_pin)
    {
        iso7816::require_verified(piv::verify_pin(channel, pin, profile_), "VERIFY");
    }

    Bytes key;
    test::ReferenceCard card;
    iso7816::PlainChannel plain{card};
    iso7816::ChainingChannel channel{plain};
};

piv::PrivateKey vector_key(const std::string& kind)
{
    for (const test::Vector& vector : test::read_vectors("private_keys.vec"))
        if (vector.text("Kind") == kind)
            return piv::decode_private_key(vector.bytes("Pkcs8"));
    throw std::runtime_error{"no such vector"};
}

} // namespace

TEST_CASE("reference card: management keys of every algorithm, ours and another one")
{
    for (const auto algorithm : {ManagementAlgorithm::tdes, ManagementAlgorithm::aes128, ManagementAlgorithm::aes192,
             ManagementAlgorithm::aes256}) {
        CAPTURE(static_cast<unsigned>(algorithm));
        OtherCard other{algorithm};
        const auto put = [&] {
            return test::error_of([&] {
                piv::put_data(other.channel, piv::object::key_history, encode(piv::KeyHistory{.on_card = 2}));
                return 0;
            });
        };
        CHECK(put() == Errc::access_denied);
        other.key.back() ^= 2; // bit 1 of a TDES key is a parity bit
        CHECK(test::error_of([&] { return other.authenticate(algorithm), 0; }) == Errc::scp_cryptogram_wrong);
        CHECK(put() == Errc::access_denied);
        other.key.back() ^= 2;
        other.authenticate(algorithm);
        CHECK(put() == std::nullopt);
        CHECK(piv::decode_key_history(*piv::get_data(other.channel, piv::object::key_history)).on_card == 2);
    }
    OtherCard other{ManagementAlgorithm::aes128};
    other.key.resize(24);
    CHECK(
        test::error_of([&] { return other.authenticate(ManagementAlgorithm::aes192), 0; }) == Errc::unexpected_status);
}

TEST_CASE("reference card: a new management key")
{
    OtherCard other;
    const Bytes fresh(32, std::uint8_t{0x5E});
    CHECK(test::error_of([&] {
        return piv::set_management_key(other.channel, ManagementAlgorithm::aes256, fresh), 0;
    }) == Errc::access_denied);
    other.authenticate();
    piv::set_management_key(other.channel, ManagementAlgorithm::aes256, fresh);
    piv::select(other.plain, profile_.piv);
    CHECK(test::error_of([&] { return other.authenticate(), 0; }) == Errc::unexpected_status);
    other.key = fresh;
    other.authenticate(ManagementAlgorithm::aes256);
}

TEST_CASE("reference card: every container written and read, those that need it with the PIN")
{
    OtherCard other;
    other.authenticate();
    for (const piv::Container& container : piv::containers()) {
        CAPTURE(container.name);
        const Bytes content = concat({Bytes{0xFE, 0x02}, big_endian(container.id, 2)});
        if (container.tag != piv::object::discovery && container.tag != piv::object::chuid) // the card knows their form
            piv::put_data(other.channel, container.tag, content);
    }
    for (const piv::Container& container : piv::containers()) {
        CAPTURE(container.name);
        const auto read = [&] { return piv::get_data(other.channel, container.tag); };
        if (container.access == piv::Container::Access::pin)
            CHECK(test::error_of(read) == Errc::access_denied);
        else if (container.tag != piv::object::chuid)
            CHECK(read().has_value());
    }
    other.verify();
    for (const piv::Container& container : piv::containers())
        if (container.access == piv::Container::Access::pin)
            CHECK(*piv::get_data(other.channel, container.tag) ==
                  concat({Bytes{0xFE, 0x02}, big_endian(container.id, 2)}));
}

TEST_CASE("reference card: imported keys sign, agree and decrypt, in retired slots, too")
{
    OtherCard other;
    other.authenticate();
    const std::pair<Slot, const char*> imports[] = {{Slot::authentication, "P-256"}, {Slot::signature, "RSA-2048"},
        {Slot::key_management, "P-384"}, {Slot::retired_1, "P-256"}, {Slot::retired_2, "RSA-2048"},
        {Slot::retired_20, "RSA-4096"}, {Slot::card_authentication, "RSA-3072"}};
    for (const auto& [slot, key_kind] : imports) {
        const char* const kind = key_kind; // Clang captures no structured binding
        CAPTURE(kind);
        const piv::PrivateKey key = vector_key(kind);
        piv::import_key(other.channel, slot, key, piv::ImportForm::one_command);
        other.verify(); // 9C asks each time
        CHECK(piv::has_private_key(other.channel, slot, piv::public_key_of(key), crypto::system_random()));
    }
    other.verify();
    CHECK_FALSE(piv::has_private_key(
        other.channel, Slot::retired_1, crypto::Group{crypto::Curve::p256}.generator(), crypto::system_random()));
}

TEST_CASE("reference card: keys are generated in retired slots under the management key")
{
    OtherCard other;
    CHECK(test::error_of([&] { return piv::generate_key(other.channel, Slot::retired_7, piv::Algorithm::p256); }) ==
          Errc::access_denied);
    other.authenticate();
    const crypto::PublicKey key = piv::generate_key(other.channel, Slot::retired_7, piv::Algorithm::p256);
    const Bytes certificate = from_hex("3003020107");
    piv::put_data(
        other.channel, piv::certificate_object(Slot::retired_7), piv::encode_certificate_container(certificate));
    CHECK(piv::read_certificate(other.channel, Slot::retired_7) == certificate);
    CHECK_FALSE(piv::read_certificate(other.channel, Slot::retired_8).has_value());
    other.verify();
    CHECK(piv::has_private_key(other.channel, Slot::retired_7, key, crypto::system_random()));
}

TEST_CASE("reference card: numbers of tries, and no published PIN or PUK afterwards")
{
    OtherCard other;
    const piv::NewValues values{.pin = as_bytes("135790"), .puk = as_bytes("24680246")};
    const auto set = [&] {
        return test::error_of(
            [&] { return piv::set_retries(other.channel, {.pin = 9, .puk = 4}, default_pin, values, profile_), 0; });
    };
    CHECK(set() == Errc::access_denied);
    other.authenticate();
    CHECK(set() == std::nullopt);
    piv::log_out(other.channel);
    CHECK(piv::pin_status(other.channel) == iso7816::PinResult::wrong(9));
    CHECK(piv::verify_pin(other.channel, default_pin, profile_) == iso7816::PinResult::wrong(8));
    other.verify(values.pin);
    CHECK(piv::reset_pin(other.channel, as_bytes(piv::default_puk), as_bytes("111111"), profile_) ==
          iso7816::PinResult::wrong(3));
    CHECK(piv::reset_pin(other.channel, values.puk, as_bytes("111111"), profile_).ok());

    // An earlier visit ended between the numbers and the values.
    OtherCard broken_off;
    piv::replace_default_values(broken_off.channel, values, profile_);
    broken_off.verify(values.pin);
    piv::replace_default_values(broken_off.channel, values, profile_);
    CHECK(piv::change_puk(broken_off.channel, values.puk, as_bytes("11223344"), profile_).ok());
}
