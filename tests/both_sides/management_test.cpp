// SPDX-License-Identifier: Apache-2.0
#include "reference_card.hpp"

#include "card/base/error.hpp"
#include "card/base/hex.hpp"
#include "card/gp/card_manager.hpp"
#include "card/gp/diversification.hpp"
#include "card/gp/store_data.hpp"
#include "card/iso7816/status_word.hpp"

#include "support/throws.hpp"

#include <doctest/doctest.h>

using namespace card;
using namespace both_sides;

namespace {

const iso7816::Aid security_domain{from_hex("A000000151000000")};
const iso7816::Aid identity{from_hex("A0000002471001")};
const iso7816::Aid pki{from_hex("A000000308000010000100")};

gp::KeySet keys_of(std::size_t size, std::uint8_t fill)
{
    const auto key = [&](unsigned role) { return SecureBytes{Bytes(size, static_cast<std::uint8_t>(fill + role))}; };
    return {.enc = key(1), .mac = key(2), .dek = key(3)};
}

/// A card whose maker used these values, and the maker's master key on the host's side.
refcard::Profile profile_of(std::size_t size, refcard::Diversification method)
{
    refcard::Profile profile = refcard::Profile::builtin();
    profile.management.transport_master_key.resize(size, 0x42);
    profile.management.diversification = method;
    return profile;
}

gp::KeySet transport_keys(const refcard::Profile& profile, const gp::Kdd& kdd)
{
    const refcard::Bytes& master = profile.management.transport_master_key;
    crypto::AesCmac cmac{SecureBytes{ByteView{master}}};
    const auto method = profile.management.diversification == refcard::Diversification::kdf3
                            ? gp::Diversification::kdf3
                            : gp::Diversification::an10922;
    return gp::diversify(cmac, kdd, master.size(), method);
}

gp::Scp03Channel open(iso7816::Channel& plain, const iso7816::Aid& application, const gp::KeySet& keys)
{
    plain.transmit(iso7816::select_application(application)).require(iso7816::sw::ok, "SELECT");
    return gp::open(plain, keys, gp::SecurityLevel::all, crypto::system_random());
}

} // namespace

TEST_CASE("both sides: from transport keys of each length and method to issuer keys of each length")
{
    for (const std::size_t transport_size : {16U, 24U, 32U}) {
        for (const auto method : {refcard::Diversification::kdf3, refcard::Diversification::an10922}) {
            for (const std::size_t issuer_size : {16U, 24U, 32U}) {
                CAPTURE(transport_size);
                CAPTURE(issuer_size);
                const refcard::Profile profile = profile_of(transport_size, method);
                ReferenceCard chip{profile, [](refcard::Image&) {}};
                iso7816::PlainChannel plain{chip, large};
                plain.transmit(iso7816::select_application(identity)).require(iso7816::sw::ok, "SELECT");
                const gp::Kdd kdd = gp::initialize_update(plain, gp::any_kvn, {}).kdd;
                const gp::KeySet transport = transport_keys(profile, kdd);

                auto writing = open(plain, identity, transport);
                gp::store_data(writing, gp::Dgi{0x0102}, Bytes(5000, 0x5A));
                gp::store_sensitive_data(writing, gp::Dgi{0x9010}, as_bytes("123456"));
                CHECK(chip.image().files.at(0x0102).size() == 5000);
                CHECK(*chip.image().can == refcard::text_bytes("123456"));

                auto managing = open(plain, security_domain, transport);
                const gp::KeySet issuer = keys_of(issuer_size, 0x20);
                gp::put_key(managing, gp::Kvn{0x30}, gp::Kvn{0x31}, issuer);
                CHECK(gp::key_information(plain)[0] ==
                      gp::KeyInformation{.id = 1, .kvn = gp::Kvn{0x31}, .type = 0x88, .size = issuer_size});

                auto again = open(plain, security_domain, issuer);
                gp::delete_application(again, pki);
                CHECK(test::error_of([&] { gp::delete_application(again, pki); }) == Errc::file_not_found);
                gp::set_status(again, security_domain, gp::LifeCycle::initialized);
                gp::set_status(again, security_domain, gp::LifeCycle::secured);
                CHECK(gp::get_status(again, security_domain) == gp::LifeCycle::secured);
                CHECK(plain.transmit(iso7816::select_application(pki)).sw() == iso7816::sw::file_not_found);
            }
        }
    }
}
