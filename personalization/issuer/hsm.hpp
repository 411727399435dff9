// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "issuer/hsm_keys.hpp"
#include "issuer/token.hpp"
#include "office/office.hpp"

#include <array>

namespace perso::issuer {

/// Labels of the office's keys in the token.
namespace label {
inline constexpr std::string_view csca = "csca-1";
inline constexpr std::string_view document_signer = "document-signer-1";
inline constexpr std::string_view citizen_ca = "citizen-ca-1";
inline constexpr std::string_view content_signer = "content-signer-1";
inline constexpr std::string_view card_master = "card-master-1";
inline constexpr std::string_view transport_master = "transport-master";
inline constexpr std::string_view attempt_memory = "attempt-memory-1"; ///< seals what resuming a card needs
inline constexpr std::string_view seal = "seal-1";                     ///< wraps the keys of personal data
inline constexpr std::string_view index = "index-1";                   ///< hashes personal data
inline constexpr std::array all{
    csca, document_signer, citizen_ca, content_signer, card_master, transport_master, attempt_memory, seal, index};

/// "document-signer-2": each key has its own number.
inline std::string document_signer_of(unsigned number)
{
    return "document-signer-" + std::to_string(number);
}

/// "citizen-ca-2": the CAs of the holders' keys follow one another.
inline std::string citizen_ca_of(unsigned number)
{
    return "citizen-ca-" + std::to_string(number);
}
} // namespace label

/// The office's token with all its keys. There is no software fallback: without the token nothing is signed.
class Hsm {
public:
    /// Logs in to the token of the office. Throws hsm_unavailable, hsm_pin_wrong, hsm_failed.
    static Hsm open(const Office& office, card::ByteView pin);
    /// Makes the office's own SoftHSM token first.
    static Hsm create(const Office& office, card::ByteView pin);

    /// Whether the module offers the token of the office, which needs no PIN. Throws hsm_unavailable if not.
    static void require_there(const Office& office);

    card::pki::SigningKey signing_key(std::string_view label) const { return keys_->signing_key(label); }

    /// Throws what the token throws.
    bool has_key(std::string_view label) const { return token_->has_key(label); }

    Token& token() { return *token_; }

    /// The token is there and shows keys, if it had any.
    bool answers() const noexcept;

private:
    Hsm() = default;

    // In this order: libp11 enters first and leaves last.
    std::unique_ptr<HsmKeys> keys_;
    std::unique_ptr<Cryptoki> module_;
    std::unique_ptr<Token> token_;
};

/// Makes the keys below personal data in a token that lacks them.
void make_seal_keys(Token& token);

/// SoftHSM on this machine, or nothing.
std::optional<std::filesystem::path> find_softhsm();

} // namespace perso::issuer
