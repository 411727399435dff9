// SPDX-License-Identifier: Apache-2.0
#include "card/lds/mrz.hpp"

#include "support/specimen_mrz.hpp"
#include "support/throws.hpp"
#include "support/vectors.hpp"

#include <doctest/doctest.h>

using namespace card;

namespace {

std::string line_of(const std::string& primary, const std::string& secondary)
{
    lds::Mrz mrz = test::specimen_mrz();
    mrz.primary_identifier = primary;
    mrz.secondary_identifier = secondary;
    return lds::build_td1(mrz).substr(60);
}

} // namespace

TEST_CASE("mrz names: the examples of [9303-5] that this way of truncating has")
{
    const auto vectors = test::read_vectors("mrz_names.vec");
    for (const test::Vector& vector : vectors) {
        CAPTURE(vector.source);
        const std::string secondary = vector.has("Secondary") ? vector.text("Secondary") : "";
        CHECK(line_of(vector.text("Primary"), secondary) == vector.text("Line"));
    }
    CHECK(vectors.size() == 8);
}

TEST_CASE("mrz names: a family name that leaves no room is cut, one letter of the given names stays")
{
    CHECK(line_of("PHOMMAVONGSACHALERNPHONESAVATH", "DAO HEUANG") == "PHOMMAVONGSACHALERNPHONESAV<<D");
    CHECK(line_of("PHOMMAVONGSACHALERNPHONESAVATH", "D") == "PHOMMAVONGSACHALERNPHONESAV<<D");
    CHECK(line_of("PHOMMAVONGSACHALERN", "DAO HEUANG") == "PHOMMAVONGSACHALERN<<DAO<HEUAN");
    CHECK(line_of("PHOMMAVONGSACHALERN", "KHAMPHOUVIENGSAVATH") == "PHOMMAVONGSACHALERN<<KHAMPHOUV");
}

TEST_CASE("mrz names: room that the given names leave goes back to the family name")
{
    CHECK(line_of("PHOMMAVONG SACHALERNPHONESAVATH", "DAO") == "PHOMMAVONG<SACHALERNPHONE<<DAO");
}

TEST_CASE("mrz names: no family name, of any length")
{
    CHECK(line_of("SOMSAMAI", "") == "SOMSAMAI<<<<<<<<<<<<<<<<<<<<<<");
    CHECK(line_of("PHOMMAVONGSACHALERNPHONESAVATHVONG", "") == "PHOMMAVONGSACHALERNPHONESAVATH");
    CHECK(line_of("PHOMMAVONGSACHALERNPHONESAVAT HVONG", "") == "PHOMMAVONGSACHALERNPHONESAVA<H");
}

TEST_CASE("mrz names: whatever is truncated ends with a letter and leaves both names")
{
    const std::string letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJKLMNOP";
    const auto name = [&](std::size_t size, std::size_t space) {
        std::string out = letters.substr(0, size);
        if (space > 0 && space + 1 < size)
            out[space] = ' ';
        return out;
    };
    for (std::size_t primary = 1; primary <= 39; ++primary)
        for (std::size_t secondary = 1; secondary <= 39; ++secondary)
            for (std::size_t space = 0; space < 39; space += 3) {
                const std::string line = line_of(name(primary, space), name(secondary, space % 7));
                CAPTURE(line);
                CHECK(line.size() == 30);
                const auto gap = line.find("<<");
                CHECK(gap > 0);
                CHECK(line[gap + 2] == 'A');
                if (primary + secondary > 28)
                    CHECK(line.back() != '<');
            }
}

TEST_CASE("mrz names: a given name of one letter before the end makes the family name give a position away")
{
    CHECK(line_of("PHOMMAVONGSACHALERNPHONESAVATH", "A BCD") == "PHOMMAVONGSACHALERNPHONESAV<<A");
    CHECK(line_of("PHOMMAVONGSACHALERNPHONESA", "A BCD") == "PHOMMAVONGSACHALERNPHONES<<A<B");
}

TEST_CASE("mrz names: fillers alone are no name, digits and punctuation stand in none")
{
    for (const char* primary : {"", " ", "   "})
        CHECK(test::error_of([&] { line_of(primary, "DAO"); }) == Errc::malformed_data);
    for (const char* name : {"DAO2", "O'CONNOR", "AL-BASRI", "DAO<HEUANG", "Dao"}) {
        CHECK(test::error_of([&] { line_of(name, ""); }) == Errc::malformed_data);
        CHECK(test::error_of([&] { line_of("DAO", name); }) == Errc::malformed_data);
    }
    CHECK(line_of(" DAO  HEUANG ", " ") == "DAO<HEUANG<<<<<<<<<<<<<<<<<<<<");
}
