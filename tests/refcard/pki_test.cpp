// SPDX-License-Identifier: Apache-2.0
#include "channels.hpp"

#include "tlv.hpp"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include <doctest/doctest.h>

#include <array>

using namespace refcard_test;

namespace {

constexpr const char* select_pki = "00A40400 05 A000000308 00";
constexpr const char* right_pin = "00200080 08 313233343536FFFF";
constexpr const char* wrong_pin = "00200080 08 393939393939FFFF";
const Bytes generate = hex("AC03800111");
const Bytes hash(32, 0x42);
const Bytes challenge = tlv::make(0x7C, {hex("8200"), tlv::make(0x81, hash)});

/// The PKI application selected, by its issuer too.
struct PkiCard : TestCard {
    PkiCard() { REQUIRE(send(select_pki).sw == Sw::ok); }

    void secure()
    {
        change([](Image& image) {
            image.keys = issuer_keys();
            image.life_cycle = LifeCycle::secured;
        });
    }

    Reply sign(const char* key = "9A")
    {
        return send(command(0x00, 0x87, static_cast<std::uint16_t>(0x1100 | hex(key)[0]), challenge, 256));
    }
};

/// OpenSSL as the peer that knows only the public key.
bool verifies(ByteView point, ByteView signature)
{
    std::string group = "P-256";
    Bytes encoded = copy(point);
    const std::array parameters{
        OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group.data(), group.size()),
        OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, encoded.data(), encoded.size()),
        OSSL_PARAM_construct_end(),
    };
    EVP_PKEY_CTX* import = EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr);
    EVP_PKEY* key = nullptr;
    EVP_PKEY_fromdata_init(import);
    EVP_PKEY_fromdata(import, &key, EVP_PKEY_PUBLIC_KEY, const_cast<OSSL_PARAM*>(parameters.data()));
    EVP_PKEY_CTX* verification = EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr);
    EVP_PKEY_verify_init(verification);
    const bool valid = EVP_PKEY_verify(verification, signature.data(), signature.size(), hash.data(), hash.size()) == 1;
    EVP_PKEY_CTX_free(verification);
    EVP_PKEY_free(key);
    EVP_PKEY_CTX_free(import);
    return valid;
}

Bytes put(const char* tag, ByteView content)
{
    return join({tlv::make(0x5C, hex(tag)), tlv::make(0x53, content)});
}

} // namespace

TEST_CASE("[PKI-1] selection answers GUID and change counter")
{
    PkiCard card;
    const std::string zeros(32, '0');
    CHECK(card.send(select_pki).data_hex() == "61294F0600001000010079074F05A0000003087316"
                                              "8010" +
                                                  zeros + "81020000");
    CHECK(card.send("00A40400 0B A000000308000010000100 00").sw == Sw::ok);
    CHECK(card.send("00A40400 09 A00000030800001000 00").sw == Sw::ok);
    CHECK(card.send("00A40400 04 A0000003 00").sw == Sw::not_found);
    CHECK(card.send("00A40400 0B A000000308000010000200 00").sw == Sw::not_found);

    const std::string guid = "112233445566478899AABBCCDDEEFF00";
    card.change([&](Image& image) {
        image.piv_objects[0x5FC102] =
            hex("3019" + std::string(50, '4') + "3410" + guid + "3508" + "3230333030313031" + "3E00FE00");
        image.change_counter = 0x0102;
    });
    CHECK(card.send(select_pki).data_hex() == "61294F0600001000010079074F05A0000003087316"
                                              "8010" +
                                                  guid + "81020102");
}

TEST_CASE("[PKI-2] GET DATA")
{
    PkiCard card;
    CHECK(card.send("00CB3FFF 03 5C017E 00").data_hex() == "7E124F0BA0000003080000100001005F2F024000");
    for (const char* tag : {"5FC102", "5FC105", "5FC107", "5FC101", "5FC106", "5FC10C"})
        CHECK(card.send(command(0x00, 0xCB, 0x3FFF, tlv::make(0x5C, hex(tag)), 256)).sw == Sw::not_found);
    card.change([](Image& image) { image.piv_objects[0x5FC105] = hex("7001AA710100FE00"); });
    CHECK(card.send("00CB3FFF 05 5C035FC105 00").data_hex() == "53087001AA710100FE00");
    CHECK(card.send("00CB3FFE 05 5C035FC105 00").sw == Sw::wrong_parameters);
    CHECK(card.send("00CB3FFF 02 5C00 00").sw == Sw::wrong_data);
    CHECK(card.send("00CB3FFF 06 5C035FC10500 00").sw == Sw::wrong_data);
    CHECK(card.send("80CB3FFF 05 5C035FC105 00").sw == Sw::wrong_class);
}

