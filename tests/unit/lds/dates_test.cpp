// SPDX-License-Identifier: Apache-2.0
// Dates of two digits, of unknown parts, and of no expiry.
#include "card/lds/dg11.hpp"
#include "card/lds/dg12.hpp"
#include "card/lds/dg13.hpp"
#include "card/lds/mrz.hpp"

#include "support/specimen_mrz.hpp"
#include "support/throws.hpp"

#include "card/base/hex.hpp"
#include "card/profile/profile.hpp"

#include <doctest/doctest.h>

using namespace card;
using test::error_of;

namespace {

std::optional<Date> expiry(std::string digits, std::optional<std::string> issued = {})
{
    lds::Mrz mrz = test::specimen_mrz();
    mrz.date_of_expiry = std::move(digits);
    return lds::expiry_of(mrz, issued ? std::optional{parse_date(*issued)} : std::nullopt);
}

lds::Dg11 born(const std::string& digits)
{
    return {.full_name = "",
        .other_names = {},
        .personal_number = "",
        .full_date_of_birth = digits,
        .place_of_birth = {},
        .address = {}};
}

} // namespace

TEST_CASE("dates: the expiry is the first day with these digits after the issue")
{
    CHECK(expiry("361121", "20261122") == parse_date("20361121"));
    CHECK(expiry("261122", "20261122") == parse_date("20261122"));
    CHECK(expiry("460101", "20261122") == parse_date("20460101"));
    CHECK(expiry("051121", "20851122") == parse_date("21051121"));
    CHECK(expiry("000229", "20990101") == std::nullopt); // 2100 is no leap year
    CHECK(expiry("040229", "20990101") == parse_date("21040229"));
    CHECK(expiry("261121", "20261122") == parse_date("21261121")); // absurd, but never before the issue
}

TEST_CASE("dates: without a day of issue the century is the 21st, and 991231 is never 1999")
{
    CHECK(expiry("361121") == parse_date("20361121"));
    CHECK(expiry("991231") == parse_date("20991231"));
    CHECK(expiry("991231", "20261122") == parse_date("20991231"));
    CHECK(expiry("991231", "19980101") == parse_date("19991231")); // an old document of another country
}

TEST_CASE("dates: an expiry that is no day")
{
    for (const char* digits : {"<<<<<<", "36<<<<", "3611<<", "360230", "230229"})
        CHECK(!expiry(digits, "20221122"));
}

TEST_CASE("dates: unknown parts of a birth in the MRZ")
{
    for (const char* digits : {"90<<<<", "9004<<", "<<<<<<", "900401"}) {
        lds::Mrz mrz = test::specimen_mrz();
        mrz.date_of_birth = digits;
        CHECK(lds::parse_td1(lds::build_td1(mrz)).date_of_birth == digits);
    }
    for (const char* digits : {"901301", "900432", "9<0401", "90 <<<", "90040"}) {
        lds::Mrz mrz = test::specimen_mrz();
        mrz.date_of_birth = digits;
        CHECK(error_of([&] { return lds::build_td1(mrz); }) == Errc::malformed_data);
    }
}

TEST_CASE("dates: unknown parts of a birth in DG11 are 00")
{
    for (const char* digits : {"19900401", "19900400", "19900000", "20000229"})
        CHECK(lds::decode_dg11(lds::encode(born(digits))).full_date_of_birth == digits);
    for (const char* digits : {"19900001", "19901301", "19900431", "19000229", "1990040", "1990<<<<"})
        CHECK(error_of([&] { return lds::encode(born(digits)); }) == Errc::malformed_data);
    CHECK(error_of([] { return lds::decode_dg11(from_hex("6B0F 5C02 5F2B 5F2B08 3139393031333031")); }) ==
          Errc::malformed_data);
    CHECK(lds::decode_dg11(from_hex("6B0B 5C02 5F2B 5F2B04 19900400")).full_date_of_birth == "19900400");
}

TEST_CASE("dates: the day of issue is known to the day")
{
    const lds::Dg12 dg12{.issuing_authority = "", .date_of_issue = parse_date("20510301")};
    CHECK(lds::decode_dg12(lds::encode(dg12)) == dg12);
    CHECK(error_of([] { return lds::decode_dg12(from_hex("6C0F 5C02 5F26 5F2608 3230323631313030")); }) ==
          Errc::malformed_data);
}

TEST_CASE("dates: a card without expiry, and no other, has a technical life")
{
    const profile::Profile& profile = profile::builtin();
    lds::Dg13 lifetime;
    lifetime.card_type = lds::CardType::lifetime;
    lifetime.no_expiry = true;
    lifetime.technical_life = parse_date("20461121");
    CHECK(lds::decode_dg13(lds::encode(lifetime, profile), profile) == lifetime);

    lds::Dg13 without = lifetime;
    without.technical_life.reset();
    CHECK(error_of([&] { return lds::encode(without, profile); }) == Errc::malformed_data);
    lds::Dg13 expiring = lifetime;
    expiring.no_expiry = false;
    CHECK(error_of([&] { return lds::encode(expiring, profile); }) == Errc::malformed_data);

    Bytes file = lds::encode(lifetime, profile); // 82 01 FF says that there is no expiry
    const Bytes flag = from_hex("8201FF");
    const auto at = std::search(file.begin(), file.end(), flag.begin(), flag.end());
    REQUIRE(at != file.end());
    *(at + 2) = 0x00;
    CHECK(error_of([&] { return lds::decode_dg13(file, profile); }) == Errc::malformed_data);
}
