// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "application.hpp"

namespace refcard::piv {

/// Whether it is an algorithm of management keys: 03 TDES with three keys, 08 AES-128, 0A AES-192, 0C AES-256.
/// [800-78-4] table 6-2
bool knows_management_algorithm(std::uint8_t id);

/// Bytes of a management key of that algorithm. Throws Refusal{wrong_data} for an unknown one.
std::size_t management_key_size(std::uint8_t algorithm);

/// The administrator who knows the management key 9B: who he is to the card, and the command that changes his key.
/// Only cards of other makes have such a key, and with contacts alone.
class Management {
public:
    explicit Management(Chip& chip) : chip_{chip} {}

    /// Whether this card has a management key and the interface allows administration.
    bool available() const;

    /// The key was proven since the application was selected.
    bool authenticated() const { return authenticated_; }

    /// GENERAL AUTHENTICATE of 9B: one step of either proof. [800-73-4] part 2 App. A.1
    Answer authenticate(const Command& command);
    /// SET MANAGEMENT KEY. The caller has asked for an administrator.
    Answer set_key(const Command& command);

    void forget();

private:
    /// How the host proves the number that the card drew.
    enum class Proof { none, witness, response };

    Bytes ask(Proof proof, const Command& command);
    void check(Proof proof, ByteView shown, const Command& command);

    Chip& chip_;
    bool authenticated_ = false;
    Proof expected_ = Proof::none;
    Bytes number_;
    std::uint64_t asked_at_ = 0; // number of the APDU
};

} // namespace refcard::piv
