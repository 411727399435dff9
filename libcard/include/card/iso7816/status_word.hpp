// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/status_word.hpp"

#include <optional>
#include <string_view>

/// Names of the status words. [7816-4:2005] §5.1.3
namespace card::iso7816::sw {

inline constexpr StatusWord ok{0x9000};
inline constexpr StatusWord end_of_file{0x6282};
inline constexpr StatusWord verification_failed{0x6300}; ///< no number of tries told
inline constexpr StatusWord wrong_length{0x6700};
inline constexpr StatusWord sm_not_supported{0x6882};
inline constexpr StatusWord security_status_not_satisfied{0x6982};
inline constexpr StatusWord authentication_blocked{0x6983};
inline constexpr StatusWord conditions_not_satisfied{0x6985};
inline constexpr StatusWord command_not_allowed{0x6986};
inline constexpr StatusWord sm_objects_missing{0x6987};
inline constexpr StatusWord sm_objects_incorrect{0x6988};
inline constexpr StatusWord no_application_selected{0x6999}; ///< of cards on which nothing is selected after a reset
inline constexpr StatusWord wrong_data{0x6A80};
inline constexpr StatusWord function_not_supported{0x6A81};
inline constexpr StatusWord file_not_found{0x6A82};
inline constexpr StatusWord not_enough_memory{0x6A84};
inline constexpr StatusWord wrong_parameters{0x6A86};
inline constexpr StatusWord reference_not_found{0x6A88};
inline constexpr StatusWord wrong_offset{0x6B00};
inline constexpr StatusWord instruction_not_supported{0x6D00};
inline constexpr StatusWord class_not_supported{0x6E00};

/// 61xx: more data waits, xx bytes or 256.
constexpr bool more_data(StatusWord sw)
{
    return sw.sw1() == 0x61;
}

/// 6Cxx: the same command with Le = xx would answer.
constexpr bool wrong_le(StatusWord sw)
{
    return sw.sw1() == 0x6C;
}

/// 63Cx: a counter of x tries is left.
constexpr std::optional<unsigned> tries_left(StatusWord sw)
{
    if ((sw.value & 0xFFF0) != 0x63C0)
        return std::nullopt;
    return sw.value & 0x000F;
}

/// 9000, 62xx and 63xx: the command was processed. GlobalPlatform protects these answers and no others.
constexpr bool normal_or_warning(StatusWord sw)
{
    return sw == ok || sw.sw1() == 0x62 || sw.sw1() == 0x63;
}

} // namespace card::iso7816::sw
