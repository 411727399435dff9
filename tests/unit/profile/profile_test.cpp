// SPDX-License-Identifier: Apache-2.0
#include "card/profile/profile.hpp"

#include "card/base/error.hpp"
#include "card/base/hex.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

using namespace card;

namespace {

std::string profile_text()
{
    std::ifstream file{CARD_TEST_DATA "/../applet-specs/profile.toml"};
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

std::string with(const std::string& line, const std::string& replacement, std::string text = profile_text())
{
    const std::size_t at = text.find(line);
    REQUIRE(at != std::string::npos);
    return text.replace(at, line.size(), replacement);
}

/// The whole line of the profile that begins so.
std::string line_with(const std::string& beginning)
{
    const std::string text = profile_text();
    const std::size_t at = text.find("\n" + beginning);
    REQUIRE(at != std::string::npos);
    return text.substr(at + 1, text.find('\n', at + 1) - at);
}

/// Field and line of the refusal.
std::pair<std::string, long> refusal(const std::string& text)
{
    try {
        profile::parse(text);
    } catch (const Error& error) {
        CHECK(error.code() == Errc::config_invalid);
        return {error.field(), error.number().value_or(0)};
    }
    return {"accepted", 0};
}

long line_of(const std::string& text, const std::string& part)
{
    return 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(text.find(part)), '\n');
}

} // namespace

TEST_CASE("profile: the embedded text is applet-specs/profile.toml")
{
    const profile::Profile& built = profile::builtin();
    const profile::Profile read = profile::parse(profile_text());
    CHECK(built.profile == read.profile);
    CHECK(built.management.transport_master_key == read.management.transport_master_key);
    CHECK(built.dg13.key_hash == read.dg13.key_hash);
}

TEST_CASE("profile: values arrive with their types")
{
    const profile::Profile& p = profile::builtin();
    CHECK(p.profile == "idcard-lao-1");
    CHECK(p.card.issuing_state == "LAO");
    CHECK(p.card.personal_number_digits == 15);
    CHECK(p.validity.technical_life_years == 20);
    CHECK(p.buffers.command == 2048);
    CHECK(p.buffers.response == 32768);
    CHECK(p.validity.lifetime_mrz_expiry == "991231");
    CHECK(p.pace.parameter_id == 12);
    CHECK(p.pace.key_bits == 128);
    CHECK(p.pace.mappings == std::vector{profile::Mapping::generic, profile::Mapping::chip_authentication});
    CHECK(p.pace.cam_key_id == 2);
    CHECK(p.chip_authentication.key_bits == 128);
    CHECK(p.management.transport_key_bits == 128);
    CHECK(p.management.issuer_key_bits == 256);
    CHECK(p.management.diversification == profile::Diversification::kdf3);
    CHECK(to_hex(p.management.issuer_security_domain) == "a000000151000000");
    CHECK(p.management.transport_kvn == profile::KeyVersion{0x30});
    CHECK(to_hex(p.management.transport_master_key) == "404142434445464748494a4b4c4d4e4f");
    CHECK(p.dgi.ef_sod == profile::Dgi{0x011D});
    CHECK(p.dgi.dg16 == profile::Dgi{0x0110});
    CHECK(p.dgi.card_security == profile::Dgi{0x021D});
    CHECK(p.dgi.mrz == profile::Dgi{0x9011});
    CHECK(p.sizes.dg7 == 8192);
    CHECK(p.dgi.can == profile::Dgi{0x9010});
    CHECK(p.sizes.dg2 == 30000);
    CHECK(p.pin.transport_value == "123456");
    CHECK(p.puk.tries == 5);
    CHECK(p.piv.slots == std::vector<std::uint8_t>{0x9A, 0x9C, 0x9D, 0x9E});
    CHECK(p.piv.algorithms == std::vector<std::uint8_t>{0x11, 0x11, 0x11, 0x11});
    CHECK(p.piv.child_slots == std::vector<std::uint8_t>{0x9E});
    CHECK(p.piv.chuid_fasc_n.size() == 25);
    CHECK(p.dg13.names == tlv::Tag{0xA4});
    CHECK(p.dg13.key_hash == tlv::Tag{0x81});
}

