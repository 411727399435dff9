// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/iso7816/channel.hpp"
#include "card/profile/profile.hpp"

#include <string_view>

/// Numbers of tries on PivApplet and YubiKey. Setting them puts PIN and PUK back to the makers' published values:
/// whoever sets PIN and PUK first and the numbers afterwards hands out a card that opens with 123456.
namespace card::piv {

/// The published values.
inline constexpr std::string_view default_pin = "123456";
inline constexpr std::string_view default_puk = "12345678";

/// Each 1 to 15, which is as many as a card can tell.
struct Retries {
    unsigned pin = 0;
    unsigned puk = 0;
};

/// The new values of PIN and PUK, ASCII digits.
struct NewValues {
    ByteView pin;
    ByteView puk;
};

/// Sets both numbers of tries and at once, in this order, new PIN and PUK. Takes the management key, proven on this
/// channel, and the present PIN, which it verifies.
///
/// Before anything is sent throws malformed_data for a number out of range, pin_format, and pin_default if a new value
/// is a published one. Throws pin_wrong or pin_blocked for the present PIN, access_denied without the management key:
/// then nothing was changed. Whatever fails from there on, a lost answer too, is thrown as pin_default, whose field()
/// names what may still be published: "PIN, PUK" or "PUK". The card must not leave before replace_default_values
/// succeeds.
CARD_API void set_retries(iso7816::Channel& channel, const Retries& retries, ByteView pin, const NewValues& values,
    const profile::Profile& profile);

/// Takes up again what set_retries left: replaces a published PIN and PUK, and makes sure that what else is set are the
/// new values. Needs no authorisation. Can be repeated; a try that it spends on a value comes back with the right one.
///
/// Throws pin_format, and pin_default if a new value is published; pin_last_try or puk_last_try, before anything is
/// spent, with fewer than three tries left; pin_wrong, puk_wrong, pin_blocked or puk_blocked if neither value is right.
CARD_API void replace_default_values(
    iso7816::Channel& channel, const NewValues& values, const profile::Profile& profile);

} // namespace card::piv
