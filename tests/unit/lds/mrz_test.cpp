// SPDX-License-Identifier: Apache-2.0
#include "card/lds/mrz.hpp"

#include "support/specimen_mrz.hpp"
#include "support/throws.hpp"
#include "support/vectors.hpp"

#include <doctest/doctest.h>

using namespace card;
using test::error_of;
using test::specimen_mrz;
using namespace card::lds;

namespace {

constexpr std::size_t td1_size = 90;

} // namespace

TEST_CASE("mrz: check digits of [9303-3] and [9303-5]")
{
    for (const test::Vector& vector : test::read_vectors("mrz.vec")) {
        CAPTURE(vector.source);
        if (vector.has("Data"))
            CHECK(lds::check_digit(vector.text("Data")) == vector.text("Check")[0]);
        else
            for (const std::string field : {"DocumentNumber", "Birth", "Expiry", "Composite"})
                CHECK(lds::check_digit(vector.text(field + "Data")) == vector.text(field + "Check")[0]);
    }
}

TEST_CASE("mrz: the published TD1 zones are read and written again")
{
    int zones = 0;
    for (const test::Vector& vector : test::read_vectors("mrz.vec")) {
        if (!vector.has("Mrz") || vector.text("Mrz").size() != td1_size)
            continue;
        CAPTURE(vector.source);
        const lds::Mrz mrz = lds::parse_td1(vector.text("Mrz"));
        CHECK(lds::build_td1(mrz) == vector.text("Mrz"));
        CHECK(lds::mrz_information(mrz) == vector.text("Information"));
        ++zones;
    }
    CHECK(zones == 2);
}

TEST_CASE("mrz: fields of the specimen of [9303-5] appendix A")
{
    const lds::Mrz mrz = lds::parse_td1(test::read_vectors("mrz.vec").front().text("Mrz"));
    CHECK(mrz.document_code == "I");
    CHECK(mrz.issuing_state == "UTO");
    CHECK(mrz.document_number == "D23145890");
    CHECK(mrz.date_of_birth == "740812");
    CHECK(mrz.sex == 'F');
    CHECK(mrz.date_of_expiry == "120415");
    CHECK(mrz.primary_identifier == "ERIKSSON");
    CHECK(mrz.secondary_identifier == "ANNA MARIA");
    CHECK(lds::expiry_of(mrz) == parse_date("20120415"));
}

TEST_CASE("mrz: the specimen passport of [9303-4] appendix B")
{
    const std::string zone = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
                             "L898902C36UTO7408122F1204159ZE184226B<<<<<10";
    const Mrz mrz = parse_td3(zone);
    CHECK(parse_mrz(zone) == mrz);
    CHECK(mrz.document_code == "P");
    CHECK(mrz.issuing_state == "UTO");
    CHECK(mrz.primary_identifier == "ERIKSSON");
    CHECK(mrz.secondary_identifier == "ANNA MARIA");
    CHECK(mrz.document_number == "L898902C3");
    CHECK(mrz.nationality == "UTO");
    CHECK(mrz.date_of_birth == "740812");
    CHECK(mrz.sex == 'F');
    CHECK(mrz.date_of_expiry == "120415");
    CHECK(mrz.optional_data_1 == "ZE184226B");
    CHECK(mrz_information(mrz) == "L898902C3674081221204159"); // appendix D of [9303-11]
    // Every character that a check digit covers.
    for (std::size_t i = 44; i < zone.size(); ++i) {
        if ((i >= 44 + 10 && i < 44 + 13) || i == 44 + 20) // nationality, sex
            continue;
        std::string wrong = zone;
        wrong[i] = wrong[i] == '7' ? '8' : '7';
        CAPTURE(i);
        CHECK(error_of([&] { return parse_td3(wrong); }) == Errc::malformed_data);
    }
    for (std::size_t length = 0; length < zone.size(); ++length)
        CHECK(error_of([&] { return parse_mrz(zone.substr(0, length)); }) == Errc::malformed_data);
}

TEST_CASE("mrz: a passport without a personal number has a check digit for it or a filler")
{
    const std::string line_1 = "P<D<<MUSTERMANN<<ERIKA<<<<<<<<<<<<<<<<<<<<<<";
    for (const char digit : {'0', '<'}) {
        std::string line_2 = "C01X00T478D<<6408125F2702283<<<<<<<<<<<<<<";
        line_2 += digit;
        line_2 += check_digit(line_2.substr(0, 10) + line_2.substr(13, 7) + line_2.substr(21, 22));
        const Mrz mrz = parse_td3(line_1 + line_2);
        CHECK(mrz.issuing_state == "D");
        CHECK(mrz.optional_data_1.empty());
    }
}

TEST_CASE("mrz: the specimen of [9303-6], and a TD2 number that goes on")
{
    const std::string zone = "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<"
                             "D231458907UTO7408122F1204159<<<<<<<6";
    const Mrz mrz = parse_td2(zone);
    CHECK(parse_mrz(zone) == mrz);
    CHECK(mrz.document_number == "D23145890");
    CHECK(mrz.secondary_identifier == "ANNA MARIA");
    CHECK(mrz.optional_data_1.empty());

    const std::string number = "D23145890734";
    std::string line_2 = "D23145890<UTO7408122F1204159734";
    line_2 += check_digit(number);
    line_2 += "<<<";
    line_2 += check_digit(line_2.substr(0, 10) + line_2.substr(13, 7) + line_2.substr(21, 14));
    CHECK(parse_td2(zone.substr(0, 36) + line_2).document_number == number);
}

