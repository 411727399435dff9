// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/date.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace card::lds {

/// A machine readable zone, field by field without fillers and check digits: that of a card, TD1 [9303-5] §4.2.2; for
/// documents of other states also TD2 [9303-6] §4.2.2 and passports, TD3 [9303-4] §4.2.2.
struct Mrz {
    std::string document_code;        ///< one or two characters: "ID"
    std::string issuing_state;        ///< up to three letters: "LAO"
    std::string document_number;      ///< up to nine characters; longer ones run on into the optional data
    std::string optional_data_1;      ///< TD1: up to 15 characters, less what the document number takes; TD2: seven;
                                      ///< TD3: the personal number, up to 14
    std::string date_of_birth;        ///< YYMMDD; unknown parts are `<<`
    char sex = '<';                   ///< M, F or <
    std::string date_of_expiry;       ///< YYMMDD
    std::string nationality;          ///< up to three letters
    std::string optional_data_2;      ///< TD1 alone, up to 11 characters
    std::string primary_identifier;   ///< family name; name parts separated by spaces
    std::string secondary_identifier; ///< given names

    friend bool operator==(const Mrz&, const Mrz&) = default;
};

/// The check digit over digits, letters A-Z and fillers; weights 7, 3, 1. [9303-3] §4.9
/// Throws malformed_data on any other character.
CARD_API char check_digit(std::string_view text);

/// Three lines of 30 characters without line ends. Throws malformed_data, with the field's name, when a field does
/// not fit or holds a character that it cannot have. Names that are too long are truncated: parts become initials, the
/// last one first, and the line ends with a letter. [9303-5] §4.2.2, §4.2.3
CARD_API std::string build_td1(const Mrz& mrz);

/// Reads 90 characters. Throws malformed_data, with the field's name, on a wrong length, character or check digit.
CARD_API Mrz parse_td1(std::string_view text);
/// The same of 72 characters. A number of more than nine characters goes on in the optional data.
CARD_API Mrz parse_td2(std::string_view text);
/// The same of 88 characters.
CARD_API Mrz parse_td3(std::string_view text);
/// The one of the three that has this length.
CARD_API Mrz parse_mrz(std::string_view text);

/// Document number, date of birth and date of expiry, each with its check digit: what keys of BAC and of PACE with
/// the MRZ are derived from. [9303-11] §4.3.2
CARD_API std::string mrz_information(const Mrz& mrz);

/// The expiry as a day, nothing if it names none. Two digits of a year are the first such year not before `issued`;
/// without that the 21st century's, because no card of this profile is older. 991231 is never 1999.
CARD_API std::optional<Date> expiry_of(const Mrz& mrz, std::optional<Date> issued = {});

} // namespace card::lds
