// SPDX-License-Identifier: Apache-2.0
#include "personalization/records.hpp"

#include "support/throws.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <set>

using namespace perso::intake;
using nlohmann::json;
using test::photograph;
using test::rejections_of;
using test::specimen;

namespace {

/// Fields and reasons as text, for a readable failure.
std::string told(const Rejections& rejections)
{
    std::string text;
    for (const auto& [field, reason] : rejections)
        text += field + ": " + reason + "; ";
    return text;
}

std::set<std::string> fields(const Rejections& rejections)
{
    std::set<std::string> names;
    for (const auto& rejection : rejections)
        names.insert(rejection.field);
    return names;
}

/// A list of one person to notify.
json contact(const std::string& telephone)
{
    return json::array({{{"name", "ສົມພອນ"}, {"telephone", telephone}, {"address", specimen()["address"]}}});
}

} // namespace

TEST_CASE("intake: the record of the demonstration passes and is read")
{
    const auto checked = check({specimen().dump(), photograph()}, card::profile::builtin(), test::day);
    CHECK(told(checked.rejections) == "");
    const Record& record = checked.record;
    CHECK(record.application == "VT-2026-000001");
    CHECK(record.lao.family == "ຕົວຢ່າງ");
    CHECK(record.latin.given == "SOMSAMAY");
    CHECK(record.sex == Sex::male);
    CHECK(to_text(record.birth_date) == "1990-05-12");
    CHECK(record.address.province == "ນະຄອນຫຼວງວຽງຈັນ");
    CHECK(record.photograph.width == 360);
    CHECK(record.photograph.height == 480);
}

TEST_CASE("intake: each rejected value is named with its reason")
{
    struct Case {
        json::json_pointer at;
        json value;
        std::string field;
        std::string reason;
    };

    const Case cases[] = {
        {"/schema"_json_pointer, "idcard-record-2", "schema", "not one of idcard-record-1"},
        {"/application"_json_pointer, "abc", "application", "not 4 to 32 characters"},
        {"/application"_json_pointer, "VT/2026", "application", "a character other than A-Z, 0-9 and hyphen"},
        {"/application"_json_pointer, "-2026", "application", "begins or ends with a hyphen"},
        {"/application"_json_pointer, 17, "application", "not a text"},
        {"/card_type"_json_pointer, "child", "card_type", "not one of adult, renewal, lifetime, from_6_to_14, under_6"},
        {"/personal_number"_json_pointer, "12345678901", "personal_number", "not 12 to 15 digits"},
        {"/personal_number"_json_pointer, "1234567890123456", "personal_number", "not 12 to 15 digits"},
        {"/personal_number"_json_pointer, "10119900000001", "personal_number",
            "fewer digits than personal numbers have, as when a program drops leading zeros: enter it anew"},
        {"/personal_number"_json_pointer, "12345678901x", "personal_number", "not 12 to 15 digits"},
        {"/name"_json_pointer, "SOMSAMAY", "name", "not an object"},
        {"/name/lao/given"_json_pointer, "Somsamay", "name.lao.given", "a character that is no Lao letter"},
        {"/name/lao/given"_json_pointer, "", "name.lao.given", "empty"},
        {"/name/lao/family"_json_pointer, std::string(123, 'x'), "name.lao.family", "longer than 120 bytes"},
        {"/name/latin/given"_json_pointer, "Somsamay", "name.latin.given",
            "a character other than A-Z, space and hyphen"},
        {"/name/latin/given"_json_pointer, "SOM  SAMAY", "name.latin.given", "a space or hyphen at an end or doubled"},
        {"/name/latin/given"_json_pointer, std::string(40, 'A'), "name.latin.given", "longer than 39 characters"},
        {"/sex"_json_pointer, "male", "sex", "not one of X, M, F"},
        {"/birth_date"_json_pointer, "12.05.1990", "birth_date",
            "no date like 1990-05-12, 12/05/1990, 1990-05 or 1990"},
        {"/birth_date"_json_pointer, "1990-02-30", "birth_date", "no day of the calendar"},
        {"/birth_date"_json_pointer, "2030-01-01", "birth_date", "in the future"},
        {"/birth_date"_json_pointer, "2011-11-23", "birth_date", "too young for this type of card"},
        {"/birth_date"_json_pointer, "1966-11-22", "birth_date", "too old for this type of card"},
        {"/birth_date"_json_pointer, "1890", "birth_date", "older than 130 years"},
        {"/birth_place/village"_json_pointer, "ເຟືຶອງ", "birth_place.village", "a vowel mark stands without a consonant"},
        {"/address/postcode"_json_pointer, "01000", "address.postcode", "unknown"},
        {"/household_book"_json_pointer, "ABCDEFGHIJKLMNOPQRSTU", "household_book", "not 1 to 20 characters"},
        {"/household_book"_json_pointer, "12_34", "household_book",
            "a character other than A-Z, 0-9, hyphen and slash"},
        {"/photograph"_json_pointer, "../face.jpg", "photograph", "not the bare name of a file beside the record"},
        {"/signature"_json_pointer, "/etc/passwd", "signature", "not the bare name of a file beside the record"},
        {"/signature"_json_pointer, "signature.jpg", "signature", "no complete JPEG"},
        {"/earlier_card"_json_pointer, "A_1", "earlier_card", "not 4 to 20 characters"},
        {"/earlier_card"_json_pointer, "LA_0001", "earlier_card", "a character other than A-Z, 0-9, hyphen and space"},
        {"/card_type"_json_pointer, "renewal", "earlier_card", "missing"},
        {"/notify"_json_pointer, json::array(), "notify", "not a list, empty, or too long a one"},
        {"/notify"_json_pointer, json::array({1}), "notify[0]", "not an object"},
        {"/notify"_json_pointer, json::array({1, 2, 3}), "notify", "not a list, empty, or too long a one"},
        {"/notify"_json_pointer, contact("+85620x"), "notify[0].telephone",
            "not 6 to 15 digits, with or without a plus sign before them"},
        {"/notify"_json_pointer, contact("2055500001"), "notify[0].telephone",
            "neither a zero nor a plus sign at its beginning: spreadsheet programs drop the zero"},
        {"/religion"_json_pointer, "x", "religion", "data of this kind must not be in a record"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.at.to_string());
        json record = specimen();
        record[c.at] = c.value;
        CHECK(told(rejections_of(record)) == told({{c.field, c.reason}}));
    }
}

