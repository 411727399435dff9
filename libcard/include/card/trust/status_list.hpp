// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/bytes.hpp"
#include "card/base/date.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace card::trust {

/// Why a card is no longer valid; the values stand in the list. A suspended card is listed as lost until it is found.
enum class CardRevocation : std::uint8_t { lost = 0, stolen = 1, replaced = 2, withdrawn = 3 };

/// "lost", "stolen", "replaced", "withdrawn".
CARD_API std::string_view name(CardRevocation reason);
CARD_API std::optional<CardRevocation> card_revocation_named(std::string_view name);

struct StatusEntry {
    std::uint32_t index = 0;
    CardRevocation reason{};

    friend bool operator==(const StatusEntry&, const StatusEntry&) = default;
};

/// What a list says of itself.
struct StatusHeader {
    std::string issuing_state; ///< three characters, as in the MRZ: "LAO", "D<<"
    Time this_update{};
    Time next_update{};
    std::uint32_t number = 0;     ///< rises with every list
    std::uint32_t high_water = 0; ///< the end of the last block opened: indices from here on belong to no card yet

    friend bool operator==(const StatusHeader&, const StatusHeader&) = default;
};

/// Indices are below this: a thousand million cards.
inline constexpr std::uint32_t max_status_index = 1U << 30;
inline constexpr std::size_t max_status_list_size = 8 * 1024 * 1024;

/// Its name in a trust package.
inline constexpr std::string_view status_list_file = "status/cards.bin";

/// The card status list: every card that is no longer valid, by its index. One list has one encoding, described in
/// docs/card-status-list.md; it carries no signature, the package around it does. The stream is unpacked once, when
/// the file is read; a look-up is a binary search in four bytes for each revoked card. Immutable after that: any number
/// of threads may look up.
class CARD_API StatusList {
public:
    /// From entries in any order. Throws malformed_data for an index twice or from the high-water mark on, a mark
    /// above max_status_index, an issuing state of other than three characters, and updates out of order.
    static StatusList make(StatusHeader header, const std::vector<StatusEntry>& entries);

    /// Reads a complete list of at most max_status_list_size bytes. Throws malformed_data for everything that encode()
    /// would not have written; unsupported for another version.
    static StatusList parse(ByteView file);

    Bytes encode() const;

    const StatusHeader& header() const noexcept { return header_; }

    /// How many cards are listed.
    std::size_t size() const noexcept { return cards_.size(); }

    /// Ascending.
    std::vector<StatusEntry> entries() const;

    /// Silent until a card is revoked.
    std::optional<CardRevocation> find(std::uint32_t index) const;

    /// Whether silence means something: the index was open to be given, and the card is older than the day of the list.
    bool covers(std::uint32_t index, Date issued) const;

    friend bool operator==(const StatusList&, const StatusList&) = default;

private:
    StatusList(StatusHeader header, std::vector<std::uint32_t> cards);

    StatusHeader header_;
    std::vector<std::uint32_t> cards_; ///< ascending: index * 4 + reason
};

/// What changed from one list to a later one of the same issuing state. Throws malformed_data if `next` is not later.
CARD_API Bytes make_status_delta(const StatusList& base, const StatusList& next);

/// The later list, byte for byte as its issuer encoded it. Throws malformed_data, unsupported as StatusList::parse, and
/// trust_data_invalid if the delta starts from another list than `base`.
CARD_API StatusList apply_status_delta(const StatusList& base, ByteView delta);

} // namespace card::trust
