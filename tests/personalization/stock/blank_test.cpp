// SPDX-License-Identifier: Apache-2.0
#include "stock/blank.hpp"

#include "support/temporary_folder.hpp"
#include "support/throws.hpp"

#include <doctest/doctest.h>

#include <fstream>

using namespace perso::stock;
using card::Errc;
using test::error_of;

namespace {

struct ListFile {
    test::TemporaryFolder folder;

    std::vector<Kdd> read(const std::string& content) const
    {
        std::ofstream{folder / "list.csv", std::ios::binary} << content;
        return read_delivery_list(folder / "list.csv");
    }
};

} // namespace

TEST_CASE_FIXTURE(ListFile, "a delivery list is read as makers write it")
{
    const std::string one = "00000000000000000001";
    const std::string two = "0000000000000000000A";
    CHECK(read(two + "\n" + one + "\n") == std::vector{parse_kdd(one), parse_kdd(two)});
    CHECK(read("\xEF\xBB\xBFKDD;Batch\r\n# November\r\n" + one + ";B1\r\n\r\n" + two + ";B1\r\n").size() == 2);
    CHECK(read("chip,lot\n " + one + " ,7\n").size() == 1);

    CHECK(error_of([&] { read(""); }) == Errc::file_unreadable);
    CHECK(error_of([&] { read("# nothing\n"); }) == Errc::usage);
    CHECK(error_of([&] { read(one + "\n0000000000000000001\n"); }) == Errc::usage); // a digit is missing
    CHECK(error_of([&] { read(one + "\n1E+19\n"); }) == Errc::usage);               // a spreadsheet ate it
    CHECK(error_of([&] { read("head\nsecond head\n" + one + "\n"); }) == Errc::usage);
    CHECK(error_of([&] { read(one + "\n" + two + "\n" + one + "\n"); }) == Errc::usage);
}

TEST_CASE("a list is the same in any order")
{
    const Kdd one = parse_kdd("00000000000000000001");
    const Kdd two = parse_kdd("00000000000000000002");
    CHECK(digest_of({one, two}) == digest_of({two, one}));
    CHECK(digest_of({one}) != digest_of({two}));
}

TEST_CASE("states have names that read back")
{
    for (int value = 0; value <= static_cast<int>(State::destroyed); ++value) {
        const auto state = static_cast<State>(value);
        CHECK(parse_state(name(state)) == state);
    }
    CHECK_FALSE(parse_state("hopper"));
}
