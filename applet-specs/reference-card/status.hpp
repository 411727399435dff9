// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace refcard {

/// The status words that this card gives. [7816-4:2005] §5.1.3
enum class Sw : std::uint16_t {
    ok = 0x9000,
    end_of_file = 0x6282, ///< fewer bytes than asked for
    authentication_failed = 0x6300,
    memory_failure = 0x6581, ///< the image could not be written; nothing has changed
    wrong_length = 0x6700,
    no_logical_channels = 0x6881,
    no_secure_messaging = 0x6882,
    security_status = 0x6982,
    blocked = 0x6983,
    conditions = 0x6985,
    no_current_ef = 0x6986,
    sm_objects_missing = 0x6987,
    sm_objects_wrong = 0x6988,
    wrong_data = 0x6A80,
    not_supported = 0x6A81,
    not_found = 0x6A82,
    not_enough_memory = 0x6A84,
    wrong_parameters = 0x6A86,
    reference_not_found = 0x6A88,
    wrong_offset = 0x6B00,
    unknown_instruction = 0x6D00,
    wrong_class = 0x6E00,
};

/// 63Cx: comparison failed, x tries are left.
constexpr Sw tries_left(unsigned tries)
{
    return static_cast<Sw>(0x63C0U | (tries & 0x0FU));
}

/// 61xx: that many bytes wait for GET RESPONSE; 00 stands for 256 and more.
constexpr Sw bytes_waiting(std::size_t count)
{
    return static_cast<Sw>(0x6100U | (count > 0xFF ? 0U : static_cast<unsigned>(count)));
}

/// 9000, 62xx and 63xx: the command was processed.
constexpr bool processed(Sw sw)
{
    const unsigned sw1 = static_cast<unsigned>(sw) >> 8;
    return sw == Sw::ok || sw1 == 0x62 || sw1 == 0x63;
}

/// Thrown wherever a command cannot go on; becomes the status word of an answer without data.
struct Refusal {
    Sw sw;
};

inline void require(bool condition, Sw otherwise)
{
    if (!condition)
        throw Refusal{otherwise};
}

} // namespace refcard
