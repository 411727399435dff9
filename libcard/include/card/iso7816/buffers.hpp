// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/error.hpp"
#include "card/iso7816/channel.hpp"

#include <optional>

namespace card::iso7816 {

/// What EF.ATR/INFO tells about APDU lengths. [7816-4:2013] §12.7.1
struct ExtendedLength {
    std::size_t command = 0;  ///< longest command APDU, bytes
    std::size_t response = 0; ///< longest response APDU, bytes
};

/// Reads the data objects of EF.ATR/INFO: nothing unless the card capabilities (47, third byte) announce extended
/// lengths and the extended length information (7F66) both numbers. Throws malformed_tlv, malformed_data.
CARD_API std::optional<ExtendedLength> decode_atr_info(ByteView content);

/// The limits that the buffers leave to the data fields; those of short APDUs where that is all that fits.
CARD_API Limits limits_of(const std::optional<ExtendedLength>& buffers);

/// Reads EF.ATR/INFO (SFI 01 of the master file, which must be selected). A card without it, or whose file
/// cannot be used, gets the short limits, which every card takes. Throws what Channel throws.
CARD_API Limits read_limits(Channel& channel);

/// Whether this is a 6700, in clear or in place of a protected answer: card or reader take less than EF.ATR/INFO
/// announces. Under secure messaging the channel has ended with it; with limits().lowered() the card may be opened
/// anew, once.
CARD_API bool length_refused(const Error& error);

} // namespace card::iso7816
