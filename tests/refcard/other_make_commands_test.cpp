// SPDX-License-Identifier: Apache-2.0
#include "other_make.hpp"

#include "public_keys.hpp"
#include "rsa.hpp"

using namespace refcard_test;

TEST_CASE("[PKI-24] import of keys")
{
    OtherCard card;
    const Bytes scalar(32, 0x21);
    CHECK(card.send(0xFE, 0x119A, tlv::make(0x06, scalar)).sw == Sw::security_status);
    REQUIRE(card.administrator.authenticate() == Sw::ok);

    SUBCASE("EC")
    {
        CHECK(card.send(0xFE, 0x119A, tlv::make(0x06, scalar)).sw == Sw::ok);
        CHECK(card.send(0xFE, 0x1495, tlv::make(0x06, Bytes(48, 0x21))).sw == Sw::ok);
        card.send(right_pin);
        const Bytes public_key =
            tlv::make(0x7F49, tlv::make(0x86, ec::Curve::p256().multiply_generator(scalar).encoding()));
        CHECK(
            verifies_ecdsa(public_key, Bytes(32, 9), result_of(card.send(0x87, 0x119A, ask_key(0x81, Bytes(32, 9))))));
        for (const Bytes& wrong : {tlv::make(0x06, Bytes(32)), tlv::make(0x06, Bytes(31, 1)),
                 tlv::make(0x06, Bytes(33, 1)), tlv::make(0x06, Bytes(32, 0xFF)), tlv::make(0x07, scalar), Bytes{},
                 join({tlv::make(0x06, scalar), hex("AA0103")}), join({tlv::make(0x06, scalar), hex("AB0101")})})
            CHECK_MESSAGE(card.send(0xFE, 0x119C, wrong).sw == Sw::wrong_data, to_hex(wrong));
        for (const unsigned wrong : {0x139AU, 0x009AU, 0x119BU, 0x1196U, 0x11F9U})
            CHECK(card.send(0xFE, wrong, tlv::make(0x06, scalar)).sw == Sw::wrong_parameters);
        CHECK_FALSE(card.image().piv_keys.contains(0x9C));
    }
    SUBCASE("RSA, in a chain")
    {
        for (const auto& [algorithm, bits] : {std::pair{0x07U, 2048U}, {0x05U, 3072U}}) {
            const Bytes key = rsa::generate(bits);
            REQUIRE(send_whole(card, 0xFE, algorithm << 8 | 0x82U, import_data(key)).sw == Sw::ok);
            const Bytes held = card.image().piv_keys.at(0x82).secret;
            CHECK(rsa::public_key(held).modulus == rsa::public_key(key).modulus);
            CHECK(rsa::public_key(held).exponent == hex("010001"));
            card.send(right_pin);
            Bytes block(bits / 8, 0x42);
            block[0] = 0;
            const Bytes signature = result_of(send_whole(card, 0x87, algorithm << 8 | 0x82U, ask_key(0x81, block)));
            CHECK(signature == rsa::private_operation(key, block));
        }
    }
    SUBCASE("RSA numbers of no key")
    {
        const Bytes key = rsa::generate(2048);
        const Bytes data = import_data(key);
        constexpr std::size_t object_size = 131; // tag, 81 80, 128 bytes
        REQUIRE(data.size() == 5 * object_size);
        for (std::size_t number = 0; number < 5; ++number) {
            Bytes wrong = data;
            wrong[(number + 1) * object_size - 1] ^= 0x02;
            CHECK(send_whole(card, 0xFE, 0x0782, wrong).sw == Sw::wrong_data);
        }
        CHECK(send_whole(card, 0xFE, 0x0582, data).sw == Sw::wrong_data);
        CHECK(send_whole(card, 0xFE, 0x0782, ByteView{data}.first(4 * object_size)).sw == Sw::wrong_data);
        CHECK(send_whole(card, 0xFE, 0x0782, join({data, hex("AA0102")})).sw == Sw::wrong_data);
        CHECK(send_whole(card, 0xFE, 0x0782, ByteView{data}.subspan(object_size)).sw == Sw::wrong_data);
        CHECK_FALSE(card.image().piv_keys.contains(0x82));
    }
}

TEST_CASE("[PKI-20] RSA 4096")
{
    OtherCard card;
    REQUIRE(card.administrator.authenticate() == Sw::ok);
    const Bytes key = rsa::generate(4096);
    REQUIRE(send_whole(card, 0xFE, 0x169E, import_data(key)).sw == Sw::ok);
    Bytes block(512, 0x42);
    block[0] = 0;
    const Bytes signature = result_of(send_whole(card, 0x87, 0x169E, ask_key(0x81, block)));
    CHECK(signature == rsa::private_operation(key, block));

    PkiCard ours;
    ours.change([&](Image& image) { image.piv_keys[0x9E] = {.algorithm = 0x16, .secret = key}; });
    CHECK(ours.use(0x169E, ask_key(0x81, block)).sw == Sw::wrong_parameters);
    Host host{ours, transport_keys()};
    REQUIRE(host.open() == Sw::ok);
    CHECK(host.send(0x47, 0x009A, hex("AC03800116")).sw == Sw::wrong_data);
}

