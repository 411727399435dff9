// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/date.hpp"
#include "intake/jpeg_header.hpp"
#include "intake/partial_date.hpp"

#include <optional>
#include <string_view>

/// The rules of intake. Each returns why a value is rejected, in English, or nothing if it may pass. None corrects a
/// value: what stands in the record is what the registry answers for.
namespace perso::intake::rules {

using Reason = std::optional<std::string_view>;

/// 4 to 32 of A-Z, 0-9 and hyphen, beginning and ending with a letter or digit.
Reason application_number(std::string_view value);

/// 12 to 15 digits. Its inner structure is not public, so no check digit is assumed.
Reason personal_number(std::string_view value);

/// A family, given or place name in Lao script, at most 120 bytes of UTF-8.
Reason lao_text(std::string_view value);

/// A name as the machine readable zone can show it: A-Z, inner single spaces, hyphens, at most 39 characters.
Reason latin_name(std::string_view value);

/// Digits, A-Z, hyphen and slash, 1 to 20.
Reason household_book(std::string_view value);

/// A possible date of birth of the holder of an adult's card on that day: 15 years or older, below 60, whatever is
/// unknown of the date.
Reason adult_birth_date(const PartialDate& birth, card::Date day);

/// A face picture that fits the chip: at most `most_bytes`, sequential, 8 bits, grey or colour, upright, not smaller
/// than 240 by 320 and not larger than 1200 by 1600 pixels.
Reason photograph(card::ByteView jpeg, const std::optional<JpegHeader>& header, std::size_t most_bytes);

} // namespace perso::intake::rules
