// SPDX-License-Identifier: Apache-2.0
#include "channels.hpp"

#include "tlv.hpp"

#include <doctest/doctest.h>

using namespace refcard_test;

namespace {

/// The text of a profile with one line replaced.
std::string edited(std::string text, std::string_view key, std::string_view value, std::string_view table)
{
    const std::size_t begin = text.find("[" + std::string{table} + "]");
    REQUIRE(begin != std::string::npos);
    const std::size_t line = text.find("\n" + std::string{key} + " = ", begin);
    REQUIRE(line != std::string::npos);
    const std::size_t end = text.find('\n', line + 1);
    text.replace(line + 1, end - line - 1, std::string{key} + " = " + std::string{value});
    return text;
}

/// The embedded profile with one value in another way.
Profile changed(std::string_view key, std::string_view value, std::string_view table)
{
    return Profile::parse(edited(std::string{embedded_profile()}, key, value, table));
}

std::string with_management_key(const std::string& algorithm, const std::string& key)
{
    return std::string{embedded_profile()} + "\n[piv.management_key]\nalgorithm = " + algorithm + "\nkey = \"" + key +
           "\"\n";
}

std::string message_of(std::string_view key, std::string_view value, std::string_view table)
{
    try {
        changed(key, value, table);
    } catch (const std::runtime_error& error) {
        return error.what();
    }
    return "accepted";
}

} // namespace

TEST_CASE("profile: values that are missing or out of range are named")
{
    CHECK(message_of("can_digits", "0", "pace") == "profile: pace.can_digits is missing or out of range");
    CHECK(message_of("parameter_id", "14", "pace") == "profile: pace.parameter_id is missing or out of range");
    CHECK(message_of("transport_master_key", "\"4041\"", "management") ==
          "profile: management.transport_master_key is missing or out of range");
    CHECK(message_of("key_bits", "160", "pace") == "profile: pace.key_bits is missing or out of range");
    CHECK(message_of("key_bits", "512", "chip_authentication") ==
          "profile: chip_authentication.key_bits is missing or out of range");
    CHECK(message_of("mappings", "[]", "pace") == "profile: pace.mappings is missing or out of range");
    CHECK(message_of("mappings", "[\"IM\"]", "pace") == "profile: pace.mappings is missing or out of range");
    CHECK(message_of("cam_key_id", "0", "pace") == "profile: pace.cam_key_id is missing or out of range");
    CHECK(message_of("transport_key_bits", "256", "management") ==
          "profile: management.transport_master_key is missing or out of range");
    CHECK(message_of("diversification", "\"KDF2\"", "management") ==
          "profile: management.diversification is missing or out of range");
    CHECK(message_of("slots", "[0x19A]", "piv") == "profile: piv.slots is missing or out of range");
    CHECK(message_of("retired_keys", "21", "piv") == "profile: piv.retired_keys is missing or out of range");
    for (const auto& [algorithm, digits, key] :
        {std::tuple{"0x04", 48, "algorithm"}, {"0x03", 32, "key"}, {"0x0C", 48, "key"}})
        CHECK_THROWS_WITH(
            Profile::parse(with_management_key(algorithm, std::string(static_cast<std::size_t>(digits), '7'))),
            ("profile: piv.management_key." + std::string{key} + " is missing or out of range").c_str());
    CHECK_THROWS_WITH(
        Profile::parse(edited(std::string{embedded_profile()}, "retired_keys", "0\nmanagement_key = 3", "piv")),
        "profile: table [piv.management_key] is missing");
    CHECK(message_of("tries", "\"3\"", "pin") == "profile: pin.tries is missing or out of range");
    CHECK_THROWS_AS(Profile::parse("[buffers]\ncommand = 2048\n"), std::runtime_error);
    CHECK_THROWS_AS(Profile::parse("not toml"), std::runtime_error);
    CHECK_THROWS_AS(Profile::parse("[="), std::runtime_error); // what toml++ takes for impossible
}

