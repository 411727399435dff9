// SPDX-License-Identifier: Apache-2.0
// A whole adult card, encoded by the station in this process, and what that is on the wire.
#include "personalization/wire/adult_card.hpp"

#include <doctest/doctest.h>

#include <iostream>

using test::AdultCard;
namespace wire = bench::wire;

namespace {

/// Most of everything that is no file block: recognition, keys with their proofs, sessions, passwords, PIN, PUK, keys
/// of the issuer, life cycle.
constexpr std::size_t most_other_bytes = 3'200;

void print(const char* what, const AdultCard& made)
{
    const double more = static_cast<double>(made.file_block_bytes()) / static_cast<double>(made.file_bytes) - 1;
    std::cout << what << ": " << made.issuing.size() << " APDUs, " << made.file_bytes << " bytes of files in "
              << made.file_block_bytes() << " (+" << 100 * more << " %), everything else " << made.other_bytes()
              << " bytes; " << made.cpu_seconds << " s of CPU, " << wire::contact_time(made.all).wire << " s of wire\n";
}

void require_within(const AdultCard& made, std::size_t most_percent)
{
    CHECK(made.secured);
    CHECK(made.file_bytes > test::wire_images.photograph + test::wire_images.signature + 6'000); // nothing was left out
    CHECK(100 * made.file_block_bytes() <= (100 + most_percent) * made.file_bytes);
    CHECK(made.other_bytes() <= most_other_bytes);
    // What the station itself calculates is less than all of this.
    CHECK(made.cpu_seconds <= 0.1 * wire::contact_time(made.all).wire);
}

} // namespace

TEST_CASE("wire: an adult's card, with short commands and with extended ones of 2 kB")
{
    test::IssuingStation station;
    const AdultCard with_short = make_adult(station, test::short_commands);
    print("short", with_short);
    require_within(with_short, 15);
    const AdultCard with_extended = make_adult(station, test::extended_commands);
    print("extended", with_extended);
    require_within(with_extended, 6);
}
