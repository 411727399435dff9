// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/iso7816/channel.hpp"

#include <compare>
#include <cstdint>
#include <optional>

/// What YubiKeys, from version 5.3 on, and PivApplet tell of themselves in the clear, on a channel on which the
/// application is selected.
namespace card::piv {

/// Tries of a PIN or PUK.
struct Tries {
    unsigned all = 0;
    unsigned left = 0;

    friend bool operator==(const Tries&, const Tries&) = default;
};

/// GET METADATA of one key reference; what a card does not tell, or what this reference does not have, is nothing.
struct Metadata {
    std::optional<std::uint8_t> algorithm; ///< identifier of a key. [800-78-4] table 6-2
    std::optional<bool> is_default;        ///< whether it is still the value that the makers published
    std::optional<Tries> tries;            ///< of a PIN or PUK

    friend bool operator==(const Metadata&, const Metadata&) = default;
};

/// `key_reference`: reference::pin, reference::puk, reference::management, or a slot. Throws unexpected_status where
/// there is no such command or no such key, malformed_tlv, malformed_data.
CARD_API Metadata metadata(iso7816::Channel& channel, std::uint8_t key_reference);
/// The content of the answer. Skips the fields that are not told above.
CARD_API Metadata decode_metadata(ByteView content);

/// Of the device; PivApplet tells the one whose commands it follows.
struct Version {
    unsigned major = 0;
    unsigned minor = 0;
    unsigned patch = 0;

    friend auto operator<=>(const Version&, const Version&) = default;
};

/// GET VERSION. Throws unexpected_status where there is no such command, response_malformed for anything but three
/// bytes.
CARD_API Version version(iso7816::Channel& channel);

/// GET SERIAL: the number of the device, or of the applet's instance. Throws unexpected_status where there is no such
/// command, response_malformed for anything but four bytes.
CARD_API std::uint32_t serial_number(iso7816::Channel& channel);

} // namespace card::piv
