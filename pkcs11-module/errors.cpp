// SPDX-License-Identifier: Apache-2.0
#include "errors.hpp"

namespace p11 {

using card::Errc;

CK_RV to_rv(Errc code) noexcept
{
    switch (code) {
    case Errc::card_removed:
    case Errc::card_swapped:
    case Errc::service_unavailable:
    case Errc::no_reader:
    case Errc::reader_not_found:
        return CKR_DEVICE_REMOVED;
    case Errc::no_card:
        return CKR_TOKEN_NOT_PRESENT;
    case Errc::card_unknown:
        return CKR_TOKEN_NOT_RECOGNIZED;
    case Errc::access_denied:
        return CKR_USER_NOT_LOGGED_IN;
    case Errc::pin_wrong:
        return CKR_PIN_INCORRECT;
    case Errc::pin_blocked:
        return CKR_PIN_LOCKED;
    case Errc::pin_last_try:
        return CKR_FUNCTION_REJECTED;
    case Errc::pin_format:
        return CKR_PIN_LEN_RANGE;
    case Errc::crypto_failed:
    case Errc::random_failed:
    case Errc::config_invalid:
    case Errc::internal:
        return CKR_GENERAL_ERROR;
    default: // every other condition means that the card or its reader did what it must not
        return CKR_DEVICE_ERROR;
    }
}

bool card_is_lost(Errc code) noexcept
{
    switch (code) {
    case Errc::card_removed:
    case Errc::card_swapped:
    case Errc::card_mute:
    case Errc::no_card:
    case Errc::no_reader:
    case Errc::reader_not_found:
    case Errc::reader_failed:
    case Errc::service_unavailable:
        return true;
    default:
        return false;
    }
}

} // namespace p11
