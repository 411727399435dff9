// SPDX-License-Identifier: Apache-2.0
#include "card/base/error.hpp"
#include "card/text/partial_date.hpp"

#include <unicode/dtptngen.h>
#include <unicode/gregocal.h>
#include <unicode/smpdtfmt.h>

#include <memory>

namespace card::text {

namespace {

/// The names of months and their order come from [CLDR], always in the Gregorian calendar and with ASCII digits.
std::string formatted(Date day, const char* skeleton, const icu::Locale& locale)
{
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<icu::DateTimePatternGenerator> patterns{
        icu::DateTimePatternGenerator::createInstance(locale, status)};
    icu::UnicodeString pattern;
    if (U_SUCCESS(status))
        pattern = patterns->getBestPattern(icu::UnicodeString{skeleton, -1, US_INV}, status);
    icu::SimpleDateFormat format{pattern, locale, status};
    const icu::GregorianCalendar calendar{*icu::TimeZone::getGMT(), locale, status};
    icu::UnicodeString text;
    if (U_SUCCESS(status)) {
        format.setCalendar(calendar);
        format.format(static_cast<UDate>(start_of(day).time_since_epoch().count()) * 1000, text, nullptr, status);
    }
    if (U_FAILURE(status))
        throw Error{Errc::internal, "a date cannot be written"};
    std::string utf8;
    return text.toUTF8String(utf8);
}

} // namespace

std::string written(const PartialDate& date, Language language)
{
    const icu::Locale locale{
        language == Language::lao ? "lo_LA@calendar=gregorian;numbers=latn" : "en_GB@calendar=gregorian;numbers=latn"};
    const char* const skeleton = date.day ? "yMMMMd" : date.month ? "yMMMM" : "y";
    return formatted(date.earliest(), skeleton, locale);
}

} // namespace card::text
