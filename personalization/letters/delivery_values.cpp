// SPDX-License-Identifier: Apache-2.0
#include "letters/delivery_values.hpp"

#include "card/base/secure_bytes.hpp"
#include "card/piv/retries.hpp"

#include <array>

namespace perso {

bool is_delivery_value(card::ByteView digits, const card::profile::Profile& profile)
{
    const std::array<std::string_view, 6> published{profile.pin.transport_value, profile.puk.transport_value,
        card::piv::default_pin, card::piv::default_puk, // YubiKey, PivApplet, the scripts of OpenFIPS201
        "000000", "00000000"};                          // ready-made PIV cards
    bool found = false;
    for (const std::string_view value : published)
        found |= card::ct_equal(digits, card::as_bytes(value));
    return found;
}

} // namespace perso