TEST_CASE("profile: another value is followed")
{
    CHECK(profile::parse(with("issuer_kvn = 0x31", "issuer_kvn = 0x55")).management.issuer_kvn.value == 0x55);
    CHECK(profile::parse(with("response = 32768", "response = 256")).buffers.response == 256);
    CHECK(profile::parse(with("guid = 0x88", "guid = 0x5F2A")).dg13.guid == tlv::Tag{0x5F2A});
    CHECK(profile::parse(with("cam_key_id = 2", "cam_key_id = 3")).pace.cam_key_id == 3);
    CHECK(profile::parse(with("diversification = \"KDF3\"", "diversification = \"AN10922\""))
              .management.diversification == profile::Diversification::an10922);
    const std::string one_slot = with(line_with("algorithms ="), "algorithms = [0x07]\n");
    CHECK(profile::parse(with(line_with("slots ="), "slots = [0x9E]\n", one_slot)).piv.algorithms ==
          std::vector<std::uint8_t>{0x07});
    CHECK(profile::builtin().piv.retired_keys == 0);
    CHECK(profile::parse(with("retired_keys = 0", "retired_keys = 20")).piv.retired_keys == 20);
    using profile::Mapping;
    CHECK(profile::parse(with(line_with("mappings ="), "mappings = [\"CAM\", \"GM\"]\n")).pace.mappings ==
          std::vector{Mapping::chip_authentication, Mapping::generic});
}

TEST_CASE("profile: a management key may be left out, and otherwise is whole")
{
    const auto with_key = [](const std::string& algorithm, std::size_t size, const std::string& more = "") {
        const std::string key(2 * size, '7');
        return profile_text() + "\n[piv.management_key]\nalgorithm = " + algorithm + "\nkey = \"" + key + "\"\n" + more;
    };
    CHECK_FALSE(profile::builtin().piv.management_key.has_value());
    for (const auto& [algorithm, size] : {std::pair{"0x03", 24}, {"0x08", 16}, {"0x0A", 24}, {"0x0C", 32}}) {
        const auto key = profile::parse(with_key(algorithm, static_cast<std::size_t>(size))).piv.management_key;
        REQUIRE(key.has_value());
        CHECK(key->algorithm == std::stoul(algorithm, nullptr, 16));
        CHECK(key->key == Bytes(static_cast<std::size_t>(size), 0x77));
    }
    CHECK(refusal(with_key("0x04", 24)).first == "piv.management_key.algorithm");
    CHECK(refusal(with_key("0x08", 24)).first == "piv.management_key.key");
    CHECK(refusal(with_key("0x0C", 32, "more = 1\n")).first == "piv.management_key.more");
    CHECK(refusal(profile_text() + "\n[piv.management_key]\nalgorithm = 0x03\n").first == "piv.management_key.key");
    CHECK(refusal(with(line_with("retired_keys ="), "retired_keys = 0\nmanagement_key = 3")).first ==
          "piv.management_key");
}

TEST_CASE("profile: each key is required, the table that lacks it is named by its line")
{
    const std::string text = profile_text();
    std::string table;
    std::size_t keys = 0;
    for (std::size_t begin = 0, end = 0; begin < text.size(); begin = end) {
        end = text.find('\n', begin) + 1;
        const std::string line = text.substr(begin, end - begin);
        if (line.starts_with('['))
            table = line.substr(1, line.find(']') - 1) + ".";
        const std::size_t equals = line.find(" = ");
        if (equals == std::string::npos || line.starts_with('#'))
            continue;
        ++keys;
        const std::string field = table + line.substr(0, equals);
        CAPTURE(field);
        CHECK(refusal(std::string{text}.erase(begin, line.size())).first == field);
    }
    CHECK(keys >= 60);
}

TEST_CASE("profile: unknown keys and tables are refused with their line")
{
    std::string text = with("[pin]\n", "[pin]\nlonger = 3\n");
    CHECK(refusal(text) == std::pair{std::string{"pin.longer"}, line_of(text, "longer")});
    text = profile_text() + "\n[extra]\na = 1\n";
    CHECK(refusal(text).first == "extra");
    CHECK(refusal("colour = 1\n" + profile_text()) == std::pair{std::string{"colour"}, 1L});
}

