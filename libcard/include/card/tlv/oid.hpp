// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/bytes.hpp"

#include <compare>
#include <string>
#include <string_view>

namespace card::tlv {

/// An object identifier. [X.690] §8.19
class CARD_API Oid {
public:
    /// Reads dotted numbers, "2.23.136.1.1.1". Throws malformed_data.
    explicit Oid(std::string_view dotted);
    /// Takes the content octets of an encoded identifier. Throws malformed_tlv unless they are a valid encoding.
    static Oid from_content(ByteView content);

    /// Content octets, without tag and length.
    ByteView content() const noexcept { return as_bytes(content_); }

    /// Tag 06, length and content.
    Bytes encode() const;
    std::string dotted() const;

    friend auto operator<=>(const Oid&, const Oid&) = default;

private:
    Oid() = default;
    std::string content_; ///< most are short enough to need no memory of their own
};

} // namespace card::tlv