TEST_CASE("[PKI-25] set retries gives PIN and PUK their transport values")
{
    OtherCard card;
    REQUIRE(card.send("00240080 10 313233343536FFFF 3837363534333231").sw == Sw::ok);
    REQUIRE(card.send("00240081 10 3132333435363738 3837363534333231").sw == Sw::ok);
    CHECK(card.send("00FA0708").sw == Sw::security_status); // no management key
    REQUIRE(card.administrator.authenticate() == Sw::ok);
    card.send("0020FF80");
    CHECK(card.send("00FA0708").sw == Sw::security_status); // no PIN
    REQUIRE(card.send("00200080 08 3837363534333231").sw == Sw::ok);
    for (const char* wrong : {"00FA0008", "00FA0700", "00FA1008", "00FA0710"})
        CHECK(card.send(wrong).sw == Sw::wrong_parameters);
    CHECK(card.send("00FA0708 01 00").sw == Sw::wrong_length);
    CHECK(card.send("00FA0708").sw == Sw::ok);
    CHECK(card.send("00200080").sw == tries_left(7));
    CHECK(card.send("00200081").sw == tries_left(8));
    CHECK(card.send(wrong_pin).sw == tries_left(6));
    CHECK(card.send(right_pin).sw == Sw::ok); // 123456 again
    CHECK(card.send("00200080").sw == Sw::ok);
    card.send("0020FF80");
    CHECK(card.send("00200080").sw == tries_left(7)); // all seven given back
    CHECK(card.send("00240081 10 3132333435363738 3837363534333231").sw == Sw::ok);
    CHECK(card.send("00200081").sw == tries_left(8));
    CHECK(decode_image(encode(card.image())).pin->most_tries == 7U);
}

TEST_CASE("[PKI-26] the management key is changed")
{
    OtherCard card;
    const Bytes aes_key(32, 0x3C);
    const Bytes change = join({hex("0C9B20"), aes_key});
    CHECK(card.send(0xFF, 0xFFFF, change).sw == Sw::security_status);
    REQUIRE(card.administrator.authenticate() == Sw::ok);
    CHECK(card.send(0xFF, 0xFFFE, change).sw == Sw::wrong_parameters);
    for (const Bytes& wrong : {Bytes{}, hex("0C9B20"), join({hex("0B9B20"), aes_key}), join({hex("0C9A20"), aes_key}),
             join({hex("0C9B1F"), aes_key}), join({hex("0C9B20"), aes_key, hex("00")}), join({hex("089B20"), aes_key})})
        CHECK(card.send(0xFF, 0xFFFF, wrong).sw == Sw::wrong_data);
    CHECK(card.send(0xFF, 0xFFFF, change).sw == Sw::ok);
    CHECK(card.send(0xDB, 0x3FFF, put_object("5FC102", hex("3000"))).sw == Sw::ok);
    card.reset();
    card.send(select_pki_template);
    CHECK(card.administrator.authenticate() == Sw::wrong_parameters); // TDES no more
    Administrator changed{card, 0x0C, aes_key};
    CHECK(changed.authenticate() == Sw::ok);
    const Image kept = decode_image(encode(card.image()));
    REQUIRE(kept.management_key.has_value());
    CHECK(kept.management_key->algorithm == 0x0C);
    CHECK(kept.management_key->value == aes_key);
}

TEST_CASE("[PKI-27] version and metadata; our cards know none of these instructions")
{
    OtherCard card;
    CHECK(card.send("00FD0000 00").data_hex() == "050700");
    CHECK(card.send("00F7009B 00").data_hex() == "010103");
    CHECK(card.send("00FD0001 00").sw == Sw::wrong_parameters);
    CHECK(card.send("00F7009A 00").sw == Sw::wrong_parameters);
    CHECK(card.send("80FD0000 00").sw == Sw::wrong_class);
    CHECK(card.send("00F90000 00").sw == Sw::unknown_instruction);

    PkiCard ours;
    TestCard contactless{other_make(), Interface::contactless};
    contactless.change([](Image& image) { image.can = text_bytes("123456"); });
    Reader reader{contactless};
    REQUIRE(reader.pace("123456") == Sw::ok);
    REQUIRE(reader.send(0xA4, 0x040C, hex("A000000308"), 256).sw == Sw::ok);
    for (const unsigned ins : {0xF7U, 0xFAU, 0xFDU, 0xFEU, 0xFFU}) {
        const auto byte = static_cast<std::uint8_t>(ins);
        CHECK(ours.send(command(0x00, byte, 0x0000, {}, 256)).sw == Sw::unknown_instruction);
        CHECK(reader.send(byte, 0x0000, {}, 256).sw == Sw::unknown_instruction);
    }
    CHECK(reader.send(0x87, 0x039B, hex("7C028000"), 256).sw == Sw::wrong_parameters);
}
