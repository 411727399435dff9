// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/bytes.hpp"
#include "card/base/date.hpp"

#include <optional>
#include <string>

namespace card::lds {

/// DG12: additional document details. Empty fields are left out. [9303-10] §4.7.12
struct Dg12 {
    std::string issuing_authority;
    std::optional<Date> date_of_issue;

    friend bool operator==(const Dg12&, const Dg12&) = default;
};

/// Throws malformed_data, with the field's name, for a text that the file cannot hold.
CARD_API Bytes encode(const Dg12& dg12);
/// Throws malformed_tlv, malformed_data. Fields that this library does not use are checked and left out.
CARD_API Dg12 decode_dg12(ByteView file);

} // namespace card::lds
