// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cryptoki.hpp"

#include <atomic>

/// Handles carry a number that this process never used before, so that an old handle is never valid for a new session,
/// a new card, or the same card put in again. The low byte tells where to look.
namespace p11 {

/// A number that no session and no insertion of a card had before; never zero.
inline CK_ULONG fresh_number()
{
    static constinit std::atomic<CK_ULONG> last{0};
    return ++last;
}

constexpr CK_ULONG make_handle(CK_ULONG number, CK_ULONG low_byte)
{
    return number << 8 | low_byte;
}

constexpr CK_ULONG number_of(CK_ULONG handle)
{
    return handle >> 8;
}

constexpr CK_ULONG low_byte_of(CK_ULONG handle)
{
    return handle & 0xFF;
}

} // namespace p11