TEST_CASE("intake: each field that is missing is named")
{
    const json whole = specimen();
    for (const auto& item : whole.items()) {
        const std::string& key = item.key();
        CAPTURE(key);
        json record = whole;
        record.erase(key);
        CHECK(fields(rejections_of(record)) == std::set<std::string>{key});
    }
    json record = specimen();
    record["address"].erase("district");
    CHECK(told(rejections_of(record)) == "address.district: missing; ");
}

TEST_CASE("intake: one pass names everything that is wrong")
{
    json record = specimen();
    record["sex"] = "?";
    record["personal_number"] = "1";
    record["name"]["lao"]["given"] = "?";
    record["unknown"] = 1;
    CHECK(fields(rejections_of(record, {})) ==
          std::set<std::string>{"sex", "personal_number", "name.lao.given", "unknown", "photograph"});
}

TEST_CASE("intake: a person without a family name, and a date of birth that is half known")
{
    json record = specimen();
    record["name"]["lao"].erase("family");
    CHECK(told(rejections_of(record)) == "name: a family name in one script only; ");
    record["name"]["latin"].erase("family");
    record["birth_date"] = "1990";
    CHECK(told(rejections_of(record)) == "");
}

TEST_CASE("intake: a signature, an earlier card and somebody to notify")
{
    json record = specimen();
    record["signature"] = "signature.jpg";
    record["card_type"] = "renewal";
    record["earlier_card"] = "12-07 001234";
    record["notify"] = contact("+8562055500001");
    card::Bytes signature = photograph(3000);
    const auto check_it = [&] {
        return check({record.dump(), photograph(), signature}, card::profile::builtin(), test::day);
    };
    signature[8] = 0x60; // 96 by 360: height, width
    signature[7] = 0x00;
    const auto checked = check_it();
    CHECK(told(checked.rejections) == "");
    CHECK(checked.record.card_type == CardType::renewal);
    CHECK(checked.record.earlier_card == "12-07 001234");
    REQUIRE(checked.record.signature);
    CHECK(checked.record.signature->width == 360);
    REQUIRE(checked.record.notify.size() == 1);
    CHECK(checked.record.notify[0].telephone == "+8562055500001");
    CHECK(checked.record.notify[0].address.village == record["address"]["village"]);

    signature[8] = 0x20;
    CHECK(told(check_it().rejections) == "signature: smaller than 120 by 40 pixels; ");
    signature[7] = 0x03;
    CHECK(told(check_it().rejections) == "signature: larger than 1200 by 600 pixels; ");
    signature[7] = 0x01;
    signature[8] = 0x90;
    CHECK(told(check_it().rejections) == "signature: higher than broad; ");
    signature = photograph(card::profile::builtin().sizes.dg7);
    CHECK(told(check_it().rejections) == "signature: too large for the chip; ");
}

