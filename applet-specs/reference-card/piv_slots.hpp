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

struct Slot {
    std::uint8_t key_reference;
    std::uint32_t certificate; ///< tag of the data object that holds it
    PinPolicy pin;
};

inline constexpr std::uint8_t key_management = 0x9D;
/// Has no key on this card: it only gives challenges.
inline constexpr std::uint8_t card_management = 0x9B;

inline constexpr std::array<Slot, 4> slots{{
    {0x9A, 0x5FC105, PinPolicy::once},
    {0x9C, 0x5FC10A, PinPolicy::always},
    {key_management, 0x5FC10B, PinPolicy::once},
    {0x9E, 0x5FC101, PinPolicy::never},
}};

} // namespace refcard::piv
