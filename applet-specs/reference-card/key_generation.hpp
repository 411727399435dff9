// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "command.hpp"
#include "ec.hpp"
#include "tlv.hpp"

namespace refcard {

/// Algorithm identifier of P-256. [800-78-4] table 6-2
inline constexpr std::uint8_t algorithm_p256 = 0x11;

/// The control reference template must ask for P-256 in a DO 80. Throws Refusal{wrong_data}.
inline void require_p256(ByteView algorithm)
{
    require(algorithm.size() == 1 && algorithm[0] == algorithm_p256, Sw::wrong_data);
}

/// 7F49 { 86 point }. [7816-8:2004] §5.1
inline Bytes public_key_template(const ec::Point& point)
{
    return tlv::make(0x7F49, tlv::make(0x86, point.encoding()));
}

} // namespace refcard
