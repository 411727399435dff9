// SPDX-License-Identifier: Apache-2.0
#include "card/base/secure_bytes.hpp"

#include <string.h>

namespace card {

void wipe(std::span<std::uint8_t> memory) noexcept
{
    if (!memory.empty())
        explicit_bzero(memory.data(), memory.size());
}

SecureBytes& SecureBytes::operator=(SecureBytes&& other) noexcept
{
    if (this != &other) {
        wipe(bytes_);
        bytes_ = std::exchange(other.bytes_, {});
    }
    return *this;
}

SecureBytes secure_concat(std::initializer_list<ByteView> parts)
{
    std::size_t size = 0;
    for (const ByteView part : parts)
        size += part.size();
    SecureBytes out{size};
    std::uint8_t* end = out.data();
    for (const ByteView part : parts)
        end = std::copy(part.begin(), part.end(), end);
    return out;
}

bool ct_equal(ByteView a, ByteView b) noexcept
{
    if (a.size() != b.size())
        return false;
    volatile std::uint8_t difference = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        difference = difference | static_cast<std::uint8_t>(a[i] ^ b[i]);
    return difference == 0;
}

} // namespace card
