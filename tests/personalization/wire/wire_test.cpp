// SPDX-License-Identifier: Apache-2.0
// A whole adult card, encoded by the station in this process, and what that is on the wire.
#include "personalization/wire/adult_card.hpp"

#include <doctest/doctest.h>

#include <iostream>

using test::AdultCard;
namespace wire = bench::wire;

namespace {

void print(const char* what, const AdultCard& made)
{
    const double more = static_cast<double>(made.file_block_bytes()) / static_cast<double>(made.file_bytes) - 1;
    std::cout << what << ": " << made.issuing.size() << " APDUs, " << made.file_bytes << " bytes of files in "
              << made.file_block_bytes() << " (+" << 100 * more << " %), everything else " << made.other_bytes()
              << " bytes; " << made.cpu_seconds << " s of CPU, " << wire::contact_time(made.all).wire << " s of wire\n";
}

void require_within(const test::Bounds& bounds, const AdultCard& made)
{
    CHECK(made.secured);
    CHECK(made.file_bytes > test::wire_images.photograph + test::wire_images.signature + 6'000); // nothing was left out
    CHECK(broken(bounds, made) == "");
}

} // namespace

TEST_CASE("wire: an adult's card, with short commands and with extended ones of 2 kB")
{
    test::IssuingStation station;
    const AdultCard with_short = make_adult(station, test::short_commands);
    print("short", with_short);
    require_within(test::short_bounds, with_short);
    const AdultCard with_extended = make_adult(station, test::extended_commands);
    print("extended", with_extended);
    require_within(test::extended_bounds, with_extended);
}

TEST_CASE("wire: a card at its bounds is within them, and one beyond is told")
{
    const wire::Exchange block{.cla = 0x84, .ins = 0xE2, .command = 120, .answer = 2};
    AdultCard made;
    made.all.push_back(block);
    made.issuing.push_back(block);
    REQUIRE(made.file_block_bytes() > 0);
    made.file_bytes = made.file_block_bytes();
    const test::Bounds bounds{};
    CHECK(broken(bounds, made) == "");
    --made.file_bytes;
    CHECK(broken(bounds, made) == "file blocks more than 0 % longer than the files; ");
    ++made.file_bytes;
    made.cpu_seconds = wire::contact_time(made.all).wire;
    CHECK(broken(bounds, made) == "CPU time more than 10 % of that on the wire; ");
    made.cpu_seconds = 0;
    const wire::Exchange other{.ins = 0x84, .command = 3'200, .answer = 2};
    made.issuing.push_back(other);
    CHECK(broken(bounds, made) == "everything else more than 3200 bytes; ");
}
