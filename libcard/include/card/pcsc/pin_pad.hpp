// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/status_word.hpp"
#include "card/iso7816/transport.hpp"
#include "card/pcsc/card_connection.hpp"

#include <cstdint>
#include <optional>

/// Readers with keys and a display of their own: the PIN goes from the holder's finger to the card and never to the
/// host. [PCSC-10] §2
namespace card::pcsc {

/// The control codes under which a reader offers its PIN pad, as far as it has one. [PCSC-10] §2.2
struct PadFeatures {
    std::optional<std::uint32_t> verify_pin_direct; ///< FEATURE_VERIFY_PIN_DIRECT
    std::optional<std::uint32_t> modify_pin_direct; ///< FEATURE_MODIFY_PIN_DIRECT
};

/// Asks a reader for its features. [PCSC-10] §2.2
inline constexpr std::uint32_t get_feature_request = 0x42000D48; // CM_IOCTL_GET_FEATURE_REQUEST, SCARD_CTL_CODE(3400)

/// The answer to get_feature_request: entries of tag, length 4 and control code. Other features are passed over.
/// Throws malformed_tlv for an entry that is cut, for a control code that is not 4 bytes long, for one told twice.
CARD_API PadFeatures decode_features(ByteView answer);

/// What the PIN of the card looks like: ASCII digits, left-justified in a block of fixed length.
struct PinBlock {
    std::uint8_t min_digits = 4;
    std::uint8_t max_digits = 8;
    std::uint8_t bytes = 8;
};

/// PIN_VERIFY, with the VERIFY command into whose data field the pad writes the PIN. [PCSC-10] §2.5.2
CARD_API Bytes verify_request(ByteView command, const PinBlock& block);
/// PIN_MODIFY: the pad asks for the old PIN, or for the PUK, and twice for the new one, which stands behind it.
/// [PCSC-10] §2.5.3
CARD_API Bytes modify_request(ByteView command, const PinBlock& block);

/// What a pad answers instead of the card. [PCSC-10] §2.5.4
namespace pad_sw {
inline constexpr StatusWord timed_out{0x6400};
inline constexpr StatusWord cancelled{0x6401};
inline constexpr StatusWord new_pins_differ{0x6402};
inline constexpr StatusWord wrong_length{0x6403};
} // namespace pad_sw

/// A reader's pad as a Transport. VERIFY, CHANGE REFERENCE DATA and RESET RETRY COUNTER with padding for every PIN go
/// to the pad, which fills in what the holder types; other commands are refused.
class CARD_API PinPad : public iso7816::Transport {
public:
    /// Nothing if the reader has no pad for both commands. The connection must outlive the pad.
    static std::optional<PinPad> find(CardConnection& connection, const PinBlock& block);

    /// Waits for the holder. The answer is the card's or one of pad_sw. Throws what CardConnection::exchange throws.
    Bytes exchange(ByteView command) override;

private:
    PinPad(CardConnection& connection, const PadFeatures& features, const PinBlock& block)
        : connection_{connection}, features_{features}, block_{block}
    {
    }

    CardConnection& connection_;
    PadFeatures features_;
    PinBlock block_;
};

} // namespace card::pcsc
