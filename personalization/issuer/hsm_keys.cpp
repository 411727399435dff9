// SPDX-License-Identifier: Apache-2.0
#include "issuer/hsm_keys.hpp"

#include "card/pki/native.hpp"
#include "issuer/cryptoki.hpp"

#include <fmt/format.h>
#include <libp11.h>
#include <openssl/err.h>

namespace perso::issuer {

using card::Errc;

struct HsmKeys::State {
    PKCS11_CTX* context = nullptr;
    PKCS11_SLOT* slots = nullptr;
    unsigned int count = 0;
    PKCS11_SLOT* slot = nullptr;

    ~State()
    {
        if (slots)
            PKCS11_release_all_slots(context, slots, count);
        if (loaded)
            PKCS11_CTX_unload(context);
        if (context)
            PKCS11_CTX_free(context);
    }

    bool loaded = false;
};

namespace {

/// libp11 leaves the CKR_ value as the reason of the last entry in OpenSSL's queue.
[[noreturn]] void fail(std::string_view step, Errc otherwise)
{
    const unsigned long error = ERR_peek_last_error();
    ERR_clear_error();
    const auto reason = static_cast<CK_RV>(ERR_GET_REASON(error));
    const Errc code = error == 0 || condition(reason) == Errc::hsm_failed ? otherwise : condition(reason);
    throw card::Error{code, card::Step{std::string{step}}, fmt::format("CKR {:#x}", reason)};
}

/// The PIN with the null byte that C wants, wiped after use.
card::SecureBytes null_terminated(card::ByteView pin)
{
    const std::uint8_t null = 0;
    return card::secure_concat({pin, card::ByteView{&null, 1}});
}

struct FreeKey {
    void operator()(EVP_PKEY* key) const noexcept { EVP_PKEY_free(key); }
};

} // namespace

HsmKeys::HsmKeys(const std::filesystem::path& module) : state_{std::make_unique<State>()}
{
    state_->context = PKCS11_CTX_new();
    card::require(state_->context != nullptr, Errc::hsm_unavailable, "libp11", "no context");
    if (PKCS11_CTX_load(state_->context, module.c_str()) != 0)
        fail("load the module", Errc::hsm_unavailable);
    state_->loaded = true;
}

HsmKeys::~HsmKeys() = default;

void HsmKeys::log_in(std::string_view label, card::ByteView pin)
{
    if (PKCS11_enumerate_slots(state_->context, &state_->slots, &state_->count) != 0)
        fail("find the token", Errc::hsm_unavailable);
    for (unsigned int i = 0; i < state_->count; ++i) {
        const PKCS11_TOKEN* token = state_->slots[i].token;
        if (token && token->initialized && token->label && label == token->label)
            state_->slot = &state_->slots[i];
    }
    card::require(
        state_->slot != nullptr, Errc::hsm_unavailable, "find the token", "no token has the label of office.toml");
    if (PKCS11_open_session(state_->slot, 1) != 0)
        fail("open a session", Errc::hsm_unavailable);
    const card::SecureBytes terminated = null_terminated(pin);
    if (PKCS11_login(state_->slot, 0, reinterpret_cast<const char*>(terminated.data())) != 0)
        fail("C_Login", Errc::hsm_failed);
}

card::pki::SigningKey HsmKeys::signing_key(std::string_view label) const
{
    PKCS11_KEY* keys = nullptr;
    unsigned int count = 0;
    if (PKCS11_enumerate_keys(state_->slot->token, &keys, &count) != 0)
        fail("find the keys", Errc::hsm_unavailable);
    for (unsigned int i = 0; i < count; ++i) {
        if (!keys[i].label || label != keys[i].label)
            continue;
        const std::unique_ptr<EVP_PKEY, FreeKey> key{PKCS11_get_private_key(&keys[i])};
        if (!key)
            fail("take a key", Errc::hsm_failed);
        return card::pki::wrap(key.get());
    }
    throw card::Error{Errc::hsm_key_missing, card::Step{"find the keys"}, "no such key"}.with_field(std::string{label});
}

} // namespace perso::issuer
