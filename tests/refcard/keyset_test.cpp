// SPDX-License-Identifier: Apache-2.0
#include "channels.hpp"

#include "aes.hpp"
#include "tlv.hpp"

#include <doctest/doctest.h>

using namespace refcard_test;

namespace {

KeySet keys_of(std::size_t size, std::uint8_t fill)
{
    return {.kvn = 0x31, .enc = Bytes(size, fill), .mac = Bytes(size, fill + 1U), .dek = Bytes(size, fill + 2U)};
}

struct ManagedCard : TestCard {
    ManagedCard() { REQUIRE(send(select_isd).sw == Sw::ok); }
};

} // namespace

TEST_CASE("[MGT-14] [MGT-2] keysets of each length follow one another")
{
    ManagedCard card;
    KeySet now = transport_keys();
    std::uint8_t fill = 0x10;
    for (const std::size_t size : {32U, 24U, 24U, 32U, 16U, 16U, 24U, 16U, 32U, 32U}) {
        CAPTURE(size);
        const KeySet next = keys_of(size, fill);
        fill = static_cast<std::uint8_t>(fill + 3);
        card.send(select_isd);
        Host host{card, now};
        REQUIRE(host.open() == Sw::ok);
        const auto p1p2 = static_cast<std::uint16_t>(now.kvn << 8 | 0x81);
        REQUIRE(host.send(0xD8, p1p2, put_key_data(next, now.dek)).sw == Sw::ok);
        now = next;
        CHECK(card.send("80CA00E0 00").data ==
              tlv::make(0xE0, {tlv::make(0xC0, join({hex("013188"), big_endian(size, 1)})),
                                  tlv::make(0xC0, join({hex("023188"), big_endian(size, 1)})),
                                  tlv::make(0xC0, join({hex("033188"), big_endian(size, 1)}))}));
    }
    card.send(select_isd);
    Host host{card, now};
    REQUIRE(host.open() == Sw::ok);
    const auto refused = [&](KeySet keys, const std::function<void(Bytes&)>& spoil) {
        Bytes data = put_key_data(keys, now.dek);
        spoil(data);
        return host.send(0xD8, 0x3181, data).sw;
    };
    KeySet mixed = keys_of(32, 0x70);
    mixed.mac.resize(16);
    CHECK(refused(mixed, [](Bytes&) {}) == Sw::wrong_data);
    CHECK(refused(keys_of(24, 0x70), [](Bytes& d) { d[2] = 0x19; }) == Sw::wrong_data); // without filling
    CHECK(refused(keys_of(32, 0x70), [](Bytes& d) { d[2] = 0x11; }) == Sw::wrong_data);
    CHECK(refused(keys_of(32, 0x70), [](Bytes& d) { d[3] = 0x1C; }) == Sw::wrong_data);
    CHECK(refused(keys_of(24, 0x70), [](Bytes& d) { d[3] = 0x20; }) == Sw::security_status); // the filling is no key
    CHECK(refused(keys_of(32, 0x70), [](Bytes& d) { d[10] ^= 1; }) == Sw::security_status);
    CHECK(card.image().keys.enc == now.enc);
}

TEST_CASE("[MGT-11] [MGT-8] blank cards with transport keys of each length and method")
{
    for (const std::size_t size : {16U, 24U, 32U}) {
        for (const Diversification method : {Diversification::kdf3, Diversification::an10922}) {
            Profile profile = Profile::builtin();
            profile.management.transport_master_key = Bytes(size, 0x42);
            profile.management.diversification = method;
            TestCard card{profile};
            CHECK(card.image().keys.dek.size() == size);
            CHECK(card.image().keys.enc != card.image().keys.mac);
            card.send(select_identity);
            Host host{card, transport_keys(profile)};
            REQUIRE(host.open() == Sw::ok);
            CHECK(host.store(0x0101, hex("6103AABBCC")) == Sw::ok);
            CHECK(host.send(0xB0, 0x8100).data_hex() == "6103AABBCC");
            CHECK(host.store_can("123456") == Sw::ok);
        }
    }
    // AN10922 input: diversification data, SCP03, number of the key
    Profile profile = Profile::builtin();
    profile.management.diversification = Diversification::an10922;
    const Bytes m = hex("4C414F49444300000001 5343503033 02");
    const Bytes expected = aes::cmac(profile.management.transport_master_key, join({hex("01"), m}));
    CHECK(transport_keys(profile).mac == expected);
}

TEST_CASE("[MGT-15] DELETE takes the PKI application away for good")
{
    ManagedCard card;
    const Bytes pki = hex("4F0BA000000308000010000100");
    CHECK(card.send(command(0x80, 0xE4, 0x0000, pki)).sw == Sw::security_status);
    Host host{card, transport_keys()};
    REQUIRE(host.open() == Sw::ok);
    CHECK(host.send(0xE4, 0x0000, hex("4F08A000000151000000")).sw == Sw::conditions);
    CHECK(host.send(0xE4, 0x0000, hex("4F07A0000002471001")).sw == Sw::conditions);
    CHECK(host.send(0xE4, 0x0000, hex("4F05A000000308")).sw == Sw::reference_not_found); // not the whole
    CHECK(host.send(0xE4, 0x0000, hex("4F00")).sw == Sw::reference_not_found);
    CHECK(host.send(0xE4, 0x0000, hex("500BA000000308000010000100")).sw == Sw::wrong_data);
    CHECK(host.send(0xE4, 0x0000, join({pki, hex("00")})).sw == Sw::wrong_data);
    CHECK(host.send(0xE4, 0x0080, pki).sw == Sw::wrong_parameters);
    CHECK(card.send(select_pki).sw == Sw::ok);

    card.change([](Image& image) { image.piv_objects[0x5FC102] = hex("3400"); });
    card.send(select_isd);
    REQUIRE(host.open() == Sw::ok);
    CHECK(host.send(0xE4, 0x0000, pki).data_hex() == "00");
    CHECK(host.send(0xE4, 0x0000, pki).sw == Sw::reference_not_found);
    CHECK(card.image().piv_objects.empty());
    CHECK(card.image().piv_keys.empty());
    CHECK_FALSE(card.image().pin.has_value());
    CHECK_FALSE(card.image().puk.has_value());
    for (const char* name : {select_pki, "00A40400 0B A000000308000010000100 00"})
        CHECK(card.send(name).sw == Sw::not_found);
    card.reset();
    CHECK(card.send("00B09E00 00").data_hex() == "61094F07A0000002471001"
                                                 "610A4F08A000000151000000");
}

TEST_CASE("[ACC-2] once SECURED nothing is deleted")
{
    TestCard card;
    card.change([](Image& image) {
        image.keys = issuer_keys();
        image.life_cycle = LifeCycle::secured;
    });
    card.send(select_isd);
    Host host{card, issuer_keys()};
    REQUIRE(host.open() == Sw::ok);
    CHECK(host.send(0xE4, 0x0000, hex("4F0BA000000308000010000100")).sw == Sw::conditions);
    CHECK(card.send(select_pki).sw == Sw::ok);
}
