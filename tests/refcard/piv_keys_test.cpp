// SPDX-License-Identifier: Apache-2.0
#include "pki_card.hpp"
#include "public_keys.hpp"

#include "support/vectors.hpp"
#include "tlv.hpp"

using namespace refcard_test;

namespace {

const Bytes hash(32, 0x42);

Bytes crt(const char* algorithm)
{
    return tlv::make(0xAC, tlv::make(0x80, hex(algorithm)));
}

/// 7C { 82 {}, tag input }
Bytes ask(tlv::Tag tag, ByteView input)
{
    return tlv::make(0x7C, {hex("8200"), tlv::make(tag, input)});
}

Bytes result(const Reply& reply)
{
    REQUIRE(reply.sw == Sw::ok);
    return copy(tlv::only(tlv::only(reply.data, 0x7C), 0x82));
}

/// A block with the first byte of a padding, smaller than any modulus of its length.
Bytes block(std::size_t size)
{
    Bytes bytes(size, 0x42);
    bytes[0] = 0x00;
    return bytes;
}

/// Keys of these algorithms, made by the issuer: four public keys in the order of the slots.
struct Keys {
    Keys(TestCard& card, std::initializer_list<const char*> algorithms)
    {
        Host host{card, transport_keys()};
        REQUIRE(host.open() == Sw::ok);
        std::uint16_t slot = 0x9A;
        for (const char* algorithm : algorithms) {
            const Reply reply = host.send(0x47, slot, crt(algorithm));
            REQUIRE(reply.sw == Sw::ok);
            templates[slot] = reply.data;
            slot = slot == 0x9A ? 0x9C : static_cast<std::uint16_t>(slot + 1);
        }
    }

    std::map<unsigned, Bytes> templates; ///< by slot
};

} // namespace

TEST_CASE("[PKI-10] GENERATE ASYMMETRIC KEY PAIR")
{
    PkiCard card;
    CHECK(card.send("8047009A 05 AC03800111 00").sw == Sw::security_status);
    Host host{card, transport_keys()};
    REQUIRE(host.open() == Sw::ok);
    const auto generate = [&](unsigned p1p2, const char* algorithm) {
        return host.send(0x47, static_cast<std::uint16_t>(p1p2), crt(algorithm));
    };
    const Reply first = generate(0x009A, "11");
    CHECK(first.sw == Sw::ok);
    CHECK(first.data.size() == 70);
    CHECK(to_hex(ByteView{first.data}.first(6)) == "7F4943864104");
    CHECK(generate(0x009A, "11").data != first.data);
    CHECK(to_hex(ByteView{generate(0x009C, "14").data}.first(6)) == "7F4963866104");
    const Bytes rsa_2048 = generate(0x009D, "07").data;
    CHECK(to_hex(ByteView{rsa_2048}.first(9)) == "7F4982010981820100");
    CHECK(to_hex(ByteView{rsa_2048}.last(5)) == "8203010001");
    CHECK((rsa_2048[9] & 0x80U) != 0);
    CHECK(to_hex(ByteView{generate(0x009E, "05").data}.first(9)) == "7F4982018981820180");

    for (const unsigned other : {0x009BU, 0x0082U, 0x0004U, 0x0000U, 0x019AU})
        CHECK(generate(other, "11").sw == Sw::wrong_parameters);
    for (const char* algorithm : {"03", "06", "08", "0C", "13", "15", "00", ""})
        CHECK_MESSAGE(generate(0x009A, algorithm).sw == Sw::wrong_data, algorithm);
    CHECK(host.send(0x47, 0x009A, hex("AC06800111810100")).sw == Sw::wrong_data);
    CHECK(host.send(0x47, 0x009A).sw == Sw::wrong_data);
}

TEST_CASE("[PKI-11] [PKI-12] [PKI-17] [ACC-9] EC keys sign")
{
    for (const char* algorithm : {"11", "14"}) {
        PkiCard card;
        const Keys keys{card, {algorithm, algorithm, algorithm, algorithm}};
        const auto with = [&](unsigned slot) {
            return static_cast<std::uint16_t>(static_cast<unsigned>(hex(algorithm)[0]) << 8 | slot);
        };
        const Bytes digest(algorithm == std::string_view{"11"} ? 32 : 48, 0x42);
        const auto proves = [&](unsigned slot, const Reply& reply) {
            return verifies_ecdsa(keys.templates.at(slot), digest, result(reply));
        };

        // before SECURED the issuer needs no PIN
        Host host{card, transport_keys()};
        REQUIRE(host.open() == Sw::ok);
        for (const unsigned slot : {0x9AU, 0x9CU, 0x9EU})
            CHECK(proves(slot, host.send(0x87, with(slot), ask(0x81, digest), 0x04)));

        CHECK(card.use(with(0x9A), ask(0x81, digest)).sw == Sw::security_status);
        CHECK(card.use(with(0x9C), ask(0x81, digest)).sw == Sw::security_status);
        const Reply by_9e = card.use(with(0x9E), ask(0x81, digest));
        CHECK(proves(0x9E, by_9e));
        CHECK_FALSE(proves(0x9A, by_9e));
        card.send(right_pin);
        CHECK(proves(0x9C, card.use(with(0x9C), ask(0x81, digest))));
        CHECK(proves(0x9A, card.use(with(0x9A), ask(0x81, digest))));
        for (const std::size_t size : {0U, 20U, 31U, 33U, 47U, 49U, 64U})
            CHECK(card.use(with(0x9E), ask(0x81, Bytes(size, 1))).sw == Sw::wrong_data);

        // once SECURED the issuer cannot stand in for the holder
        card.secure();
        card.send("0020FF80");
        Host issuer{card, issuer_keys()};
        REQUIRE(issuer.open() == Sw::ok);
        for (const unsigned slot : {0x9AU, 0x9CU})
            CHECK(issuer.send(0x87, with(slot), ask(0x81, digest), 0x04).sw == Sw::security_status);
        CHECK(issuer.send(0x87, with(0x9D), ask(0x85, Bytes(65)), 0x04).sw == Sw::security_status);
        CHECK(issuer.send(0x87, with(0x9E), ask(0x81, digest), 0x04).sw == Sw::ok);
    }
}

