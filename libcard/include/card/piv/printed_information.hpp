// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/bytes.hpp"

#include <string>

/// Content of the printed information: what stands on the plastic, readable after the PIN. [800-73-4] part 1 table 15
namespace card::piv {

/// Text as the card has it, in ASCII; bytes outside it are refused.
struct PrintedInformation {
    std::string name;                ///< at most 125 characters
    std::string affiliation;         ///< of the employee, at most 20
    std::string expiry;              ///< YYYYMMMDD, the month in letters; 9 characters
    std::string card_serial;         ///< at most 20
    std::string issuer;              ///< at most 15
    std::string organization_1 = {}; ///< at most 20; left out when empty
    std::string organization_2 = {}; ///< likewise

    friend bool operator==(const PrintedInformation&, const PrintedInformation&) = default;
};

/// Throws malformed_data for a text that is too long or not printable ASCII.
CARD_API Bytes encode(const PrintedInformation& information);
/// Throws malformed_tlv, malformed_data.
CARD_API PrintedInformation decode_printed_information(ByteView content);

} // namespace card::piv
