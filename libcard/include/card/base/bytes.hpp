// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>
#include <vector>

namespace card {

/// Owned bytes that are no secret.
using Bytes = std::vector<std::uint8_t>;

/// Borrowed bytes; the owner must outlive the view.
using ByteView = std::span<const std::uint8_t>;

/// Appends `tail` to `out`.
inline void append(Bytes& out, ByteView tail)
{
    out.insert(out.end(), tail.begin(), tail.end());
}

/// The concatenation of `parts`, in order.
inline Bytes concat(std::initializer_list<ByteView> parts)
{
    Bytes out;
    for (const ByteView part : parts)
        append(out, part);
    return out;
}

/// A copy that owns its bytes.
inline Bytes to_bytes(ByteView view)
{
    return {view.begin(), view.end()};
}

/// The bytes of a text, borrowed.
inline ByteView as_bytes(std::string_view text)
{
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

/// The text that the bytes spell, borrowed. The caller knows their character set.
inline std::string_view as_text(ByteView bytes)
{
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// Same length and same bytes. For public data; secrets use ct_equal.
inline bool equal(ByteView a, ByteView b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end());
}

/// `value` as `width` bytes, most significant first.
inline Bytes big_endian(std::uint64_t value, std::size_t width)
{
    Bytes out(width);
    for (std::size_t i = width; i-- > 0; value >>= 8)
        out[i] = static_cast<std::uint8_t>(value);
    return out;
}

/// The number that at most 8 bytes spell, most significant first.
inline std::uint64_t from_big_endian(ByteView bytes)
{
    std::uint64_t value = 0;
    for (const std::uint8_t byte : bytes)
        value = value << 8 | byte;
    return value;
}

} // namespace card