TEST_CASE("[PKI-3] PUT DATA inside SCP03")
{
    PkiCard card;
    CHECK(card.send(command(0x80, 0xDB, 0x3FFF, put("5FC105", hex("70")))).sw == Sw::security_status);
    Host host{card, transport_keys()};
    REQUIRE(host.open() == Sw::ok);
    for (const char* tag : {"5FC102", "5FC107", "5FC105", "5FC101"})
        CHECK(host.send(0xDB, 0x3FFF, put(tag, hex("7001AA"))).sw == Sw::ok);
    CHECK(card.image().change_counter == 4);
    CHECK(host.send(0xDB, 0x3FFF, put("5FC105", {})).sw == Sw::ok);
    CHECK(card.image().change_counter == 5);
    CHECK_FALSE(card.image().piv_objects.contains(0x5FC105));
    CHECK(host.send(0xDB, 0x3FFF, put("5FC10C", hex("70"))).sw == Sw::not_supported);
    CHECK(host.send(0xDB, 0x3FFF, put("7E", hex("70"))).sw == Sw::not_supported);
    CHECK(host.send(0xDB, 0x3FFF, put("5FC105", Bytes(1500, 0xAA))).sw == Sw::ok); // extended
    const auto put_in_chain = [&](std::size_t size) {
        const Bytes data = put("5FC105", Bytes(size, 0xAA));
        host.send(0xDB, 0x3FFF, ByteView{data}.first(1600), 0x94);
        return host.send(0xDB, 0x3FFF, ByteView{data}.subspan(1600)).sw;
    };
    CHECK(put_in_chain(3072) == Sw::ok);
    CHECK(put_in_chain(3073) == Sw::not_enough_memory);
    CHECK(host.send(0xDB, 0x3FFF, hex("5C035FC105")).sw == Sw::wrong_data);
    CHECK(card.image().change_counter == 7);
}

TEST_CASE("[PKI-4] VERIFY")
{
    PkiCard card;
    CHECK(card.send("00200080").sw == tries_left(3));
    CHECK(card.send(right_pin).sw == Sw::ok);
    CHECK(card.send("00200080").sw == Sw::ok);
    CHECK(card.send("0020FF80").sw == Sw::ok);
    CHECK(card.send("00200080").sw == tries_left(3));
    CHECK(card.send("0020FF80 08 313233343536FFFF").sw == Sw::wrong_length);
    CHECK(card.send("00200081 08 313233343536FFFF").sw == Sw::reference_not_found);
    CHECK(card.send("00200000 08 313233343536FFFF").sw == Sw::reference_not_found);
    CHECK(card.send(wrong_pin).sw == tries_left(2));
    CHECK(card.send(right_pin).sw == Sw::ok);
    CHECK(card.image().pin->tries == 3);
    for (unsigned left = 3; left-- > 0;)
        CHECK(card.send(wrong_pin).sw == tries_left(left));
    CHECK(card.send(right_pin).sw == Sw::blocked);
    CHECK(card.send("00200080").sw == tries_left(0));
}

TEST_CASE("[PKI-5] a wrong form spends no try")
{
    PkiCard card;
    for (const char* form : {"00200080 06 313233343536", "00200080 08 3132333435FFFFFF", "00200080 08 313233343536FF37",
             "00200080 08 31323334353641FF", "00200080 08 3132333435360000", "00200080 09 313233343536FFFFFF",
             "00240080 0F 313233343536FFFF 313233343536FF", "00240080 10 313233343536FFFF 31323334FFFFFFFF",
             "00240081 10 3132333435363738 313233343536FFFF", "002C0080 10 31323334353637FF 313233343536FFFF"})
        CHECK_MESSAGE(card.send(form).sw == Sw::wrong_data, form);
    CHECK(card.image().pin->tries == 3);
    CHECK(card.image().puk->tries == 5);
}

TEST_CASE("[PKI-6] a try is spent before the comparison")
{
    PkiCard card;
    card.fail_writes();
    CHECK(card.send(right_pin).sw == Sw::memory_failure);
    CHECK(card.send("00200080").sw == tries_left(3));
    CHECK(card.sign("9A").sw != Sw::ok);
}

