// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "services/reset_pin.hpp"

namespace perso {

/// What a renewal did.
struct Renewal {
    std::vector<std::string> slots; ///< "9A" and so on
};

/// New certificates for the keys that the card has, to the end of the old ones: made and durable in the store, written
/// under the issuer's keys, CHUID and security object written anew, all of it read back in clear and compared, 9E
/// proven. Only then the old certificates go into the list of their CA. No key changes; a new key means a new card.
///
/// When it breaks off at any point each slot has its old certificate or its new one, and both are good. Begun again it
/// makes none twice: what the card holds already is left alone.
///
/// Throws card_of_other_job for another card, what life::begin_service(), life::require_turn() and the issuer throw,
/// document_expired for certificates that have run out, and quality_failed if the card does not hold what was written.
Renewal renew_certificates(IssuedCard& card, const ServiceOrder& order);

} // namespace perso
