// SPDX-License-Identifier: Apache-2.0
#include "card/lds/dg16.hpp"

#include "support/tampering.hpp"
#include "support/throws.hpp"

#include "card/base/hex.hpp"

#include <doctest/doctest.h>

using namespace card;
using test::error_of;

TEST_CASE("dg16: the persons of the example in [9303-10] §4.7.16")
{
    // Charles R. Smith and Mary J. Brown, as the page has them; written down on 1 January 2002
    const lds::Dg16 dg16{{{.recorded = parse_date("20020101"),
                              .name = "SMITH<<CHARLES<R",
                              .telephone = "19525551212",
                              .address = {"123 MAPLE RD", "ANYTOWN", "MN", "55100"}},
        {.recorded = parse_date("20020101"),
            .name = "BROWN<<MARY<J",
            .telephone = "16125551212",
            .address = {"49 REDWOOD LN", "OCEAN BREEZE", "CA", "94000"}}}};
    const Bytes file = lds::encode(dg16);
    CHECK(to_hex(ByteView{file}.first(7)) == "7081a2020102a1");
    CHECK(lds::decode_dg16(file) == dg16);
    CHECK(test::refuses_other_lengths(file, lds::decode_dg16));
}

TEST_CASE("dg16: fields that somebody does not have are left out")
{
    const lds::Dg16 dg16{{{.recorded = {}, .name = "ພົມມະວົງ<<ບຸນມີ", .telephone = "", .address = {}}}};
    const Bytes file = lds::encode(dg16);
    CHECK(lds::decode_dg16(file) == dg16);
    CHECK(error_of([] { return lds::encode(lds::Dg16{}); }) == Errc::malformed_data);
    CHECK(error_of([] { return lds::encode(lds::Dg16{{lds::PersonToNotify{}}}); }) == Errc::malformed_data);
    CHECK(error_of([&] { return lds::encode(lds::Dg16{std::vector(16, dg16.persons[0])}); }) == Errc::malformed_data);
    const lds::Dg16 fifteen{std::vector(15, dg16.persons[0])};
    CHECK(lds::decode_dg16(lds::encode(fifteen)) == fifteen);
    lds::Dg16 hostile = dg16;
    hostile.persons[0].address = {"with < inside"};
    CHECK(error_of([&] { return lds::encode(hostile); }) == Errc::malformed_data);
}

TEST_CASE("dg16: wrong numbers, orders, dates and texts")
{
    CHECK(lds::decode_dg16(from_hex("7009020101A1045F510141")).persons.at(0).name == "A");
    for (const char* wrong : {"6009020101A1045F510141", // another template
             "7009020102A1045F510141",                  // announces two
             "7009020100A1045F510141",                  // announces none
             "7009020110A1045F510141",                  // announces sixteen
             "7009020101A2045F510141",                  // begins with the second
             "7005020101A100",                          // a person without data
             "700D020101A1085F5201315F510141",          // telephone before name
             "7009020101A1045F5101FF",                  // no UTF-8
             "7009020101A1045F540141",                  // an unknown object
             "7010020101A10B5F50083230323630323330"}) { // 30 February
        CAPTURE(std::string{wrong});
        CHECK(error_of([&] { return lds::decode_dg16(from_hex(wrong)); }).has_value());
    }
}
