// SPDX-License-Identifier: Apache-2.0
#include "diversification.hpp"
#include "protocols/reference_card.hpp"
#include "support/throws.hpp"

#include "card/gp/card_manager.hpp"
#include "card/gp/diversification.hpp"
#include "card/gp/store_data.hpp"
#include "card/iso7816/buffers.hpp"
#include "card/iso7816/plain_channel.hpp"
#include "card/iso7816/select.hpp"

#include <doctest/doctest.h>

using namespace card;
using iso7816::PlainChannel;
using test::ReferenceCard;

namespace {

const iso7816::Aid identity{Bytes{0xA0, 0x00, 0x00, 0x02, 0x47, 0x10, 0x01}};

iso7816::Aid security_domain(ReferenceCard& card)
{
    return iso7816::Aid{test::host_side(card.inside().profile().management.isd_aid)};
}

refcard::Profile with_keys(unsigned bits, refcard::Diversification method)
{
    refcard::Profile profile = refcard::Profile::builtin();
    profile.management.transport_key_bits = bits;
    profile.management.transport_master_key = refcard::Bytes(bits / 8, 0x4D);
    profile.management.diversification = method;
    return profile;
}

gp::KeySet keys_of(std::size_t size, std::uint8_t fill)
{
    const auto key = [&](int offset) { return SecureBytes{Bytes(size, static_cast<std::uint8_t>(fill + offset))}; };
    return {key(0), key(1), key(2)};
}

} // namespace

TEST_CASE("reference card: SCP03 under diversified keys of every size and method, then PUT KEY of every size")
{
    for (const unsigned bits : {128U, 192U, 256U}) {
        for (const bool an10922 : {false, true}) {
            CAPTURE(bits);
            CAPTURE(an10922);
            ReferenceCard card{
                with_keys(bits, an10922 ? refcard::Diversification::an10922 : refcard::Diversification::kdf3)};
            PlainChannel plain{card};
            plain.transmit(iso7816::select_application_with_answer(security_domain(card)))
                .require(iso7816::sw::ok, "SELECT");

            gp::Challenge challenge{};
            const gp::CardIdentification chip = gp::initialize_update(plain, gp::any_kvn, challenge);
            crypto::AesCmac master{SecureBytes{Bytes(bits / 8, 0x4D)}};
            gp::KeySet now = gp::diversify(
                master, chip.kdd, bits / 8, an10922 ? gp::Diversification::an10922 : gp::Diversification::kdf3);
            gp::Kvn kvn = chip.kvn;

            std::uint8_t fill = 0x10;
            for (const std::size_t size : {std::size_t{32}, std::size_t{24}, std::size_t{16}, std::size_t{32}}) {
                gp::Scp03Channel session = gp::open(plain, now, gp::SecurityLevel::all, crypto::system_random(), kvn);
                const gp::Kvn next_kvn{
                    card.inside().profile().management.transport_kvn == 0x30 ? std::uint8_t{0x31} : std::uint8_t{0x30}};
                gp::KeySet next = keys_of(size, fill);
                gp::put_key(session, kvn, next_kvn, next);
                fill = static_cast<std::uint8_t>(fill + 3);
                now = std::move(next);
                kvn = next_kvn;
                for (const gp::KeyInformation& key : gp::key_information(plain)) {
                    CHECK(key.kvn == kvn);
                    CHECK(key.size == size);
                }
            }
            CHECK(test::error_of([&] {
                return gp::open(plain, keys_of(32, 0x77), gp::SecurityLevel::all, crypto::system_random(), kvn)
                    .is_open();
            }) == Errc::scp_cryptogram_wrong);
        }
    }
}

TEST_CASE("reference card: files and passwords written under SCP03 with AES-256 arrive as they were sent")
{
    ReferenceCard card{with_keys(256, refcard::Diversification::kdf3)};
    PlainChannel plain{card};
    plain.set_limits(iso7816::read_limits(plain));
    plain.transmit(iso7816::select_application(identity)).require(iso7816::sw::ok, "SELECT");
    gp::Challenge challenge{};
    const gp::CardIdentification chip = gp::initialize_update(plain, gp::any_kvn, challenge);
    crypto::AesCmac master{SecureBytes{Bytes(32, 0x4D)}};
    gp::Scp03Channel session =
        gp::open(plain, gp::diversify(master, chip.kdd, 32), gp::SecurityLevel::all, crypto::system_random());

    const refcard::Profile& profile = card.inside().profile();
    const Bytes dg2(20'000, 0x75);
    gp::store_data(session, gp::Dgi{0x0102}, dg2);
    gp::store_sensitive_data(session, gp::Dgi{profile.can_dgi}, as_bytes("500000"));
    const Bytes mrz_key(20, 0x5A);
    gp::store_sensitive_data(session, gp::Dgi{profile.mrz_dgi}, mrz_key);
    CHECK(session.is_open());
    CHECK(equal(card.inside().image().files.at(0x0102), dg2));
    CHECK(equal(*card.inside().image().can, as_bytes("500000")));
    CHECK(equal(*card.inside().image().mrz_key, mrz_key));
}

TEST_CASE("reference card: the PKI application of a young child's card is deleted, once, and the card secured")
{
    const iso7816::Aid pki{Bytes{0xA0, 0x00, 0x00, 0x03, 0x08, 0x00, 0x00, 0x10, 0x00, 0x01, 0x00}};
    ReferenceCard card{with_keys(128, refcard::Diversification::kdf3)};
    PlainChannel plain{card};
    plain.transmit(iso7816::select_application_with_answer(security_domain(card))).require(iso7816::sw::ok, "SELECT");
    gp::Challenge challenge{};
    const gp::CardIdentification chip = gp::initialize_update(plain, gp::any_kvn, challenge);
    crypto::AesCmac master{SecureBytes{Bytes(16, 0x4D)}};
    const gp::KeySet transport = gp::diversify(master, chip.kdd, 16);
    const gp::KeySet issuer = keys_of(32, 0x20);
    const gp::Kvn issuer_kvn{0x31}; // any but the transport keys'
    {
        auto session = gp::open(plain, transport, gp::SecurityLevel::all, crypto::system_random());
        gp::put_key(session, chip.kvn, issuer_kvn, issuer);
    }
    auto session = gp::open(plain, issuer, gp::SecurityLevel::all, crypto::system_random(), issuer_kvn);
    gp::delete_application(session, pki);
    CHECK(test::error_of([&] { gp::delete_application(session, pki); }) == Errc::file_not_found);
    gp::set_status(session, security_domain(card), gp::LifeCycle::initialized);
    gp::set_status(session, security_domain(card), gp::LifeCycle::secured);
    CHECK(gp::get_status(session, security_domain(card)) == gp::LifeCycle::secured);
    CHECK(plain.transmit(iso7816::select_application(pki)).sw() == iso7816::sw::file_not_found);
}
