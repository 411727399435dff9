// SPDX-License-Identifier: Apache-2.0
#include "aes.hpp"
#include "chip_authentication.hpp"
#include "diversification.hpp"
#include "kdf.hpp"
#include "pace.hpp"
#include "scp03.hpp"
#include "secure_messaging.hpp"
#include "test_card.hpp"
#include "tlv.hpp"

#include "support/vectors.hpp"

#include <doctest/doctest.h>

using namespace refcard_test;

namespace {

Bytes field(const test::Vector& vector, const std::string& name)
{
    return hex(vector.text(name));
}

const Buffers large{.command = 2048, .response = 32'768};

} // namespace

TEST_CASE("aes: CMAC, vectors of RFC 4493 and SP 800-38B")
{
    for (const test::Vector& v : test::read_vectors("aes_cmac.vec"))
        CHECK(to_hex(aes::cmac(field(v, "Key"), field(v, "Message"))) == v.text("Mac"));
}

TEST_CASE("kdf: session keys of [9303-11], AES-128, AES-192 and AES-256")
{
    for (const test::Vector& v : test::read_vectors("kdf.vec")) {
        const auto use = static_cast<KeyUse>(field(v, "Counter")[0]);
        CHECK(to_hex(derive_9303(field(v, "Secret"), use, v.text("Key").size() / 2)) == v.text("Key"));
    }
}

TEST_CASE("[MGT-11] diversification by CMAC in counter mode, vectors of GlobalPlatformPro")
{
    for (const test::Vector& v : test::read_vectors("key_diversification.vec")) {
        const Bytes master = field(v, "Master");
        const Bytes kdd = field(v, "Kdd");
        CHECK(to_hex(diversify_kdf3(master, KeyRole::enc, kdd)) == v.text("Enc"));
        if (!v.has("Mac"))
            continue;
        CHECK(to_hex(diversify_kdf3(master, KeyRole::mac, kdd)) == v.text("Mac"));
        CHECK(to_hex(diversify_kdf3(master, KeyRole::dek, kdd)) == v.text("Dek"));
    }
}

TEST_CASE("[MGT-11] AN10922, published vector for AES-128, of another implementation for longer keys")
{
    const auto vectors = test::read_vectors("an10922.vec");
    CHECK(vectors.size() == 3);
    for (const test::Vector& v : vectors)
        CHECK(to_hex(diversify_an10922(field(v, "Master"), field(v, "Input"))) == v.text("Key"));
}

TEST_CASE("scp03: session keys, vector of openjavacard")
{
    for (const test::Vector& v : test::read_vectors("scp03_session_keys.vec")) {
        const Bytes context = join({field(v, "HostChallenge"), field(v, "CardChallenge")});
        CHECK(to_hex(derive_scp03(field(v, "KeyEnc"), ScpConstant::s_enc, context, 128)) == v.text("SEnc"));
        CHECK(to_hex(derive_scp03(field(v, "KeyMac"), ScpConstant::s_mac, context, 128)) == v.text("SMac"));
        CHECK(to_hex(derive_scp03(field(v, "KeyMac"), ScpConstant::s_rmac, context, 128)) == v.text("SRmac"));
    }
}

TEST_CASE("[MGT-8] SCP03 level 33, AES-128, AES-192 and AES-256, sessions recorded on a real card by pysim")
{
    unsigned sessions = 0;
    for (const test::Vector& v : test::read_vectors("scp03.vec")) {
        const Bytes answer = field(v, "Answer");
        if (v.text("Level") != "33")
            continue;
        const KeySet keys{.kvn = answer[10],
            .enc = field(v, "KeyEnc"),
            .mac = field(v, "KeyMac"),
            .dek = field(v, "KeyDek"),
            .sequence_counter = static_cast<std::uint32_t>(from_big_endian(ByteView{answer}.subspan(29, 3)))};
        Scp03 card = Scp03::recorded(keys, field(v, "HostChallenge"), field(v, "CardChallenge"));
        const Bytes opening = join({card.opening(ByteView{answer}.first(10))});
        CHECK(to_hex(opening) == to_hex(ByteView{answer}.first(opening.size())));

        card.authenticate(Apdu::parse(field(v, "ExternalAuthenticate"), large));
        CHECK(card.authenticated());
        for (unsigned i = 1; i <= 5; ++i) {
            const std::string n = std::to_string(i);
            const Apdu plain = Apdu::parse(field(v, "Plain" + n), large);
            const Command command = card.unwrap(Apdu::parse(field(v, "Wrapped" + n), large));
            CHECK(to_hex(command.data) == to_hex(plain.data));
            CHECK(static_cast<std::uint8_t>(command.ins) == plain.ins);
            if (v.has("Response" + n)) {
                const Answer sent{.data = field(v, "PlainResponse" + n)};
                CHECK(to_hex(response(card.wrap(sent), Sw::ok)) == v.text("Response" + n));
            }
        }
        ++sessions;
    }
    CHECK(sessions == 3);
}

TEST_CASE("[ID-4] PACE, chip side of the worked example of [9303-11] App. G.1")
{
    for (const test::Vector& v : test::read_vectors("pace_gm.vec")) {
        FixedRandom random{field(v, "S"), field(v, "MapPrivateIc"), field(v, "PrivateIc")};
        Pace chip{{}, ec::Curve::by_parameter_id(13), field(v, "MrzSeed"), {}, random};
        for (const std::string step : {"nonce", "map", "ephemeral", "token"}) {
            const Apdu command = Apdu::parse(field(v, "Command_" + step), large);
            CHECK(to_hex(response(chip.step(command.data), Sw::ok)) == v.text("Response_" + step));
        }
        CHECK(to_hex(chip.keys().k_enc) == v.text("KsEnc"));
        CHECK(to_hex(chip.keys().k_mac) == v.text("KsMac"));
        Profile::Pace profile = Profile::builtin().pace;
        profile.parameter_id = 13;
        profile.mappings = {Mapping::generic};
        CHECK(to_hex(card_access(profile)) == v.text("EfCardAccess"));
    }
}

TEST_CASE("[ID-4] PACE, chip side of the worked example of EAC 2 by HJP Consulting and BSI")
{
    for (const test::Vector& v : test::read_vectors("pace_gm_calculations.vec")) {
        FixedRandom random{field(v, "S"), field(v, "MapPrivateIc"), field(v, "PrivateIc")};
        Pace chip{{}, ec::Curve::by_parameter_id(13), field(v, "Password"), {}, random};
        const auto step = [&](tlv::Tag tag, const std::string& name) {
            return to_hex(chip.step(tlv::make(0x7C, tlv::make(tag, field(v, name)))));
        };
        CHECK(to_hex(chip.step(hex("7C00"))) == "7C128010" + v.text("Z"));
        CHECK(step(0x81, "MapPublicIfd") == "7C438241" + v.text("MapPublicIc"));
        CHECK(step(0x83, "PublicIfd") == "7C438441" + v.text("PublicIc"));
        CHECK(step(0x85, "TokenIfd") == "7C0A8608" + v.text("TokenIc"));
        CHECK(to_hex(chip.keys().k_mac) == v.text("KsMac"));
    }
}

TEST_CASE("[ID-16] PACE with chip authentication mapping, chip side of the worked example of [9303-11] App. I")
{
    const ec::Curve curve = ec::Curve::by_parameter_id(13);
    for (const test::Vector& v : test::read_vectors("pace_cam_chip.vec")) {
        const Bytes static_scalar = field(v, "StaticPrivateIc");
        const Bytes mapping_scalar = field(v, "MapPrivateIc");
        CHECK(to_hex(curve.multiply_generator(static_scalar).encoding()) == v.text("StaticPublicIc"));
        CHECK(to_hex(curve.multiply_generator(mapping_scalar).encoding()) == v.text("MapPublicIc"));
        CHECK(to_hex(curve.divide(mapping_scalar, static_scalar)) == v.text("CaIc"));
        CHECK(to_hex(chip_authentication_data(curve, static_scalar, mapping_scalar, field(v, "KsEnc"))) ==
              v.text("ChipAuthenticationData"));

        CHECK(to_hex(derive_9303(field(v, "MrzKey"), KeyUse::password, 16)) == v.text("K_pi"));
        FixedRandom random{field(v, "S"), mapping_scalar};
        Pace chip{{.mapping = Mapping::chip_authentication}, curve, field(v, "MrzKey"), static_scalar, random};
        for (const std::string step : {"nonce", "map"}) {
            const Apdu command = Apdu::parse(field(v, "Command_" + step), large);
            CHECK(to_hex(response(chip.step(command.data), Sw::ok)) == v.text("Response_" + step));
        }
        Profile::Pace profile = Profile::builtin().pace;
        profile.parameter_id = 13;
        profile.mappings = {Mapping::chip_authentication};
        CHECK(to_hex(card_access(profile)) == v.text("EfCardAccess"));
    }
}

TEST_CASE("secure messaging: AES-256, reading EF.COM, recorded by gmrtd")
{
    const auto exchanges = test::read_vectors("sm_aes256.vec");
    const test::Vector& first = exchanges.front();
    SecureMessaging card{{field(first, "KsEnc"), field(first, "KsMac"), true}, field(first, "Ssc")};
    for (const test::Vector& v : exchanges) {
        const Command command = card.unwrap(Apdu::parse(field(v, "Command"), large));
        CHECK(to_hex(command.data) == v.text("Data"));
        CHECK(command.ne == from_big_endian(field(v, "Ne")));
        CHECK(to_hex(response(card.wrap({.data = field(v, "Plain")}), Sw::ok)) == v.text("Response"));
    }
}

TEST_CASE("[ID-14] secure messaging around Chip Authentication, recorded with passports by gmrtd")
{
    for (const test::Vector& v : test::read_vectors("chip_authentication.vec")) {
        SecureMessaging card{{field(v, "BeforeKsEnc"), field(v, "BeforeKsMac"), true}, field(v, "BeforeSsc")};
        CHECK(card.unwrap(Apdu::parse(field(v, "Command_mse"), large)).p1p2() == 0x41A4);
        CHECK(to_hex(response(card.wrap({}), Sw::ok)) == v.text("Response_mse"));
        const Command authenticate = card.unwrap(Apdu::parse(field(v, "Command_authenticate"), large));
        CHECK(to_hex(authenticate.data) == "7C438041" + v.text("PublicIfd"));
        CHECK(to_hex(response(card.wrap({.data = chip_authentication::answer()}), Sw::ok)) ==
              v.text("Response_authenticate"));
        const Bytes shared = field(v, "Shared");
        CHECK(to_hex(derive_9303(shared, KeyUse::encryption, 16)) == v.text("AfterKsEnc"));
        CHECK(to_hex(derive_9303(shared, KeyUse::mac, 16)) == v.text("AfterKsMac"));
    }
}

TEST_CASE("ec: agreement on P-256 keeps leading zeros, vectors of Wycheproof")
{
    const ec::Curve curve = ec::Curve::p256();
    for (const test::Vector& v : test::read_vectors("ecdh_p256.vec")) {
        const ec::Point point = curve.decode(field(v, "Public"));
        CHECK(to_hex(curve.multiply(field(v, "Private"), point).x()) == to_hex(field(v, "Shared")));
    }
}
