// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/iso7816/channel.hpp"
#include "card/piv/slots.hpp"

/// What OpenFIPS201 1.10 needs before the standard's commands find anything: its objects and keys do not exist until
/// they are created, PUT DATA ADMIN. Every function takes an SCP03 channel with C-MAC and C-ENC that was opened while
/// the applet was selected; the applet protects no answer. With iso7816::ChainingChannel on top.
namespace card::piv::openfips201 {

/// Who may read an object or use a key through one interface.
enum class Access : std::uint8_t {
    never = 0x00,
    pin = 0x01,        ///< once the PIN is verified
    pin_always = 0x02, ///< directly after the PIN
    always = 0x7F,
};

struct AccessRule {
    Access contact = Access::never;
    Access contactless = Access::never;
};

/// Whether creating found something of that name, which stays as it was: of an earlier attempt, or of somebody else.
enum class Created { now, before };

/// An empty object, which PUT DATA may fill. Throws access_denied without the channel.
CARD_API Created create_object(iso7816::Channel& channel, tlv::Tag object, const AccessRule& rule);

/// A key that the chip makes itself: it signs, or in slots that manage keys agrees and decrypts, never both, and nobody
/// can import it.
CARD_API Created create_key(iso7816::Channel& channel, Slot slot, Algorithm algorithm, const AccessRule& rule);

/// Whether there is such a key object, with a key or without. Changes nothing.
CARD_API bool has_key(iso7816::Channel& channel, Slot slot, Algorithm algorithm);

/// Numbers of tries with contacts; through the air one less of each. They hold from the next SELECT on.
struct Limits {
    unsigned pin = 0; ///< 1 to 15
    unsigned puk = 0; ///< 1 to 15
};

/// Throws malformed_data, before anything is sent, for numbers out of range.
CARD_API void limit_tries(iso7816::Channel& channel, const Limits& tries);

/// No administration through the air, and one key for each reference.
CARD_API void restrict_administration(iso7816::Channel& channel);

} // namespace card::piv::openfips201
