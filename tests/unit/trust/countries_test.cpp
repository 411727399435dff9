// SPDX-License-Identifier: Apache-2.0
#include "card/trust/countries.hpp"

#include <doctest/doctest.h>

using card::trust::alpha2_of_icao;

TEST_CASE("countries: codes of the MRZ and of certificates, [9303-3] §5")
{
    CHECK(alpha2_of_icao("LAO") == "LA");
    CHECK(alpha2_of_icao("THA") == "TH");
    CHECK(alpha2_of_icao("AFG") == "AF");
    CHECK(alpha2_of_icao("ZWE") == "ZW");
    CHECK(alpha2_of_icao("CHE") == "CH");
}

TEST_CASE("countries: codes that ISO 3166 does not know")
{
    CHECK(alpha2_of_icao("D") == "DE");
    CHECK(alpha2_of_icao("EUE") == "EU");
    CHECK(alpha2_of_icao("UNO") == "UN");
    CHECK(alpha2_of_icao("UNA") == "UN");
    CHECK(alpha2_of_icao("RKS") == "KS");
    CHECK(alpha2_of_icao("UNK") == "UN");
    CHECK(alpha2_of_icao("XOM") == "XO");
    CHECK(alpha2_of_icao("XPO") == "XP");
    CHECK(alpha2_of_icao("XCC") == "XC");
    for (const char* const british : {"GBR", "GBD", "GBN", "GBO", "GBP", "GBS"})
        CHECK(alpha2_of_icao(british) == "GB");
}

TEST_CASE("countries: no other spelling, nobody for the stateless and for those who have no two letters")
{
    for (const char* const code : {"", "L", "LA", "lao", "LAO<", "D<<", "DEU", "XXA", "XXB", "XXC", "XXX", "XBA", "XCE",
             "XCO", "XDC", "XEC", "XES", "XIM", "XMP", "XX", "UTO", "ZZZ"})
        CHECK(!alpha2_of_icao(code));
}
