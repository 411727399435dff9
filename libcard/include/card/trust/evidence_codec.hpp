// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/trust/evidence.hpp"

#include <optional>
#include <string_view>

namespace card::trust {

/// How much of a person saved evidence holds.
enum class Level {
    full,
    no_photo,    ///< DG2 to DG7 by their hashes: face, fingers, eyes, pictures, signature
    hashes_only, ///< every data group by its hash but DG14 and DG15, the chip's keys, which tell nothing of the holder
};

/// "full", "no_photo", "hashes_only".
CARD_API std::string_view name(Level level);
CARD_API std::optional<Level> level_named(std::string_view name);

/// The evidence with no more than this level holds: what goes is replaced by its hash, by the algorithm of EF.SOD
/// (SHA-256 if that cannot be read), so that its hash is still judged. What the data themselves would have told, for
/// one the validity, is then not done, with data_withheld. Hashes name a person to everybody who has the same data.
CARD_API Evidence reduced(Evidence evidence, Level level);

/// Evidence as it lies in a file. Data of any level can be judged again; `level` says what to expect.
struct SavedEvidence {
    Evidence evidence;
    Level level = Level::full;

    friend bool operator==(const SavedEvidence&, const SavedEvidence&) = default;
};

/// The longest file of evidence.
inline constexpr std::size_t longest_evidence = std::size_t{1} << 20;

/// Deterministic CBOR, after docs/evidence.md; reduces the evidence to the level first. Throws data_too_long if it
/// would be longer than longest_evidence.
CARD_API Bytes encode(const Evidence& evidence, Level level);

/// Takes exactly what encode writes, byte for byte: a file has one meaning and one form.
/// Throws evidence_invalid for everything else.
CARD_API SavedEvidence decode_evidence(ByteView file);

} // namespace card::trust
