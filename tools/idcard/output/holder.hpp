// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/session/verification.hpp"

#include <string>

namespace idcard {

/// What a counter shows of the holder: texts of the card, made printable. What the card does not tell is empty.
struct Holder {
    std::string name_lao;
    std::string name_latin;
    std::string document_number;
    std::string personal_number;
    std::string date_of_birth; ///< YYYY-MM-DD, YYYY-MM or YYYY, as far as it is known
    std::string sex;           ///< M, F
    std::string nationality;
    std::string place_of_birth;
    std::string address;
    std::string issuing_authority;
    std::string date_of_issue;  ///< YYYY-MM-DD
    std::string date_of_expiry; ///< YYYY-MM-DD; empty for a card without expiry
    bool no_expiry = false;
};

Holder holder_of(const card::session::HolderData& data);

/// DD/MM/YYYY, as dates are written in Lao PDR; shorter where less is known.
std::string local_date(const std::string& date);

} // namespace idcard
