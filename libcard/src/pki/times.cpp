// SPDX-License-Identifier: Apache-2.0
#include "times.hpp"

#include "openssl.hpp"

#include "card/base/error.hpp"
#include "card/tlv/writer.hpp"

#include <fmt/format.h>

namespace card::pki {

namespace {

constexpr tlv::Tag utc_time{0x17};
constexpr tlv::Tag generalized_time{0x18};

/// Two digits at `at`, at most `most`.
unsigned two_digits(std::string_view text, std::size_t at, unsigned most)
{
    const auto digit = [&](std::size_t i) {
        require(text[i] >= '0' && text[i] <= '9', Errc::malformed_data, "time", "no digits");
        return static_cast<unsigned>(text[i] - '0');
    };
    const unsigned value = digit(at) * 10 + digit(at + 1);
    require(value <= most, Errc::malformed_data, "time", "no such hour, minute or second");
    return value;
}

/// Two digits each for year, month, day, hour, minute and second, or four for the year; and Z.
bool is_in_der_form(const tlv::Element& element)
{
    const std::size_t length = element.tag == utc_time ? 13 : 15;
    return element.value.size() == length && element.value.back() == 'Z';
}

} // namespace

Time read_time(const tlv::Element& element)
{
    require(element.tag == utc_time || element.tag == generalized_time, Errc::malformed_tlv, "time",
        "another type than UTCTime and GeneralizedTime");
    std::string text{as_text(element.value)};
    require(is_in_der_form(element), Errc::malformed_data, "time", "not in seconds of UTC");
    if (element.tag == utc_time)
        text.insert(0, two_digits(text, 0, 99) >= 50 ? "19" : "20");
    return start_of(parse_date(text.substr(0, 8))) + std::chrono::hours{two_digits(text, 8, 23)} +
           std::chrono::minutes{two_digits(text, 10, 59)} + std::chrono::seconds{two_digits(text, 12, 59)};
}

Time read_any_time(const tlv::Element& element)
{
    const bool known = element.tag == utc_time || element.tag == generalized_time;
    if (!known || is_in_der_form(element))
        return read_time(element);
    const int type = element.tag == utc_time ? V_ASN1_UTCTIME : V_ASN1_GENERALIZEDTIME;
    const StringPtr string{ensured(ASN1_STRING_type_new(type), "time")};
    ensure(ASN1_STRING_set(string.get(), element.value.data(), static_cast<int>(element.value.size())) == 1, "time");
    std::tm parts{};
    ensure(ASN1_TIME_to_tm(string.get(), &parts) == 1, "time", Errc::malformed_data);
    const Date day{std::chrono::year{parts.tm_year + 1900}, std::chrono::month{static_cast<unsigned>(parts.tm_mon + 1)},
        std::chrono::day{static_cast<unsigned>(parts.tm_mday)}};
    return start_of(day) + std::chrono::hours{parts.tm_hour} + std::chrono::minutes{parts.tm_min} +
           std::chrono::seconds{parts.tm_sec};
}

Bytes encode_time(Time time)
{
    const Date day = day_of(time);
    const std::chrono::hh_mm_ss clock{time - start_of(day)};
    const std::string text = fmt::format(
        "{}{:02}{:02}{:02}Z", to_digits(day), clock.hours().count(), clock.minutes().count(), clock.seconds().count());
    const bool is_short = day.year() >= std::chrono::year{1950} && day.year() < std::chrono::year{2050};
    const std::string_view written{text};
    return is_short ? tlv::encode(utc_time, as_bytes(written.substr(2)))
                    : tlv::encode(generalized_time, as_bytes(written));
}

} // namespace card::pki