TEST_CASE("[PKI-7] changing PIN and PUK, unblocking")
{
    PkiCard card;
    CHECK(card.send("00240080 10 393939393939FFFF 3837363534333231").sw == tries_left(2));
    CHECK(card.send("00240080 10 313233343536FFFF 3837363534333231").sw == Sw::ok);
    CHECK(card.send("00200080").sw == Sw::ok);
    CHECK(card.image().pin->tries == 3);
    CHECK(card.send("00240081 10 3132333435363738 3837363534333231").sw == Sw::ok);
    CHECK(card.send("00240081 10 3132333435363738 3837363534333231").sw == tries_left(4));
    CHECK(card.send("00240082 10 3132333435363738 3837363534333231").sw == Sw::reference_not_found);
    CHECK(card.send("00240180 10 3132333435363738 3837363534333231").sw == Sw::wrong_parameters);
    for (unsigned i = 0; i < 3; ++i)
        card.send(wrong_pin);
    CHECK(card.send("002C0080 10 3132333435363738 313233343536FFFF").sw == tries_left(3));
    CHECK(card.send("002C0080 10 3837363534333231 313233343536FFFF").sw == Sw::ok);
    CHECK(card.send("00200080").sw == tries_left(3));
    CHECK(card.send(right_pin).sw == Sw::ok);
    CHECK(card.send("002C0081 10 3837363534333231 313233343536FFFF").sw == Sw::reference_not_found);
    for (unsigned i = 0; i < 5; ++i)
        card.send("002C0080 10 3132333435363738 313233343536FFFF");
    CHECK(card.send("002C0080 10 3837363534333231 313233343536FFFF").sw == Sw::blocked);
    CHECK(card.send("00240081 10 3837363534333231 3132333435363738").sw == Sw::blocked);
}

TEST_CASE("[PKI-8] the issuer sets PIN and PUK")
{
    PkiCard card;
    for (unsigned i = 0; i < 3; ++i)
        card.send(wrong_pin);
    CHECK(card.send("8024FF80 08 373737373737FFFF").sw == Sw::security_status);
    Host host{card, transport_keys()};
    REQUIRE(host.open() == Sw::ok);
    CHECK(host.send(0x24, 0xFF80, hex("373737373737FFFF")).sw == Sw::ok);
    CHECK(host.send(0x24, 0xFF81, hex("3636363636363636")).sw == Sw::ok);
    CHECK(host.send(0x24, 0xFF81, hex("36363636363636FF")).sw == Sw::wrong_data);
    CHECK(host.send(0x24, 0xFF82, hex("3636363636363636")).sw == Sw::reference_not_found);
    CHECK(card.send("00200080 08 373737373737FFFF").sw == Sw::ok);
    CHECK(card.send("002C0080 10 3636363636363636 313233343536FFFF").sw == Sw::ok);
}

TEST_CASE("[PKI-9] how long the PIN stays verified")
{
    PkiCard card;
    const auto verified = [&] { return card.send("00200080").sw == Sw::ok; };
    card.send(right_pin);
    card.send(select_pki);
    CHECK(verified());
    card.send("00A4040C 05 A000000999"); // not found: the selection stays
    CHECK(verified());
    card.send(wrong_pin);
    CHECK_FALSE(verified());
    for (const char* other : {"00A4000C 02 3F00", "00A4040C 07 A0000002471001", "00A4040C 08 A000000151000000"}) {
        card.send(right_pin);
        CHECK(verified());
        card.send(other);
        card.send(select_pki);
        CHECK_FALSE(verified());
    }
    card.send(right_pin);
    card.reset();
    card.send(select_pki);
    CHECK_FALSE(verified());
}

TEST_CASE("[PKI-10] GENERATE ASYMMETRIC KEY PAIR")
{
    PkiCard card;
    CHECK(card.send("8047009A 05 AC03800111 00").sw == Sw::security_status);
    Host host{card, transport_keys()};
    REQUIRE(host.open() == Sw::ok);
    const Reply first = host.send(0x47, 0x009A, generate);
    CHECK(first.sw == Sw::ok);
    CHECK(first.data.size() == 70);
    CHECK(to_hex(ByteView{first.data}.first(6)) == "7F4943864104");
    CHECK(host.send(0x47, 0x009A, generate).data != first.data);
    CHECK(host.send(0x47, 0x009E, generate).sw == Sw::ok);
    CHECK(host.send(0x47, 0x009C, generate).sw == Sw::wrong_parameters);
    CHECK(host.send(0x47, 0x019A, generate).sw == Sw::wrong_parameters);
    CHECK(host.send(0x47, 0x009A, hex("AC03800113")).sw == Sw::wrong_data);
    CHECK(host.send(0x47, 0x009A, hex("AC06800111810100")).sw == Sw::wrong_data);
}

