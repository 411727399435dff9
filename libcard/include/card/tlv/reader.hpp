// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/bytes.hpp"
#include "card/tlv/tag.hpp"

#include <optional>

namespace card::tlv {

/// One data object: its tag, its value, and both with the length as they stand.
struct Element {
    Tag tag;
    ByteView value;
    ByteView whole;
};

/// Reads BER-TLV siblings in order, without copying. The data must outlive the reader.
///
/// Strict: definite lengths in the fewest bytes, at most four; tags of at most three bytes, without leading zeros.
/// Every method throws Errc::malformed_tlv when the data breaks these rules or ends early.
class CARD_API Reader {
public:
    explicit Reader(ByteView data) noexcept : rest_{data} {}

    bool at_end() const noexcept { return rest_.empty(); }

    /// The next element, whatever its tag.
    Element next();
    /// The tag of the next element, without taking it; nothing at the end.
    std::optional<Tag> peek() const;
    /// The value of the next element, which must have this tag.
    ByteView expect(Tag tag);
    /// The next element with tag and length, which must have this tag.
    ByteView expect_whole(Tag tag);
    /// The value of the next element if it has this tag; otherwise nothing is taken.
    std::optional<ByteView> accept(Tag tag);
    /// Trailing bytes are an error.
    void finish() const;

private:
    ByteView rest_;
};

/// The value of the only element of `data`, which must have this tag.
CARD_API ByteView only(ByteView data, Tag tag);

/// Total length of the element whose first bytes are `head`, once tag and length are complete; nothing while they
/// are not. Throws malformed_tlv. For reading a file whose size is not known.
CARD_API std::optional<std::size_t> total_length(ByteView head);

} // namespace card::tlv
