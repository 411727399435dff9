// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/date.hpp"
#include "card/lds/dg13.hpp"
#include "card/profile/profile.hpp"
#include "card/text/partial_date.hpp"
#include "intake/jpeg_header.hpp"

#include <optional>
#include <string_view>

/// The rules of intake. Each returns why a value is rejected, in English, or nothing if it may pass. None corrects a
/// value: what stands in the record is what the registry answers for. They see texts in their canonical form.
namespace perso::intake::rules {

using Reason = std::optional<std::string_view>;
using card::text::PartialDate;

/// 4 to 32 of A-Z, 0-9 and hyphen, beginning and ending with a letter or digit.
Reason application_number(std::string_view value);

/// 12 to 15 digits. Its inner structure is not public, so no check digit is assumed.
Reason personal_number(std::string_view value);

/// A place or another text in Lao script, correctly spelled, at most 120 bytes of UTF-8. Villages may have numbers.
Reason lao_text(std::string_view value);

/// The same as a title: without digits.
Reason lao_title(std::string_view value);

/// The same as a family or given name: it does not begin with a title either, which has its own field.
Reason lao_name(std::string_view value);

/// The word "confirmed": a person has compared what a rule would refuse with the household book.
Reason confirmation(std::string_view value);

/// The word "together": no card of this household is approved before all of its records in hand are good.
Reason together(std::string_view value);

/// A title in Latin letters: A-Z, inner single spaces, hyphens, at most 39 characters.
Reason latin_title(std::string_view value);

/// The same as a family or given name: as the machine readable zone can show it, not beginning with a title.
Reason latin_name(std::string_view value);

/// A date as far as it is known, in one of the forms of card::text::parse_partial_date.
Reason calendar_date(std::string_view value);

/// Digits, A-Z, hyphen and slash, 1 to 20.
Reason household_book(std::string_view value);

/// The number of an earlier card, of this or an older kind: 4 to 20 of A-Z, 0-9, hyphen and space.
Reason earlier_card(std::string_view value);

/// Digits with an optional plus sign before them, 6 to 15.
Reason telephone(std::string_view value);

/// A possible date of birth of the holder of a card of this type on that day. Who may be of several ages, because the
/// date is not fully known, counts as the youngest of them: nobody loses rights or gets duties on a guess.
Reason birth_date(
    const PartialDate& birth, card::lds::CardType type, card::Date day, const card::profile::Validity& ages);

/// A face picture that fits the chip: at most `most_bytes`, sequential, 8 bits, grey or colour, upright, not smaller
/// than 240 by 320 and not larger than 1200 by 1600 pixels.
Reason photograph(card::ByteView jpeg, const std::optional<JpegHeader>& header, std::size_t most_bytes);

/// The image of a signature that fits the chip: as above, broader than high, from 120 by 40 to 1200 by 600 pixels.
Reason signature(card::ByteView jpeg, const std::optional<JpegHeader>& header, std::size_t most_bytes);

} // namespace perso::intake::rules
