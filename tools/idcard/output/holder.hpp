// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/cli/catalogue.hpp"
#include "card/session/verification.hpp"
#include "card/text/partial_date.hpp"

#include <string>

namespace idcard {

/// What a counter shows of the holder: texts of the card, made printable. What the card does not tell is empty.
struct Holder {
    std::string name_lao;
    std::string name_latin;
    std::string document_number;
    std::string personal_number;
    std::optional<card::text::PartialDate> date_of_birth;
    std::optional<card::text::AgeRange> age; ///< completed years; a range where the birthday is not fully known
    std::string sex;                         ///< M, F
    std::string nationality;
    std::string place_of_birth;
    std::string address;
    std::string issuing_authority;
    std::string date_of_issue;  ///< YYYY-MM-DD
    std::string date_of_expiry; ///< YYYY-MM-DD; empty for a card without expiry
    bool no_expiry = false;
};

/// The age is that on `today`, absent without one.
Holder holder_of(const card::session::HolderData& data, card::Date today = {});

/// "12 May 1990" of YYYY-MM-DD, and the same in Lao; shorter where less is known. What is no date of
/// these years stays as it is.
std::string local_date(const std::string& date, card::cli::Language language);
std::string local_date(const card::text::PartialDate& date, card::cli::Language language);

} // namespace idcard
