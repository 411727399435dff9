// SPDX-License-Identifier: Apache-2.0
#include "issuer/token_pin.hpp"

#include "issuer/hsm.hpp"

namespace perso::issuer {

namespace {

// The C interface takes pointers to non-const for what it only reads.
CK_UTF8CHAR_PTR characters_of(card::ByteView text)
{
    return const_cast<CK_UTF8CHAR_PTR>(text.data());
}

} // namespace

card::SecureBytes draw_pin(card::crypto::RandomSource& random)
{
    constexpr std::string_view characters = "abcdefghijkmnpqrstuvwxyz23456789";
    card::SecureBytes pin = random.secret(24);
    for (std::uint8_t& byte : pin.span())
        byte = static_cast<std::uint8_t>(characters[byte % characters.size()]);
    return pin;
}

/// C_SetPIN changes the PIN of whoever is logged in, here the user. [PKCS11-2.40] §5.5
void change_pin(const Office& office, card::ByteView pin, card::ByteView new_pin)
{
    const Hsm logged_in = Hsm::open(office, pin);
    const Cryptoki module{office.hsm.module};
    const auto slot = module.find_token(office.hsm.token);
    card::require(slot.has_value(), card::Errc::hsm_unavailable, "find the token", "no token has this label");
    CK_SESSION_HANDLE session = CK_INVALID_HANDLE;
    require(
        module->C_OpenSession(*slot, CKF_SERIAL_SESSION | CKF_RW_SESSION, nullptr, nullptr, &session), "C_OpenSession");
    const CK_RV rv = module->C_SetPIN(session, characters_of(pin), pin.size(), characters_of(new_pin), new_pin.size());
    module->C_CloseSession(session);
    require(rv, "C_SetPIN");
}

} // namespace perso::issuer