TEST_CASE("[PKI-11] the template of GENERAL AUTHENTICATE")
{
    PkiCard card;
    const Keys keys{card, {"11", "11", "11", "11"}};
    const Bytes challenge = tlv::make(0x81, hash);
    CHECK(card.use(0x119E, tlv::make(0x7C, {challenge, hex("8200")})).sw == Sw::ok);
    for (const Bytes& wrong : {tlv::make(0x7C, challenge), tlv::make(0x7C, {hex("820101"), challenge}),
             tlv::make(0x7C, {hex("8200"), challenge, hex("8300")}),
             tlv::make(0x7C, {hex("8200"), challenge, challenge}),
             tlv::make(0x7C, {hex("8200"), hex("8200"), challenge}), hex("7C028200"), hex("7C00"), Bytes{},
             join({ask(0x81, hash), hex("00")}), tlv::make(0x7D, {hex("8200"), challenge})})
        CHECK_MESSAGE(card.use(0x119E, wrong).sw == Sw::wrong_data, to_hex(wrong));
}

TEST_CASE("[PKI-11] [PKI-13] RSA keys sign and decrypt, in chains and in parts")
{
    for (const char* algorithm : {"07", "05"}) {
        PkiCard card;
        const Keys keys{card, {algorithm, algorithm, algorithm, algorithm}};
        const std::size_t size = algorithm == std::string_view{"07"} ? 256 : 384;
        const auto with = [&](unsigned slot) {
            return static_cast<std::uint16_t>(static_cast<unsigned>(hex(algorithm)[0]) << 8 | slot);
        };
        const Bytes input = block(size);
        for (const unsigned slot : {0x9AU, 0x9DU, 0x9EU}) {
            card.send(right_pin);
            const Bytes output = result(card.use(with(slot), ask(0x81, input)));
            CHECK(output.size() == size);
            CHECK(rsa_public_operation(keys.templates.at(slot), output) == input);
        }
        // 9C in a chain of short APDUs: one command after the VERIFY, and no second one
        const Bytes data = ask(0x81, input);
        const auto in_chain = [&] {
            CHECK(card.send(command(0x10, 0x87, with(0x9C), ByteView{data}.first(200))).sw == Sw::ok);
            if (size == 384)
                CHECK(card.send(command(0x10, 0x87, with(0x9C), ByteView{data}.subspan(200, 100))).sw == Sw::ok);
            return card.send(command(0x00, 0x87, with(0x9C), ByteView{data}.subspan(size == 384 ? 300 : 200), 256));
        };
        card.send(right_pin);
        Reply signature = in_chain();
        CHECK((signature.sw_value() & 0xFF00U) == 0x6100);
        const Reply rest = card.send("00C0000000");
        append(signature.data, rest.data);
        signature.sw = rest.sw;
        CHECK(rsa_public_operation(keys.templates.at(0x9C), result(signature)) == input);
        CHECK(in_chain().sw == Sw::security_status);

        CHECK(card.use(with(0x9E), ask(0x81, block(size - 1))).sw == Sw::wrong_data);
        CHECK(card.use(with(0x9E), ask(0x81, block(size + 1))).sw == Sw::wrong_data);
        CHECK(card.use(with(0x9E), ask(0x81, Bytes(size, 0xFF))).sw == Sw::wrong_data);
        CHECK(card.use(with(0x9E), ask(0x81, {})).sw == Sw::wrong_data);
        CHECK(card.use(with(0x9D), ask(0x85, input)).sw == Sw::wrong_data);
    }
}

TEST_CASE("[PKI-15] which algorithm for which key")
{
    PkiCard card;
    const auto sign = [&](unsigned p1p2) { return card.use(p1p2, ask(0x81, hash)).sw; };
    CHECK(sign(0x119E) == Sw::reference_not_found);
    CHECK(sign(0x139E) == Sw::wrong_parameters);
    const Keys keys{card, {"11", "11", "11", "11"}};
    CHECK(sign(0x119E) == Sw::ok);
    for (const unsigned other : {0x149EU, 0x079EU, 0x059EU, 0x009EU, 0xFF9EU, 0x1182U, 0x1104U, 0x119BU, 0x1100U})
        CHECK_MESSAGE(sign(other) == Sw::wrong_parameters, other);
}

