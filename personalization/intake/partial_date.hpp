// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/date.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace perso::intake {

using card::Date;

/// A date of birth as far as it is known: many people were registered late. The day is never known without the month.
struct PartialDate {
    std::chrono::year year{};
    std::optional<std::chrono::month> month = {};
    std::optional<std::chrono::day> day = {};

    /// The earliest and the latest day that it may mean.
    Date earliest() const;
    Date latest() const;

    friend bool operator==(const PartialDate&, const PartialDate&) = default;
};

/// Reads "1990", "1990-05" or "1990-05-12"; nothing if it is no date of the calendar.
std::optional<PartialDate> parse_partial_date(std::string_view text);

/// "1990-05-12", without what is not known.
std::string to_text(const PartialDate& date);

/// Completed years of life on a day. 29 February counts from 1 March in other years.
int age_on(Date birth, Date day);

} // namespace perso::intake