TEST_CASE("[PKI-11] [PKI-12] [ACC-9] signatures")
{
    PkiCard card;
    CHECK(card.send(right_pin).sw == Sw::ok);
    CHECK(card.sign("9A").sw == Sw::reference_not_found);
    Host host{card, transport_keys()};
    REQUIRE(host.open() == Sw::ok);
    const Bytes authentication = host.send(0x47, 0x009A, generate).data;
    const Bytes card_authentication = host.send(0x47, 0x009E, generate).data;
    const auto point = [](const Bytes& answer) { return ByteView{answer}.last(65); };
    const auto signature = [](const Reply& reply) { return tlv::only(tlv::only(reply.data, 0x7C), 0x82); };

    // before SECURED the issuer needs no PIN
    card.send(select_pki);
    card.send("0020FF80");
    REQUIRE(host.open() == Sw::ok);
    const Reply proven = host.send(0x87, 0x119A, challenge, 0x04);
    CHECK(verifies(point(authentication), signature(proven)));

    CHECK(card.sign("9A").sw == Sw::security_status);
    const Reply by_9e = card.sign("9E");
    CHECK(verifies(point(card_authentication), signature(by_9e)));
    CHECK_FALSE(verifies(point(authentication), signature(by_9e)));
    card.send(right_pin);
    CHECK(verifies(point(authentication), signature(card.sign("9A"))));

    const auto sign = [&](ByteView data) { return card.send(command(0x00, 0x87, 0x119A, data, 256)).sw; };
    CHECK(sign(tlv::make(0x7C, {tlv::make(0x81, hash), hex("8200")})) == Sw::ok);
    CHECK(sign(tlv::make(0x7C, {hex("8200"), tlv::make(0x81, Bytes(20, 0x01))})) == Sw::wrong_data);
    CHECK(sign(tlv::make(0x7C, {hex("8200"), tlv::make(0x81, Bytes(33, 0x01))})) == Sw::wrong_data);
    CHECK(sign(tlv::make(0x7C, tlv::make(0x81, hash))) == Sw::wrong_data);
    CHECK(sign(tlv::make(0x7C, {hex("820101"), tlv::make(0x81, hash)})) == Sw::wrong_data);
    CHECK(sign(tlv::make(0x7C, {hex("8200"), tlv::make(0x81, hash), hex("8300")})) == Sw::wrong_data);
    CHECK(sign(hex("7C028200")) == Sw::wrong_data);
    CHECK(card.send(command(0x00, 0x87, 0x149A, challenge, 256)).sw == Sw::wrong_parameters);
    CHECK(card.send(command(0x00, 0x87, 0x119C, challenge, 256)).sw == Sw::wrong_parameters);

    // once SECURED the issuer cannot stand in for the holder
    card.secure();
    card.send("0020FF80");
    Host issuer{card, issuer_keys()};
    REQUIRE(issuer.open() == Sw::ok);
    CHECK(issuer.send(0x87, 0x119A, challenge, 0x04).sw == Sw::security_status);
    CHECK(issuer.send(0x87, 0x119E, challenge, 0x04).sw == Sw::ok);
}

TEST_CASE("[ACC-8] what the issuer may write once SECURED")
{
    PkiCard card;
    card.secure();
    Host issuer{card, issuer_keys()};
    REQUIRE(issuer.open() == Sw::ok);
    CHECK(issuer.send(0xDB, 0x3FFF, put("5FC105", hex("70"))).sw == Sw::ok);
    CHECK(issuer.send(0xDB, 0x3FFF, put("5FC102", hex("70"))).sw == Sw::ok);
    CHECK(issuer.send(0xDB, 0x3FFF, put("5FC107", hex("70"))).sw == Sw::conditions);
    CHECK(issuer.send(0x24, 0xFF80, hex("373737373737FFFF")).sw == Sw::ok);
}
