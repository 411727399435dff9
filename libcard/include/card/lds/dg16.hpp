// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/bytes.hpp"
#include "card/base/date.hpp"

#include <optional>
#include <string>
#include <vector>

namespace card::lds {

/// One person of DG16, UTF-8. Empty fields are left out.
struct PersonToNotify {
    std::optional<Date> recorded; ///< when these data were written down
    std::string name;             ///< family and given names separated by `<<`
    std::string telephone;
    std::vector<std::string> address;

    friend bool operator==(const PersonToNotify&, const PersonToNotify&) = default;
};

/// DG16: whom to tell when something happens to the holder. [9303-10] §4.7.16
struct Dg16 {
    std::vector<PersonToNotify> persons; ///< one to fifteen

    friend bool operator==(const Dg16&, const Dg16&) = default;
};

/// Throws malformed_data, with the field's name, for a text that the file cannot hold and for no or too many persons.
CARD_API Bytes encode(const Dg16& dg16);
/// Throws malformed_tlv, malformed_data.
CARD_API Dg16 decode_dg16(ByteView file);

} // namespace card::lds