TEST_CASE("intake: photographs")
{
    const auto reason = [](const card::Bytes& jpeg) { return told(rejections_of(specimen(), jpeg)); };
    const std::size_t most = card::profile::builtin().sizes.dg2 - 256;
    CHECK(reason(photograph(most)) == "");
    CHECK(reason(photograph(most + 1)) == "photograph: too large for the chip; ");
    CHECK(reason({}) == "photograph: no complete JPEG; ");

    const auto changed = [&](std::size_t at, std::initializer_list<std::uint8_t> bytes) {
        card::Bytes jpeg = photograph();
        std::copy(bytes.begin(), bytes.end(), jpeg.begin() + static_cast<std::ptrdiff_t>(at));
        return reason(jpeg);
    };
    CHECK(changed(3, {0xC2}) == "photograph: a progressive JPEG, the chip's format wants a sequential one; ");
    CHECK(changed(6, {12}) == "photograph: not 8 bits in grey or three colours; ");
    CHECK(changed(9, {0x00, 0xEF}) == "photograph: smaller than 240 by 320 pixels; ");
    CHECK(changed(7, {0x06, 0x41}) == "photograph: larger than 1200 by 1600 pixels; ");
    CHECK(changed(9, {0x01, 0xE1}) == "photograph: not upright; ");
}

TEST_CASE("intake: what is no record at all")
{
    const auto told_of = [](std::string text) {
        return told(check({std::move(text), photograph()}, card::profile::builtin(), test::day).rejections);
    };
    CHECK(told_of("") == "(record): no JSON; ");
    CHECK(told_of("{\"schema\": ") == "(record): no JSON; ");
    CHECK(told_of("[]").starts_with("(record): not an object; "));
    CHECK(told_of("{\"sex\": \"M\", \"sex\": \"F\"}") == "sex: stands twice; ");
    CHECK(told_of(std::string(20, '[') + std::string(20, ']')) == "(record): nested too deeply; ");
}

TEST_CASE("intake: spaces and order of keys do not make another record")
{
    CHECK(canonical_json("{ \"b\" : 1,\n \"a\": \"ສ\" }") == canonical_json(R"({"a":"ສ","b":1})"));
    CHECK(canonical_json(R"({"a":1})") != canonical_json(R"({"a":2})"));
}

TEST_CASE("intake: the photograph comes from beside the record, from nowhere else")
{
    namespace fs = std::filesystem;
    const fs::path folder = fs::temp_directory_path() / "idcard-intake-test";
    fs::remove_all(folder);
    fs::create_directories(folder);
    const auto write = [&](const char* name, std::string_view content) {
        std::ofstream{folder / name, std::ios::binary} << content;
    };
    write("record.json", specimen().dump());
    CHECK(told(load(folder / "record.json").rejections) ==
          "photograph: the file is missing, empty or larger than 256 KiB; ");
    write("specimen.jpg", card::as_text(photograph()));
    CHECK(load(folder / "record.json").files.photograph == photograph());

    CHECK(test::error_of([&] { load(folder / "none.json"); }) == card::Errc::file_unreadable);
    write("large.json", std::string(70'000, ' '));
    CHECK(test::error_of([&] { load(folder / "large.json"); }) == card::Errc::file_unreadable);
    fs::remove_all(folder);
}

TEST_CASE("intake: a record is read in each encoding of Unicode in which a program saves it")
{
    namespace fs = std::filesystem;
    using card::text::Encoding;
    const fs::path folder = fs::temp_directory_path() / "idcard-intake-encodings";
    fs::remove_all(folder);
    fs::create_directories(folder);
    const auto loaded = [&](const std::string& content) {
        std::ofstream{folder / "record.json", std::ios::binary} << content;
        return load(folder / "record.json").files.json;
    };
    const std::string plain = specimen().dump();
    const std::string little = test::utf16(plain, Encoding::utf16_little_endian);
    const std::string big = test::utf16(plain, Encoding::utf16_big_endian);
    CHECK(loaded(plain) == plain);
    CHECK(loaded("\xEF\xBB\xBF" + plain) == plain);
    CHECK(loaded(little) == plain);
    CHECK(loaded(big) == plain);
    for (const std::string& broken : {little.substr(2), little + "x", std::string{"{\"sex\": \"\xCA\"}"}}) {
        const auto checked = check({loaded(broken), photograph()}, card::profile::builtin(), test::day);
        CHECK(told(checked.rejections) == "(record): no JSON; ");
    }
    const std::string wide = "{\"sex\": \"" + std::string(40'000, 'x') + "\"}"; // small enough in UTF-8 alone
    CHECK(loaded(wide) == wide);
    CHECK(test::error_of([&] { loaded(test::utf16(wide, Encoding::utf16_little_endian)); }) ==
          card::Errc::file_unreadable);
    fs::remove_all(folder);
}

TEST_CASE("intake: the published schema names the fields that intake asks for")
{
    const json schema = json::parse(std::ifstream{CARD_TEST_DATA "/../personalization/intake/record.schema.json"});
    const auto keys = [](const json& object) {
        std::set<std::string> names;
        for (const auto& [name, ignored] : object.items())
            names.insert(name);
        return names;
    };
    std::set<std::string> wanted = keys(specimen());
    CHECK(schema["required"].get<std::set<std::string>>() == wanted);
    wanted.insert({"earlier_card", "signature", "notify", "household"});
    CHECK(keys(schema["properties"]) == wanted);
    CHECK(schema["properties"]["schema"]["const"] == specimen()["schema"]);
}
