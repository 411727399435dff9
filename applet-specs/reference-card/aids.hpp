// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>

/// Application identifiers that standards fix.
namespace refcard {

/// LDS1 eMRTD application. [9303-10] §4.1
inline constexpr std::array<std::uint8_t, 7> identity_aid{0xA0, 0x00, 0x00, 0x02, 0x47, 0x10, 0x01};

/// PIV card application with its version. [800-73-4] part 1 §2.2
inline constexpr std::array<std::uint8_t, 11> piv_aid{0xA0, 0x00, 0x00, 0x03, 0x08, 0x00, 0x00, 0x10, 0x00, 0x01, 0x00};

} // namespace refcard