TEST_CASE("[PKI-16] key agreement, vectors of NIST CAVP and Wycheproof")
{
    for (const char* file : {"ecdh_p256.vec", "ecdh_p384.vec"}) {
        for (const test::Vector& v : test::read_vectors(file)) {
            const Bytes secret = hex(v.text("Private"));
            const bool p256 = secret.size() == 32;
            PkiCard card;
            card.change([&](Image& image) {
                image.piv_keys[0x9D] = {.algorithm = static_cast<std::uint8_t>(p256 ? 0x11 : 0x14), .secret = secret};
            });
            const auto agree = [&] { return card.use(p256 ? 0x119D : 0x149D, ask(0x85, hex(v.text("Public")))); };
            CHECK(agree().sw == Sw::security_status);
            card.send(right_pin);
            CHECK(result(agree()) == hex(v.text("Shared")));
            CHECK(agree().sw == Sw::ok); // the PIN once
        }
    }
}

TEST_CASE("[PKI-16] what key agreement refuses")
{
    PkiCard card;
    const Keys keys{card, {"11", "11", "11", "14"}};
    card.send(right_pin);
    const Bytes point = copy(tlv::only(tlv::only(keys.templates.at(0x9A), 0x7F49), 0x86));
    CHECK(card.use(0x119D, ask(0x85, point)).sw == Sw::ok);
    CHECK(card.use(0x119D, ask(0x81, hash)).sw == Sw::wrong_data);
    CHECK(card.use(0x119A, ask(0x85, point)).sw == Sw::wrong_data);
    CHECK(card.use(0x119D, tlv::make(0x7C, {hex("8200"), tlv::make(0x81, hash), tlv::make(0x85, point)})).sw ==
          Sw::wrong_data);
    Bytes off_curve = point;
    off_curve.back() ^= 0x01U;
    Bytes compressed = copy(ByteView{point}.first(33));
    compressed[0] = 0x02;
    const Bytes other_curve = copy(tlv::only(tlv::only(keys.templates.at(0x9E), 0x7F49), 0x86));
    for (const Bytes& wrong : {off_curve, compressed, other_curve, hex("00"), Bytes(65),
             copy(ByteView{point}.first(64)), join({point, hex("00")}), Bytes{}})
        CHECK_MESSAGE(card.use(0x119D, ask(0x85, wrong)).sw == Sw::wrong_data, to_hex(wrong));
}

TEST_CASE("[PKI-17] 9C asks for the PIN by the command just before")
{
    PkiCard card;
    const Keys keys{card, {"11", "11", "11", "11"}};
    const auto sign = [&] { return card.use(0x119C, ask(0x81, hash)).sw; };
    CHECK(sign() == Sw::security_status);
    CHECK(card.send(right_pin).sw == Sw::ok);
    CHECK(sign() == Sw::ok);
    CHECK(sign() == Sw::security_status);
    CHECK(card.send("00200080").sw == Sw::ok); // still verified, for 9A
    CHECK(sign() == Sw::security_status);
    CHECK(card.use(0x119A, ask(0x81, hash)).sw == Sw::ok);

    for (const char* between : {"00CB3FFF 03 5C017E 00", select_pki_template, "00200080", "0087009B 04 7C028100 00",
             "00FF0000", "00A4040C 05 A000000999", "00C0000000", "0020008008", "FF000000", "10CB3FFF 03 5C017E",
             "00240080 10 313233343536FFFF 313233343536FFFF"}) {
        card.send(right_pin);
        card.send(between);
        CHECK_MESSAGE(sign() == Sw::security_status, between);
    }
    // a refused signature takes the right away, too
    card.send(right_pin);
    CHECK(card.use(0x119C, ask(0x81, Bytes(31))).sw == Sw::wrong_data);
    CHECK(sign() == Sw::security_status);
    // and the PIN that was verified by changing it does not count
    CHECK(card.send("00240080 10 313233343536FFFF 313233343536FFFF").sw == Sw::ok);
    CHECK(card.send("00200080").sw == Sw::ok);
    CHECK(sign() == Sw::security_status);
}

TEST_CASE("[PKI-18] 9B gives challenges")
{
    PkiCard card;
    const Reply first = card.use(0x009B, hex("7C028100"));
    CHECK(first.sw == Sw::ok);
    CHECK(first.data.size() == 12);
    CHECK(to_hex(ByteView{first.data}.first(4)) == "7C0A8108");
    CHECK(card.use(0x009B, hex("7C028100")).data != first.data);
    for (const char* other :
        {"7C028200", "7C028000", "7C03810100", "7C0481008200", "7C00", "", "7C0A81080102030405060708"})
        CHECK_MESSAGE(card.use(0x009B, hex(other)).sw == Sw::wrong_data, other);
    for (const unsigned algorithm : {0x039BU, 0x089BU, 0x119BU})
        CHECK(card.use(algorithm, hex("7C028100")).sw == Sw::wrong_parameters);
}
