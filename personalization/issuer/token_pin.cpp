// SPDX-License-Identifier: Apache-2.0
#include "issuer/token_pin.hpp"

namespace perso::issuer {

card::SecureBytes draw_pin(card::crypto::RandomSource& random)
{
    constexpr std::string_view characters = "abcdefghijkmnpqrstuvwxyz23456789";
    card::SecureBytes pin = random.secret(24);
    for (std::uint8_t& byte : pin.span())
        byte = static_cast<std::uint8_t>(characters[byte % characters.size()]);
    return pin;
}

} // namespace perso::issuer
