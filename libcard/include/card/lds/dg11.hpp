// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/bytes.hpp"

#include <string>
#include <vector>

namespace card::lds {

/// DG11: additional personal details, UTF-8. Empty fields are left out. [9303-10] §4.7.11
struct Dg11 {
    std::string full_name; ///< in the national script, family and given names separated by `<<`
    std::vector<std::string> other_names;
    std::string personal_number;
    std::string full_date_of_birth;          ///< YYYYMMDD; unknown month and day are 00
    std::vector<std::string> place_of_birth; ///< village, district, province
    std::vector<std::string> address;

    friend bool operator==(const Dg11&, const Dg11&) = default;
};

/// Throws malformed_data, with the field's name, for a text or date that the file cannot hold.
CARD_API Bytes encode(const Dg11& dg11);
/// Throws malformed_tlv, malformed_data. Fields that this library does not use are checked and left out.
CARD_API Dg11 decode_dg11(ByteView file);

} // namespace card::lds
