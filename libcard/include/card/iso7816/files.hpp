// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/iso7816/channel.hpp"

#include <string_view>

namespace card::iso7816 {

/// Short file identifier, 1 to 30. [7816-4:2005] §5.3.1.1
class CARD_API Sfi {
public:
    /// Throws malformed_data outside 1 to 30.
    explicit Sfi(unsigned value);

    std::uint8_t value() const noexcept { return value_; }

private:
    std::uint8_t value_;
};

/// Reads a transparent file that holds one BER-TLV data object, from its tag to its last byte and not beyond, with the
/// fewest READ BINARY that file and limits().ne allow: the first names the file and asks for all that fits, its
/// answer's BER header tells the length of the rest. Beyond 32,767 bytes the odd instruction reads on.
/// [7816-4:2005] §7.2.3
///
/// `name` is the step in errors. Throws file_not_found (6A82), access_denied (6982, 6985), response_too_long above
/// `bound` bytes, response_malformed if the file ends before its object or an answer has another length than asked.
CARD_API Bytes read_file(Channel& channel, Sfi file, std::size_t bound, std::string_view name);

/// Reads a transparent file of several data objects that fits one short answer, as EF.ATR/INFO and EF.DIR do.
/// Throws as read_file.
CARD_API Bytes read_small_file(Channel& channel, Sfi file, std::string_view name);

} // namespace card::iso7816
