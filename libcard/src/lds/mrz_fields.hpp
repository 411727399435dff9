// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/lds/mrz.hpp"

/// What the machine readable zones of all sizes have in common. Everything throws malformed_data with the field's name.
namespace card::lds::zone {

inline constexpr char filler = '<';
inline constexpr std::size_t number_size = 9;

[[noreturn]] void reject(std::string_view field, const char* sentence);

bool is_digit(char c);
bool is_letter(char c);

/// So many digits, letters and fillers.
void check_zone(std::string_view text, std::size_t size);
void check_date(std::string_view field, std::string_view date);
void check(std::string_view field, std::string_view data, char digit);
char checked_sex(char sex);

std::string without_fillers(std::string_view text);

/// A number of nine characters, its check digit and what follows. A longer number has a filler in place of the check
/// digit and goes on in the optional data. [9303-5] §4.2.2.1 note j
void read_number_and_optional_data(Mrz& mrz, std::string_view text);
void read_names(Mrz& mrz, std::string_view field);

/// Date of birth, sex and date of expiry, each date with its check digit: fifteen characters that all sizes have.
void read_dates_and_sex(Mrz& mrz, std::string_view text);

} // namespace card::lds::zone