TEST_CASE("profile: values of a wrong type or out of range are refused with their line")
{
    struct Case {
        const char* line;
        const char* replacement;
        const char* field;
    };

    for (const Case& wrong : {
             Case{"version = 1\n", "version = 2\n", "version"},
             Case{"personal_number_digits = 15", "personal_number_digits = 16", "card.personal_number_digits"},
             Case{"issuing_state = \"LAO\"", "issuing_state = \"lao\"", "card.issuing_state"},
             Case{"country = \"LA\"", "country = \"LAO\"", "card.country"},
             Case{"lifetime_mrz_expiry = \"991231\"", "lifetime_mrz_expiry = \"99123x\"",
                 "validity.lifetime_mrz_expiry"},
             Case{"response = 32768", "response = 255", "buffers.response"},
             Case{"response = 32768", "response = 65539", "buffers.response"},
             Case{"response = 32768", "response = \"32768\"", "buffers.response"},
             Case{"command = 2048", "command = 2048.0", "buffers.command"},
             Case{"can_digits = 6", "can_digits = 5", "pace.can_digits"},
             Case{"longest_delay_ms = 8000", "longest_delay_ms = 10", "pace.longest_delay_ms"},
             Case{"issuer_kvn = 0x31", "issuer_kvn = 0x30", "management.issuer_kvn"},
             Case{"issuer_kvn = 0x31", "issuer_kvn = 0x80", "management.issuer_kvn"},
             Case{"diversification_prefix = \"4C414F494443\"", "diversification_prefix = \"4C414F4944\"",
                 "management.diversification_prefix"},
             Case{"transport_master_key = \"40", "transport_master_key = \"4g", "management.transport_master_key"},
             Case{"dg1 = 0x0101", "dg1 = 0x10101", "dgi.dg1"},
             Case{"piv_object = 3072", "piv_object = 40000", "sizes.piv_object"},
             Case{"max_digits = 8", "max_digits = 9", "pin.max_digits"},
             Case{"max_digits = 8", "max_digits = 5", "pin.max_digits"},
             Case{"tries = 3", "tries = 16", "pin.tries"},
             Case{"transport_value = \"12345678\"", "transport_value = \"1234567\"", "puk.transport_value"},
             Case{"slots = [0x9A,", "slots = [0x9A, 0x9A,", "piv.slots"},
             Case{"slots = [0x9A,", "slots = [0x9B,", "piv.slots"},
             Case{"child_slots = [0x9E]", "child_slots = []", "piv.child_slots"},
             Case{"child_slots = [0x9E]", "child_slots = [0x9F]", "piv.child_slots"},
             Case{"algorithms = [", "algorithms = [0x11, ", "piv.algorithms"},
             Case{"algorithms = [", "algorithms = [0x12, ", "piv.algorithms"},
             Case{"mappings = [", "mappings = [\"IM\", ", "pace.mappings"},
             Case{"mappings = [", "mappings = [\"GM\", \"GM\", ", "pace.mappings"},
             Case{"mappings = [", "mappings = \"GM\" # [", "pace.mappings"},
             Case{"cam_key_id = 2", "cam_key_id = 128", "pace.cam_key_id"},
             Case{"transport_key_bits = 128", "transport_key_bits = 160", "management.transport_key_bits"},
             Case{"diversification = \"KDF3\"", "diversification = \"kdf3\"", "management.diversification"},
             Case{"from_6_until_age = 15", "from_6_until_age = 6", "validity.from_6_until_age"},
             Case{"lifetime_from_age = 60", "lifetime_from_age = 15", "validity.lifetime_from_age"},
             Case{"guid_tag = 0x80", "guid_tag = 0x81", "piv.guid_tag"},
             Case{"retired_keys = 0", "retired_keys = 21", "piv.retired_keys"},
             Case{"household_book = 0x85", "household_book = 0x1F", "dg13.household_book"},
         }) {
        CAPTURE(wrong.replacement);
        const std::string text = with(wrong.line, wrong.replacement);
        CHECK(refusal(text) == std::pair{std::string{wrong.field}, line_of(text, wrong.replacement)});
    }
}

TEST_CASE("profile: what is no TOML is refused with its line")
{
    CHECK(refusal("profile = \"x\"\nversion = \n").second == 2);
    CHECK(refusal("[=").first == "toml");                         // what toml++ takes for impossible
    CHECK(refusal("pin = 3\n" + profile_text()).first == "toml"); // then [pin] defines it again
}
