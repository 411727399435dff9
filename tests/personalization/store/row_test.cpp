// SPDX-License-Identifier: Apache-2.0
#include "database/database.hpp"

#include "support/throws.hpp"

#include <doctest/doctest.h>

using namespace perso::store;
using card::Errc;
using test::error_of;

TEST_CASE("row: what has a fixed length is neither cut nor filled up")
{
    const Row row{std::vector<Row::Cell>{card::Bytes{1, 2, 3}, nullptr, std::string{"abc"}}};
    const std::array<std::uint8_t, 3> wanted{1, 2, 3};
    CHECK((row.fixed<3>(0) == wanted));
    CHECK(error_of([&] { return row.fixed<2>(0); }) == Errc::store_failed);
    CHECK(error_of([&] { return row.fixed<4>(0); }) == Errc::store_failed);
    CHECK(error_of([&] { return row.fixed<3>(1); }) == Errc::store_failed); // null
    CHECK(error_of([&] { return row.fixed<3>(2); }) == Errc::store_failed); // text
}
