// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/date.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace card::text {

/// A date of birth as far as it is known: many people were registered late. The day is never known without the month.
struct PartialDate {
    std::chrono::year year{};
    std::optional<std::chrono::month> month = {};
    std::optional<std::chrono::day> day = {};
    bool estimated = false; ///< even the year is a guess; then nothing else is known

    /// The earliest and the latest day that it may mean. An estimated year is taken at its word.
    CARD_API Date earliest() const;
    CARD_API Date latest() const;

    friend bool operator==(const PartialDate&, const PartialDate&) = default;
};

enum class DateFault {
    format,        ///< none of the forms below
    no_such_day,   ///< 31 February, month 13
    buddhist_year, ///< after 2400: 543 years more than the Gregorian year
};

/// Reads what a form or registry says, in ASCII or Lao digits: 1990-05-12, 1990-05, 1990 or 12/05/1990, 05/1990; 1990~
/// for a year that was estimated.
CARD_API std::variant<PartialDate, DateFault> parse_partial_date(std::string_view utf8);

/// YYYYMMDD with 00 for an unknown month and day, as in DG11 [9303-10] §4.7.11; nothing if it is no such date.
CARD_API std::optional<PartialDate> from_digits(std::string_view digits);
CARD_API std::string to_digits(const PartialDate& date);

/// "1990-05-12", without what is not known; "1990~" for an estimated year.
CARD_API std::string to_text(const PartialDate& date);

enum class Language { lao, english };

/// For people: "12 May 1990", "May 1990", "1990", and the same in Lao. That a year is estimated is the caller's to say.
CARD_API std::string written(const PartialDate& date, Language language);

/// Completed years of life: equal unless the birthday is not known well enough.
struct AgeRange {
    int least = 0;
    int most = 0;

    friend bool operator==(const AgeRange&, const AgeRange&) = default;
};

/// Completed years on a day. 29 February counts from 1 March in other years. Negative before the birth.
CARD_API int age_on(Date birth, Date day);
CARD_API AgeRange age_on(const PartialDate& birth, Date day);

} // namespace card::text
