// SPDX-License-Identifier: Apache-2.0
#include "issuer/radar/radar.hpp"

#include "issuer/issuer_office.hpp"
#include "moduli.hpp"
#include "primes.hpp"

#include "card/base/hex.hpp"
#include "card/pki/signing_key.hpp"
#include "issuer/signers.hpp"
#include "support/throws.hpp"

#include <doctest/doctest.h>

using namespace perso;
using card::Errc;
using card::crypto::PublicKey;
using card::crypto::RsaPublicKey;
using issuer::radar::Radar;
using test::error_of;

namespace {

constexpr card::Time now = test::office_start;
const card::Bytes f4 = card::from_hex("010001");

PublicKey point()
{
    return card::pki::SigningKey::generate(card::crypto::Curve::p256).public_key();
}

/// The same x: the private key is the group order less the other.
PublicKey negative(const PublicKey& key)
{
    const auto order = card::from_hex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
    auto factor = order;
    factor.back() -= 1; // of an odd order, which ends in 51
    return card::crypto::multiply(std::get<card::crypto::Point>(key), factor);
}

std::int64_t entries(const Radar& radar)
{
    return radar.statistics().keys;
}

} // namespace

TEST_CASE("key radar: no card has the key of another one, nor the same key twice")
{
    test::on_a_database([](store::Database& database, store::Store& store) {
        Radar radar{database};
        const auto first = test::card_in_work(store, "A-1", now);
        const auto second = test::card_in_work(store, "A-2", now);
        const PublicKey key = point();
        radar.admit({first, "9A", key}, now);
        radar.admit({first, "9A", key}, now); // the same card comes again
        CHECK(entries(radar) == 1);
        CHECK(error_of([&] { radar.admit({second, "9A", key}, now); }) == Errc::key_weak);
        CHECK(error_of([&] { radar.admit({first, "9C", key}, now); }) == Errc::key_weak);
        CHECK(error_of([&] { radar.admit({second, "9A", negative(key)}, now); }) == Errc::key_weak);
        const PublicKey other = point();
        radar.admit({second, "9A", other}, now);
        CHECK(entries(radar) == 2);
        CHECK(radar.statistics().finds == std::map<std::string, std::int64_t>{{"same_key", 3}});
        // The first card's key gets no certificate any more, and nothing new is told of it.
        CHECK(error_of([&] { radar.admit({first, "9A", key}, now); }) == Errc::key_weak);
        CHECK(radar.statistics().finds == std::map<std::string, std::int64_t>{{"same_key", 3}});
        CHECK_NOTHROW(radar.admit({second, "9A", other}, now));
    });
}

TEST_CASE("key radar: a shared prime is found over all cards, and the earlier card is named")
{
    test::on_a_database([](store::Database& database, store::Store& store) {
        Radar radar{database};
        const auto shared = test::prime(1024);
        std::vector<std::int64_t> cards;
        std::vector<PublicKey> keys;
        for (unsigned i = 0; i < 4; ++i) {
            cards.push_back(test::card_in_work(store, "A-" + std::to_string(i), now));
            const auto modulus = i == 1 ? test::product(shared.get(), test::prime(1024).get()) : test::modulus();
            keys.emplace_back(RsaPublicKey::make(modulus, f4));
            radar.admit({cards.back(), "9D", keys.back()}, now);
        }
        const auto last = test::card_in_work(store, "A-9", now);
        const PublicKey weak = RsaPublicKey::make(test::product(shared.get(), test::prime(1024).get()), f4);
        CHECK(error_of([&] { radar.admit({last, "9D", weak}, now); }) == Errc::key_weak);
        CHECK(entries(radar) == 4); // it was not entered
        CHECK(radar.statistics().finds == std::map<std::string, std::int64_t>{{"shared_factor", 1}});
        const auto find = database.row("radar_finds_of", {{":card", last}});
        REQUIRE(find);
        CHECK(find->number(1) == cards[1]);
        CHECK(error_of([&] { radar.admit({cards[1], "9D", keys[1]}, now); }) == Errc::key_weak); // a renewal
        CHECK_NOTHROW(radar.admit({cards[2], "9D", keys[2]}, now));
    });
}

TEST_CASE("key radar: weaknesses of one key alone")
{
    test::on_a_database([](store::Database& database, store::Store& store) {
        Radar radar{database};
        const auto card = test::card_in_work(store, "A-1", now);
        const PublicKey roca = RsaPublicKey::make(card::from_hex(test::moduli::roca_2048), f4);
        CHECK(error_of([&] { radar.admit({card, "9D", roca}, now); }) == Errc::key_weak);
        const PublicKey generator = card::crypto::Group{card::crypto::Curve::p384}.generator();
        CHECK(error_of([&] { radar.admit({card, "9A", generator}, now); }) == Errc::key_weak);
        radar.admit({card, "9D", RsaPublicKey::make(card::from_hex(test::moduli::ordinary_2048), f4)}, now);
        CHECK(radar.statistics().finds == std::map<std::string, std::int64_t>{{"roca", 1}, {"trivial_private_key", 1}});
    });
}

TEST_CASE("key radar: a key of the office is not weak, no card's, and no earlier signer's")
{
    CHECK(error_of([&] {
        issuer::radar::require_strong(card::crypto::Group{card::crypto::Curve::p256}.generator(), "csca-1");
    }) == Errc::certificate_unfit);
    CHECK_FALSE(error_of([&] { issuer::radar::require_strong(point(), "csca-1"); }));
    test::on_a_database([](store::Database& database, store::Store& store) {
        Radar radar{database};
        const PublicKey of_card = point();
        radar.admit({test::card_in_work(store, "A-1", now), "9A", of_card}, now);
        const auto first = card::pki::SigningKey::generate(card::crypto::Curve::p256);
        issuer::Signers{database, {}}.adopt_first(test::DocumentPki{}.signer("Document Signer 1", first), now);
        const auto refused = [&](const PublicKey& key) {
            return error_of([&] { radar.require_unseen(std::get<card::crypto::Point>(key), "document-signer-2"); });
        };
        CHECK(refused(of_card) == Errc::certificate_unfit);
        CHECK(refused(negative(of_card)) == Errc::certificate_unfit);
        CHECK(refused(first.public_key()) == Errc::certificate_unfit);
        CHECK_FALSE(refused(point()));
        CHECK(entries(radar) == 1);
        CHECK(radar.statistics().finds.empty());
    });
}
