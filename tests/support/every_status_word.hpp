// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/bytes.hpp"

#include <concepts>
#include <vector>

namespace test {

/// The status words among all 65,536 for which `holds` is false.
template <std::predicate<unsigned> Predicate>
std::vector<unsigned> failing_status_words(Predicate holds)
{
    std::vector<unsigned> failing;
    for (unsigned status = 0; status <= 0xFFFF; ++status)
        if (!holds(status))
            failing.push_back(status);
    return failing;
}

inline const std::vector<unsigned> no_status_word{};

/// SW1-SW2 as they stand at the end of an answer.
inline card::Bytes status_bytes(unsigned status)
{
    return card::big_endian(status, 2);
}

/// 61xx: the plain channel collects, whatever lies above it.
constexpr bool more_data(unsigned status)
{
    return status >> 8 == 0x61;
}

} // namespace test
