// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/secure_bytes.hpp"
#include "card/pki/signing_key.hpp"

#include <filesystem>
#include <memory>
#include <string_view>

namespace perso::issuer {

/// The token's signing keys as OpenSSL keys, by libp11.
///
/// Of all that uses the module in this process it is the first to open it and the last to leave it: make it before
/// Cryptoki and Token, and let every SigningKey and Token go before it.
class HsmKeys {
public:
    /// Loads the module; no token is touched yet. Throws hsm_unavailable.
    explicit HsmKeys(const std::filesystem::path& module);
    ~HsmKeys();
    HsmKeys(const HsmKeys&) = delete;
    HsmKeys& operator=(const HsmKeys&) = delete;

    /// Opens a session with the token of this label and logs in. Throws hsm_unavailable, hsm_pin_wrong, hsm_failed.
    void log_in(std::string_view label, card::ByteView pin);

    /// Throws hsm_key_missing.
    card::pki::SigningKey signing_key(std::string_view label) const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace perso::issuer