TEST_CASE("profile: the card follows each value")
{
    SUBCASE("buffers")
    {
        TestCard card{changed("response", "4096", "buffers")};
        CHECK(card.send("00B08100 00").data_hex() == "4703F621E07F66080202080002021000");
    }
    SUBCASE("pace.parameter_id")
    {
        TestCard card{changed("parameter_id", "13", "pace")};
        CHECK(card.send("00B09C00 00").data_hex().ends_with("02010202010D"));
    }
    SUBCASE("pace.can_digits, dgi.can")
    {
        TestCard card{changed("can_digits", "8", "pace")};
        card.send(select_identity);
        Host host{card, transport_keys()};
        REQUIRE(host.open() == Sw::ok);
        CHECK(host.store_can("123456") == Sw::wrong_data);
        CHECK(host.store_can("12345678") == Sw::ok);

        TestCard other{changed("can", "0x9020", "dgi")};
        other.send(select_identity);
        Host again{other, transport_keys()};
        REQUIRE(again.open() == Sw::ok);
        CHECK(again.store_can("123456") == Sw::reference_not_found);
        CHECK(again.store(0x9020, again.encrypted_can("123456"), 200, true) == Sw::ok);
    }
    SUBCASE("pace delays")
    {
        TestCard card{changed("first_delay_ms", "10", "pace")};
        card.change([](Image& image) { image.can = text_bytes("123456"); });
        Reader reader{card};
        CHECK(reader.pace("000000") == Sw::authentication_failed);
        CHECK(card.waits() == std::vector{std::chrono::milliseconds{10}});
        TestCard bounded{changed("longest_delay_ms", "1500", "pace")};
        bounded.change([](Image& image) { image.can = text_bytes("123456"); });
        Reader patient{bounded};
        patient.pace("000000");
        patient.pace("000000");
        CHECK(bounded.waits().back() == std::chrono::milliseconds{1500});
    }
    SUBCASE("chip_authentication.key_id")
    {
        TestCard card{changed("key_id", "2", "chip_authentication")};
        card.send(select_identity);
        Host host{card, transport_keys()};
        REQUIRE(host.open() == Sw::ok);
        CHECK(host.send(0x47, 0, hex("A606840101800111")).sw == Sw::reference_not_found);
        CHECK(host.send(0x47, 0, hex("A606840102800111")).sw == Sw::ok);
    }
    SUBCASE("pace.mappings, pace.key_bits")
    {
        const auto card_access = [](const Profile& profile) {
            return TestCard{profile}.send("00B09C00 00").data_hex();
        };
        const std::string gm = "3012060A04007F0007020204020202010202010C";
        const std::string cam = "3012060A04007F0007020204060202010202010C";
        CHECK(card_access(changed("mappings", "[\"GM\"]", "pace")) == "3114" + gm);
        CHECK(card_access(changed("mappings", "[\"CAM\"]", "pace")) == "3114" + cam);
        CHECK(card_access(changed("mappings", "[\"CAM\", \"GM\"]", "pace")) == "3128" + cam + gm);
        CHECK(card_access(changed("mappings", "[\"GM\", \"CAM\"]", "pace")) == "3128" + gm + cam);
        const std::string longer = card_access(changed("key_bits", "256", "pace"));
        CHECK(longer.find("04007F00070202040604") != std::string::npos);
        CHECK(longer.find("04007F00070202040602") == std::string::npos);
    }
    SUBCASE("pace.cam_key_id")
    {
        TestCard card{changed("cam_key_id", "5", "pace")};
        card.send(select_identity);
        Host host{card, transport_keys()};
        REQUIRE(host.open() == Sw::ok);
        CHECK(host.send(0x47, 0, hex("A606840102800111")).sw == Sw::reference_not_found);
        CHECK(host.send(0x47, 0, hex("A606840105800111")).sw == Sw::ok);
        CHECK(card.image().cam_key.has_value());
    }
    SUBCASE("chip_authentication.key_bits")
    {
        const auto accepts = [](const Profile& profile, std::string_view cipher) {
            TestCard card{profile};
            card.send(select_identity);
            Host host{card, transport_keys(profile)};
            REQUIRE(host.open() == Sw::ok);
            REQUIRE(host.send(0x47, 0, hex("A606840101800111")).sw == Sw::ok);
            return card.send("002241A4 0F 800A04007F000702020302" + std::string{cipher} + "840101").sw;
        };
        for (const auto& [bits, cipher] : {std::pair{"128", "02"}, {"192", "03"}, {"256", "04"}}) {
            const Profile profile = changed("key_bits", bits, "chip_authentication");
            CHECK(accepts(profile, cipher) == Sw::ok);
            CHECK(accepts(profile, cipher == std::string{"02"} ? "03" : "02") == Sw::wrong_data);
        }
    }
    SUBCASE("management.transport_key_bits, management.diversification")
    {
        const std::string text = edited(std::string{embedded_profile()}, "transport_key_bits", "256", "management");
        const Profile longer = Profile::parse(edited(text, "transport_master_key",
            "\"404142434445464748494A4B4C4D4E4F505152535455565758595A5B5C5D5E5F\"", "management"));
        const Profile other = changed("diversification", "\"AN10922\"", "management");
        CHECK(transport_keys(other).enc != transport_keys().enc);
        for (const Profile& profile : {longer, other}) {
            TestCard card{profile};
            card.send("00A4040C 08 A000000151000000");
            Host host{card, transport_keys(profile)};
            CHECK(host.open() == Sw::ok);
            CHECK(card.image().keys.enc.size() == profile.management.transport_key_bits / 8);
        }
    }
    SUBCASE("management")
    {
        TestCard named{changed("issuer_security_domain", "\"A0000001510001\"", "management")};
        CHECK(named.send("00A40400 07 A0000001510001 00").data_hex() == "6F0F8407A0000001510001A5049F700101");
        for (const Profile& profile : {changed("transport_kvn", "0x20", "management"),
                 changed("diversification_prefix", "\"010203040506\"", "management"),
                 changed("transport_master_key", "\"000102030405060708090A0B0C0D0E0F\"", "management")}) {
            TestCard card{profile};
            card.send("00A4040C 08 A000000151000000");
            Host host{card, transport_keys(profile)};
            CHECK(host.open() == Sw::ok);
            CHECK(card.image().keys.kvn == profile.management.transport_kvn);
        }
    }
    SUBCASE("dgi and sizes")
    {
        TestCard card{changed("dg13", "0x4444", "dgi")};
        card.send(select_identity);
        Host host{card, transport_keys()};
        REQUIRE(host.open() == Sw::ok);
        CHECK(host.store(0x010D, hex("AA")) == Sw::reference_not_found);
        CHECK(host.store(0x4444, hex("AA")) == Sw::ok);
        CHECK(card.image().files.contains(0x010D));
        for (const auto& [key, published] : {std::pair{"dg7", 0x0107}, {"dg16", 0x0110}, {"card_security", 0x021D}}) {
            TestCard moved{changed(key, "0x4445", "dgi")};
            moved.send(select_identity);
            Host mover{moved, transport_keys()};
            REQUIRE(mover.open() == Sw::ok);
            CHECK(mover.store(static_cast<std::uint16_t>(published), hex("AA")) == Sw::reference_not_found);
            CHECK(mover.store(0x4445, hex("AA")) == Sw::ok);
        }
        TestCard mrz{changed("mrz", "0x9021", "dgi")};
        mrz.send(select_identity);
        Host keeper{mrz, transport_keys()};
        REQUIRE(keeper.open() == Sw::ok);
        const Bytes key = keeper.encrypted_can(std::string(20, 'K'));
        CHECK(keeper.store(0x9011, key, 200, true) == Sw::reference_not_found);
        CHECK(keeper.store(0x9021, key, 200, true) == Sw::ok);
        CHECK(mrz.image().mrz_key == text_bytes(std::string(20, 'K')));
        TestCard picture{changed("dg7", "12", "sizes")};
        picture.send(select_identity);
        Host painter{picture, transport_keys()};
        REQUIRE(painter.open() == Sw::ok);
        CHECK(painter.store(0x0107, Bytes(13)) == Sw::not_enough_memory);
        CHECK(painter.store(0x0107, Bytes(12)) == Sw::ok);
        TestCard small{changed("other_files", "10", "sizes")};
        small.send(select_identity);
        Host again{small, transport_keys()};
        REQUIRE(again.open() == Sw::ok);
        CHECK(again.store(0x0101, Bytes(11)) == Sw::not_enough_memory);
    }
    SUBCASE("pin and puk")
    {
        TestCard card{changed("min_digits", "4", "pin")};
        card.send(select_pki_template);
        CHECK(card.send("00200080 08 31323334FFFFFFFF").sw == tries_left(2));
        TestCard patient{changed("tries", "9", "pin")};
        patient.send(select_pki_template);
        CHECK(patient.send("00200080").sw == tries_left(9));
        TestCard other{changed("transport_value", "\"87654321\"", "puk")};
        other.send(select_pki_template);
        CHECK(other.send("002C0080 10 3837363534333231 313233343536FFFF").sw == Sw::ok);
    }
    SUBCASE("piv")
    {
        TestCard card{changed("change_counter_tag", "0x82", "piv")};
        CHECK(card.send(select_pki_template).data_hex().ends_with("82020000"));
        TestCard one{changed("slots", "[0x9E]", "piv")};
        one.send(select_pki_template);
        Host host{one, transport_keys()};
        REQUIRE(host.open() == Sw::ok);
        CHECK(host.send(0x47, 0x009A, hex("AC03800111")).sw == Sw::wrong_parameters);
        CHECK(host.send(0x47, 0x009E, hex("AC03800111")).sw == Sw::ok);
        TestCard retired{changed("retired_keys", "2", "piv")};
        retired.send(select_pki_template);
        Host again{retired, transport_keys()};
        REQUIRE(again.open() == Sw::ok);
        CHECK(again.send(0x47, 0x0083, hex("AC03800111")).sw == Sw::ok);
        CHECK(again.send(0x47, 0x0084, hex("AC03800111")).sw == Sw::wrong_parameters);
    }
    SUBCASE("piv.management_key")
    {
        TestCard ours;
        CHECK_FALSE(ours.image().management_key.has_value());
        for (const auto& [algorithm, size] : {std::pair{"0x03", 24}, {"0x08", 16}, {"0x0A", 24}, {"0x0C", 32}}) {
            const std::string key(2 * static_cast<std::size_t>(size), '7');
            TestCard card{Profile::parse(with_management_key(algorithm, key))};
            REQUIRE(card.image().management_key.has_value());
            CHECK(card.image().management_key->value == from_hex(key));
            card.send(select_pki_template);
            CHECK(card.send("00F7009B 00").data == join({hex("0101"), Bytes{card.image().management_key->algorithm}}));
        }
    }
}
