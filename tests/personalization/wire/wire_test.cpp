// SPDX-License-Identifier: Apache-2.0
// A whole adult card, encoded by the station in this process, and what that is on the wire: T=1 with IFSC 254, SCP03 at
// level 33. The photograph has 20,000 bytes, the signature 5,000; with 15,000 the file blocks are +14.99 and +5.96 %.
#include "personalization/units/issuing_station.hpp"

#include "bench/cpu_time.hpp"
#include "bench/wire/time.hpp"

#include <doctest/doctest.h>

#include <iostream>

using namespace bench;

namespace {

constexpr test::IssuingStation::Images images{.photograph = 20'000, .signature = 5'000};

/// Most of everything that is no file block: recognition, keys with their proofs, sessions, passwords, PIN, PUK, keys
/// of the issuer, life cycle.
constexpr std::size_t most_other_bytes = 3'200;

struct Made {
    wire::Conversation issuing;
    std::size_t file_bytes = 0; ///< contents of files and containers
    bool secured = false;
    double wire_seconds = 0; ///< of encoding and quality check, over contacts
    double cpu_seconds = 0;  ///< of this process meanwhile: the station, the token and the card
};

Made make_adult(test::IssuingStation& station, const refcard::Buffers& buffers)
{
    refcard::Profile profile = refcard::Profile::builtin();
    profile.buffers = buffers;
    test::PoweredCard card{station.next_serial(), profile};
    wire::Conversation all;
    card.watch = [&](card::ByteView command, card::ByteView answer) {
        all.push_back({.cla = command[0],
            .ins = command[1],
            .p1 = command[2],
            .p2 = command[3],
            .command = command.size(),
            .answer = answer.size()});
    };
    auto process = station.start();
    const std::string application = station.approved(perso::CardType::adult, images);
    const double before = bench::cpu_seconds();
    const auto ended = station.make(process, card, application);
    const double cpu = bench::cpu_seconds() - before;
    REQUIRE_FALSE(ended.error);
    REQUIRE(ended.finished);
    Made made{.issuing = wire::issuing_part(all)};
    made.wire_seconds = wire::contact_time(all).wire;
    made.cpu_seconds = cpu;
    const auto& image = card.image();
    for (const auto& [file, content] : image.files)
        made.file_bytes += content.size();
    for (const auto& [object, content] : image.piv_objects)
        made.file_bytes += content.size();
    made.file_bytes += image.card_security->size();
    made.secured = image.secured();
    return made;
}

void print(const char* what, const Made& made)
{
    const std::size_t blocks = wire::file_block_bytes(made.issuing);
    std::cout << what << ": " << made.issuing.size() << " APDUs, " << made.file_bytes << " bytes of files in " << blocks
              << " (+" << 100.0 * (static_cast<double>(blocks) / static_cast<double>(made.file_bytes) - 1)
              << " %), everything else " << wire::wire_bytes(made.issuing) - blocks << " bytes; " << made.cpu_seconds
              << " s of CPU, " << made.wire_seconds << " s of wire\n";
}

void require_within(const Made& made, std::size_t most_percent)
{
    const std::size_t blocks = wire::file_block_bytes(made.issuing);
    CHECK(made.secured);
    CHECK(made.file_bytes > images.photograph + images.signature + 6'000); // nothing was left out
    CHECK(100 * blocks <= (100 + most_percent) * made.file_bytes);
    CHECK(wire::wire_bytes(made.issuing) - blocks <= most_other_bytes);
    // What the station itself calculates is less than all of this.
    CHECK(made.cpu_seconds <= 0.1 * made.wire_seconds);
}

} // namespace

TEST_CASE("wire: an adult's card, with short commands and with extended ones of 2 kB")
{
    test::IssuingStation station;
    const Made with_short = make_adult(station, {.command = 261, .response = 258});
    print("short", with_short);
    require_within(with_short, 15);
    const Made with_extended = make_adult(station, {.command = 2'048, .response = 32'768});
    print("extended", with_extended);
    require_within(with_extended, 6);
}