TEST_CASE("mrz: a Lao zone comes back as it went in")
{
    lds::Mrz mrz = specimen_mrz();
    CHECK(lds::parse_td1(lds::build_td1(mrz)) == mrz);
    SUBCASE("without given names")
    {
        mrz.secondary_identifier = "";
        CHECK(lds::build_td1(mrz).substr(60) == "PHOMMAVONG<<<<<<<<<<<<<<<<<<<<");
    }
    SUBCASE("unknown month and day of birth")
    {
        mrz.date_of_birth = "60<<<<";
    }
    SUBCASE("document number of eleven characters")
    {
        mrz.document_number = "L1234567890";
        mrz.optional_data_1 = "12345";
    }
    CHECK(lds::parse_td1(lds::build_td1(mrz)) == mrz);
}

TEST_CASE("mrz: fillers too many inside a name, found by fuzzing, are one space")
{
    const auto names = [](const std::string& line) {
        const std::string zone =
            lds::build_td1(specimen_mrz()).substr(0, 60) + line + std::string(30 - line.size(), '<');
        const lds::Mrz mrz = lds::parse_td1(zone);
        CHECK(lds::parse_td1(lds::build_td1(mrz)) == mrz);
        return mrz.primary_identifier + "|" + mrz.secondary_identifier;
    };
    CHECK(names("STEVENSON<<PETER<J<A<<<<N") == "STEVENSON|PETER J A N");
    CHECK(names("STEVENSON<<<PETER") == "STEVENSON|PETER");
    CHECK(names("<STEVENSON<JR") == "STEVENSON JR|");
}

TEST_CASE("mrz: names that are too long are cut, and one character of the given names stays")
{
    lds::Mrz mrz = specimen_mrz();
    mrz.primary_identifier = "PHOMMAVONGSACHALERNPHONESAVATH";
    mrz.secondary_identifier = "DAO HEUANG";
    CHECK(lds::build_td1(mrz).substr(60) == "PHOMMAVONGSACHALERNPHONESAV<<D");
    mrz.primary_identifier = "PHOMMAVONGSACHALERN";
    CHECK(lds::build_td1(mrz).substr(60) == "PHOMMAVONGSACHALERN<<DAO<HEUAN");
}

TEST_CASE("mrz: a card without expiry reads 2099, never 1999")
{
    lds::Mrz mrz = specimen_mrz();
    mrz.date_of_expiry = "991231";
    CHECK(lds::expiry_of(mrz) == parse_date("20991231"));
    mrz.date_of_expiry = "990231";
    CHECK(!lds::expiry_of(mrz));
    mrz.date_of_expiry = "99<<<<";
    CHECK(!lds::expiry_of(mrz));
}

TEST_CASE("mrz: every single wrong character in a checked field is noticed")
{
    const std::string good = lds::build_td1(specimen_mrz());
    for (std::size_t i = 0; i < good.size(); ++i) {
        const bool checked = (i >= 5 && i < 37) || (i >= 38 && i < 45) || (i >= 48 && i < 60);
        if (!checked)
            continue;
        std::string bad = good;
        // A change by one is never a multiple of ten under the weights 7, 3 and 1.
        bad[i] = bad[i] == '9' ? '8' : bad[i] == 'Z' ? 'Y' : bad[i] == '<' ? '1' : static_cast<char>(bad[i] + 1);
        CAPTURE(i);
        CHECK(error_of([&] { return lds::parse_td1(bad); }) == Errc::malformed_data);
    }
}

TEST_CASE("mrz: malformed zones are rejected")
{
    const std::string good = lds::build_td1(specimen_mrz());
    for (std::size_t size = 0; size < good.size(); ++size)
        CHECK(error_of([&] { return lds::parse_td1(good.substr(0, size)); }) == Errc::malformed_data);
    CHECK(error_of([&] { return lds::parse_td1(good + "<"); }) == Errc::malformed_data);
    for (const char c : {'a', ' ', '\n', '\0', '\x80'}) {
        std::string bad = good;
        bad[70] = c;
        CHECK(error_of([&] { return lds::parse_td1(bad); }) == Errc::malformed_data);
    }
    std::string nameless = good;
    nameless.replace(60, 30, std::string(30, '<'));
    CHECK(error_of([&] { return lds::parse_td1(nameless); }) == Errc::malformed_data);
}

TEST_CASE("mrz: fields that do not fit are rejected by name")
{
    const auto field_of = [](auto change) {
        lds::Mrz mrz = specimen_mrz();
        change(mrz);
        try {
            lds::build_td1(mrz);
        } catch (const Error& error) {
            return error.field();
        }
        return std::string{};
    };
    CHECK(field_of([](lds::Mrz& m) { m.document_code = "IDX"; }) == "document_code");
    CHECK(field_of([](lds::Mrz& m) { m.document_number = "L-1"; }) == "document_number");
    CHECK(field_of([](lds::Mrz& m) { m.optional_data_1 = "1234567890123456"; }) == "optional_data_1");
    CHECK(field_of([](lds::Mrz& m) { m.date_of_birth = "901301"; }) == "date_of_birth");
    CHECK(field_of([](lds::Mrz& m) { m.date_of_expiry = "3611"; }) == "date_of_expiry");
    CHECK(field_of([](lds::Mrz& m) { m.sex = 'X'; }) == "sex");
    CHECK(field_of([](lds::Mrz& m) { m.primary_identifier = "Phommavong"; }) == "primary_identifier");
    CHECK(field_of([](lds::Mrz& m) { m.secondary_identifier = "ດາວ"; }) == "secondary_identifier");
}
