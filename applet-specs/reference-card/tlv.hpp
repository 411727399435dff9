// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bytes.hpp"

#include <optional>

/// BER-TLV as commands and files of the card use it. [7816-4:2005] §5.2.2
namespace refcard::tlv {

/// A tag of one to three bytes as it is written: 0x7C, 0x7F49, 0x5FC102.
using Tag = std::uint32_t;

struct Object {
    Tag tag;
    ByteView value;
    ByteView whole; ///< tag and length included
};

/// Takes data objects one after another. Every method throws Refusal{wrong_data} on anything that is not definite
/// length in the fewest bytes, or ends early. The data must outlive the parser.
class Parser {
public:
    explicit Parser(ByteView data) : rest_{data} {}

    bool at_end() const { return rest_.empty(); }

    Object next();
    /// The value of the next object, which must have this tag.
    ByteView take(Tag tag);
    /// The next object if it has this tag; otherwise nothing is taken.
    std::optional<Object> take_if(Tag tag);
    /// Trailing bytes are refused.
    void end() const;

private:
    ByteView rest_;
};

/// The value of the only object of `data`, which must have this tag.
ByteView only(ByteView data, Tag tag);

Bytes make(Tag tag, ByteView value);
Bytes make(Tag tag, std::initializer_list<ByteView> children);

} // namespace refcard::tlv
