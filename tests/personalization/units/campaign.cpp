// SPDX-License-Identifier: Apache-2.0
#include "personalization/units/campaign.hpp"

#include <fmt/format.h>

#include <iostream>

namespace test {

namespace {

std::string_view name(Cut cut)
{
    switch (cut) {
    case Cut::before_delivery:
        return "before delivery";
    case Cut::answer_lost:
        return "answer lost";
    case Cut::half_an_answer:
        return "half an answer";
    }
    return {};
}

std::string_view name(Station station)
{
    return station == Station::dies ? "station without power as well" : "card pulled out";
}

} // namespace

std::string name(const CutPoint& point)
{
    return fmt::format("exchange {}, {}, {}", point.exchange, name(point.cut), name(point.station));
}

std::map<std::string, std::size_t> cut_everywhere(
    const CutSeries& series, const std::string& work, const std::function<CutResult(const CutPoint&)>& attempt)
{
    std::map<std::string, std::size_t> outcomes;
    std::size_t points = 0;
    for (std::size_t exchange = series.first;; exchange += series.stride) {
        const auto [outcome, was_cut] = attempt({.exchange = exchange, .cut = series.cut, .station = series.station});
        if (!was_cut)
            break;
        ++points;
        ++outcomes[outcome];
    }
    std::string told;
    for (const auto& [outcome, count] : outcomes)
        told += fmt::format(", {} {}", outcome, count);
    std::cout << fmt::format(
                     "{}, {}, {}: {} cut points{}\n", work, name(series.cut), name(series.station), points, told)
              << std::flush;
    return outcomes;
}

} // namespace test
