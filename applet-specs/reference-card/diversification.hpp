// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image.hpp"

/// The keys of one card from the master key of many.
namespace refcard {

/// The three static keys of a keyset, in their order in PUT KEY.
enum class KeyRole : std::uint8_t { enc = 1, mac = 2, dek = 3 };

/// CMAC in counter mode: 01, 02 ... | 000000 | role | 00 | diversification data, as long as the master key.
/// [800-108] §5.1
Bytes diversify_kdf3(ByteView master, KeyRole role, ByteView diversification_data);

/// `input` has 16 to 31 bytes, so that CMAC pads it as the note wants it. The key is as long as the master key.
/// [AN10922] §2.2; what the note says of 24 and 32 bytes has no published values to compare with.
Bytes diversify_an10922(ByteView master, ByteView input);

/// The keys that the maker put into the card with these diversification data. [MGT-11]
KeySet transport_keys(const Profile::Management& profile, ByteView diversification_data);

} // namespace refcard
