// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "personalization/units/powered_card.hpp"

#include <functional>
#include <map>
#include <string>

/// Cut at every exchange, in every way: for the making of a card and for every service of the issuer after it.
namespace test {

inline constexpr std::array all_cuts{Cut::before_delivery, Cut::answer_lost, Cut::half_an_answer};
inline constexpr std::array all_stations{Station::dies, Station::lives};

std::string name(const CutPoint& point);

/// One way of cutting, everywhere.
struct CutSeries {
    Cut cut = Cut::before_delivery;
    Station station = Station::dies;
    std::size_t stride = 1; ///< 1: at every exchange
    std::size_t first = 1;
};

/// `attempt` does the whole work with a card of its own, cut at that point, recovers it and checks it; it returns what
/// became of it ("issued"), and how many exchanges the card had seen when it was cut, fewer than asked for when the
/// work was over before: then the series ends.
struct CutResult {
    std::string outcome;
    bool was_cut = false;
};

/// How many points each outcome had. Prints one line, ": N cut points" in it, which `./run test` adds up.
std::map<std::string, std::size_t> cut_everywhere(
    const CutSeries& series, const std::string& work, const std::function<CutResult(const CutPoint&)>& attempt);

} // namespace test
