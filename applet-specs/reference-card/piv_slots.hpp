// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>

/// The key slots of the PIV application. [800-73-4] part 1 tables 4a and 4b
namespace refcard::piv {

/// When the holder's PIN must have been verified before the key is used.
enum class PinPolicy {
    never,
    once,  ///< some time since the application was selected
    always ///< by the command just before
};

inline constexpr std::uint8_t key_management = 0x9D;
inline constexpr std::uint8_t card_management = 0x9B; ///< no slot: gives challenges, and may hold a management key
inline constexpr std::uint8_t first_retired = 0x82;
inline constexpr std::uint8_t most_retired = 20; ///< up to 95

struct Slot {
    std::uint8_t key_reference = 0;
    std::uint32_t certificate = 0; ///< tag of the data object that holds it
    PinPolicy pin = PinPolicy::once;

    /// The how many-th of the retired keys, from 1 on; 0 for every other.
    constexpr unsigned retired() const
    {
        const unsigned number = key_reference - first_retired + 1U;
        return number >= 1 && number <= most_retired ? number : 0;
    }

    /// Decrypts or agrees, but does not sign.
    constexpr bool manages_keys() const { return key_reference == key_management || retired() != 0; }
};

inline constexpr std::array slots = [] {
    std::array<Slot, 4 + most_retired> all{{
        {0x9A, 0x5FC105, PinPolicy::once},
        {0x9C, 0x5FC10A, PinPolicy::always},
        {key_management, 0x5FC10B, PinPolicy::once},
        {0x9E, 0x5FC101, PinPolicy::never},
    }};
    for (unsigned i = 0; i < most_retired; ++i)
        all[4 + i] = {static_cast<std::uint8_t>(first_retired + i), 0x5FC10D + i, PinPolicy::once};
    return all;
}();

} // namespace refcard::piv
