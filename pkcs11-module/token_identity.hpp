// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/piv/application.hpp"

#include <optional>
#include <string>

namespace p11 {

/// What a token is called, before anybody logged in: nothing in it is personal, and all of it stays while the card
/// lives.
struct TokenIdentity {
    std::string label; ///< "Lao ID card 8b13ed2f", with the end of the serial number; "PIV card" of other makers
    std::string manufacturer;
    std::string model;
    std::string serial; ///< 16 digits, or empty if the card tells nothing of the kind

    /// Gives random numbers at the cost of no more than asking for them.
    bool has_random = false;
};

/// Of one of our cards: the end of its GUID, as OpenSC shows the same card.
TokenIdentity identity_of_our_card(const card::piv::Guid& guid);

/// Of another maker's card, by its CHUID, if it has one: the end of the GUID; where that is zero, agency, system,
/// credential number, series and issue of the FASC-N. [800-73-4] part 1 §3.1.2
TokenIdentity identity_by_chuid(const card::Bytes* chuid);

} // namespace p11
