// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/iso7816/channel.hpp"
#include "card/iso7816/select.hpp"
#include "card/piv/data_objects.hpp"
#include "card/profile/profile.hpp"

#include <optional>

namespace card::session {

/// The identity application, LDS1 of ICAO. [9303-10] §3.6.1
CARD_API const iso7816::Aid& identity_aid();

/// Which of our applications a card has, found by selecting them; nothing is read from them.
struct Detected {
    bool identity = false;
    bool pki = false;
    std::optional<piv::Guid> guid = {}; ///< of the PKI application; none before personalization
    std::optional<std::uint32_t> change_counter = {};

    bool is_ours() const { return identity || pki; }
};

/// Costs three commands and leaves the master file selected. Throws card_unknown if the card has neither application.
CARD_API Detected detect(iso7816::Channel& plain, const profile::Profile& profile);

} // namespace card::session
