// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/secure_bytes.hpp"
#include "card/crypto/ec.hpp"
#include "card/crypto/mac.hpp"
#include "issuer/cryptoki.hpp"

#include <span>

namespace perso::issuer {

/// A logged-in session with the office's token: makes keys that never leave it, and computes AES-CMAC with them.
class Token {
public:
    /// Opens a session and logs in. Throws hsm_unavailable when no token has this label, hsm_pin_wrong.
    Token(const Cryptoki& module, std::string_view label, card::ByteView pin);
    /// Closes its session and nothing more: libp11 is logged in to the same token.
    ~Token();
    Token(const Token&) = delete;
    Token& operator=(const Token&) = delete;

    /// Another PIN for its user; the keys stay. Throws hsm_pin_wrong, hsm_failed, hsm_unavailable when the token is
    /// gone.
    void change_pin(card::ByteView pin, card::ByteView new_pin);

    /// Throws hsm_unavailable when the token is gone: it is not known then, and nobody makes the key anew.
    bool has_key(std::string_view label) const;
    /// It had keys when the session was opened and shows none any more. Throws hsm_unavailable, hsm_failed.
    bool is_gone() const;

    /// A P-256 key pair that signs. The private key is sensitive and not extractable, and stays for good.
    card::crypto::Point generate_signing_key(std::string_view label);
    /// An AES key of that many bytes that computes CMACs, sensitive and not extractable.
    void generate_master_key(std::string_view label, std::size_t size);
    /// The same with a given value: transport keys come from the card's maker.
    void import_master_key(std::string_view label, card::ByteView value);

    /// AES-CMAC of at most 64 KiB. Throws hsm_key_missing, hsm_unavailable when the token is gone.
    card::SecureBytes cmac(std::string_view label, card::ByteView message) const;

    /// An AES-256 key that seals data at rest and opens them again, sensitive and not extractable.
    void generate_sealing_key(std::string_view label);
    /// AES-256-GCM under that key: nonce, ciphertext and tag in one. `place` is authenticated with it: what was sealed
    /// for one place does not open in another. [SP800-38D] Throws hsm_key_missing, hsm_unavailable.
    card::Bytes seal(std::string_view label, card::ByteView place, card::ByteView secret) const;
    /// Throws seal_broken, hsm_key_missing, hsm_unavailable.
    card::SecureBytes open(std::string_view label, card::ByteView place, card::ByteView sealed) const;

private:
    Token(const Cryptoki& module, CK_SESSION_HANDLE session) : module_{module}, session_{session} {}

    CK_OBJECT_HANDLE find(CK_OBJECT_CLASS kind, std::string_view label) const;
    CK_OBJECT_HANDLE secret_key_of(std::string_view label) const;
    CK_OBJECT_HANDLE first_of(std::span<CK_ATTRIBUTE> wanted) const;
    bool shows_keys() const;
    void require_done(CK_RV rv, std::string_view function) const;

    const Cryptoki& module_;
    CK_SESSION_HANDLE session_;
    bool had_keys_ = false;
};

/// Initializes a blank token: label, a security officer's PIN that is drawn and forgotten, the user's PIN.
/// Throws hsm_unavailable when the module has no blank token.
void initialize_token(const Cryptoki& module, std::string_view label, card::ByteView pin);

/// A master key in the token as the library wants it.
class TokenCmac final : public card::crypto::Cmac {
public:
    /// The token must outlive it.
    TokenCmac(const Token& token, std::string label) : token_{token}, label_{std::move(label)} {}

    card::SecureBytes mac(card::ByteView message) override { return token_.cmac(label_, message); }

private:
    const Token& token_;
    std::string label_;
};

} // namespace perso::issuer
