// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/bytes.hpp"

#include <array>
#include <string>

/// Contents of the PIV data objects, without the tag 53 in which PUT DATA and GET DATA carry them.
/// Each decoder throws malformed_tlv or malformed_data.
namespace card::piv {

/// The card's identifier in both applications: a version-4 UUID. [RFC4122] §4.4
using Guid = std::array<std::uint8_t, 16>;

/// Sets version and variant over 16 random bytes. Throws malformed_data for another length.
CARD_API Guid make_guid(ByteView random);

/// Card Holder Unique Identifier, unsigned. [800-73-4] part 1 §3.1.2
struct Chuid {
    Bytes fasc_n; ///< 25 bytes
    Guid guid{};
    std::string expiry; ///< YYYYMMDD
};

CARD_API Bytes encode(const Chuid& chuid);
/// Skips the fields that only cards of other makers have.
CARD_API Chuid decode_chuid(ByteView content);

/// Card Capability Container; of its fields only the card identifier is ours to choose. [800-73-4] part 1 table 8
struct Ccc {
    std::array<std::uint8_t, 14> card_id{}; ///< after the registered identifier A000000116 FF 02
};

CARD_API Bytes encode(const Ccc& ccc);
CARD_API Ccc decode_ccc(ByteView content);

/// Discovery object: the content of template 7E. [800-73-4] part 1 §3.3.2
struct Discovery {
    Bytes aid;
    std::uint16_t pin_usage_policy = 0x4000; ///< the PIV PIN alone
};

CARD_API Bytes encode(const Discovery& discovery);
CARD_API Discovery decode_discovery(ByteView content);

/// A certificate, uncompressed: 70 certificate, 71 00, FE. [800-73-4] part 1 table 10
CARD_API Bytes encode_certificate_container(ByteView certificate);
/// Skips the MSCUID that some cards add. Throws unsupported for a compressed one.
CARD_API Bytes decode_certificate_container(ByteView content);

} // namespace card::piv
