// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace test {

/// CKA_ID of what belongs to a slot.
inline constexpr unsigned char id_9a = 0x01;
inline constexpr unsigned char id_9c = 0x02;
inline constexpr unsigned char id_9d = 0x03;
inline constexpr unsigned char id_9e = 0x04;

} // namespace test
