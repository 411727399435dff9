// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/wire/time.hpp"
#include "personalization/units/issuing_station.hpp"

namespace test {

/// The picture of the budgets; with 15,000 bytes the file blocks are +14.99 and +5.96 %.
inline constexpr IssuingStation::Images wire_images{.photograph = 20'000, .signature = 5'000};

/// What cards announce: short commands, and extended ones of 2 kB.
inline constexpr refcard::Buffers short_commands{.command = 261, .response = 258};
inline constexpr refcard::Buffers extended_commands{.command = 2'048, .response = 32'768};

/// What a card costs at most.
struct Bounds {
    std::size_t file_percent = 0; ///< by which file blocks are longer than the files
    /// Of everything else: recognition, keys with their proofs, sessions, passwords, PIN, PUK, keys of the issuer, life
    /// cycle.
    std::size_t other_bytes = 3'200;
    /// CPU time of station, token and card, of that on the wire over contacts.
    std::size_t cpu_percent = 10;
};

inline constexpr Bounds short_bounds{.file_percent = 15};
inline constexpr Bounds extended_bounds{.file_percent = 6};

/// A whole adult card, encoded and checked by the station in this process.
struct AdultCard {
    bench::wire::Conversation all;
    bench::wire::Conversation issuing;
    bench::wire::Conversation checking;
    std::size_t file_bytes = 0; ///< contents of files and containers
    bool secured = false;
    double cpu_seconds = 0; ///< of this process meanwhile: the station, the token and the card

    /// Bytes on the wire, T=1 with IFSC 254, SCP03 at level 33.
    std::size_t file_block_bytes() const { return bench::wire::file_block_bytes(issuing); }

    std::size_t other_bytes() const { return bench::wire::wire_bytes(issuing) - file_block_bytes(); }
};

/// Throws std::runtime_error if the card is not issued.
AdultCard make_adult(IssuingStation& station, const refcard::Buffers& buffers);

/// Which bounds the card breaks, in words; empty if none.
std::string broken(const Bounds& bounds, const AdultCard& made);

} // namespace test
