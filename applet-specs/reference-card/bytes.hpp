// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openssl/crypto.h>

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace refcard {

/// Nearly every buffer of a card may hold a key, a PIN or a holder's data, so all are wiped when they are freed.
template <typename T>
struct WipingAllocator {
    using value_type = T;

    WipingAllocator() = default;

    template <typename U>
    WipingAllocator(const WipingAllocator<U>&) noexcept
    {
    }

    T* allocate(std::size_t count) { return std::allocator<T>{}.allocate(count); }

    void deallocate(T* at, std::size_t count) noexcept
    {
        OPENSSL_cleanse(at, count * sizeof(T));
        std::allocator<T>{}.deallocate(at, count);
    }

    friend bool operator==(const WipingAllocator&, const WipingAllocator&) = default;
};

using Bytes = std::vector<std::uint8_t, WipingAllocator<std::uint8_t>>;
using ByteView = std::span<const std::uint8_t>;

/// All parts in one.
Bytes join(std::initializer_list<ByteView> parts);
Bytes copy(ByteView bytes);
void append(Bytes& to, ByteView bytes);
/// The bytes of a text, without terminator.
Bytes text_bytes(std::string_view text);

/// `size` bytes, most significant first.
Bytes big_endian(std::uint64_t number, std::size_t size);
/// Takes at most eight bytes.
std::uint64_t from_big_endian(ByteView bytes);

/// Capital digits without spaces.
std::string to_hex(ByteView bytes);
/// Throws std::invalid_argument unless every byte is two hexadecimal digits.
Bytes from_hex(std::string_view hex);

/// Equal in length and content; takes the same time wherever the difference is.
bool ct_equal(ByteView a, ByteView b);
/// For what is no secret: identifiers, names.
bool same(ByteView a, ByteView b);

} // namespace refcard
