// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "key_ids.hpp"
#include "module.hpp"

#include "card/base/bytes.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace test {

/// A copy of the issued card that the test run prepared ($CARD_ISSUED: card.image and letters/), in the virtual reader.
class IssuedCard {
public:
    /// `options` go to the reference card.
    explicit IssuedCard(const std::string& options = "");
    ~IssuedCard();
    IssuedCard(const IssuedCard&) = delete;
    IssuedCard& operator=(const IssuedCard&) = delete;

    void eject();
    void insert();

    /// The card left by itself, by a fault: there is nothing to eject.
    void expect_gone() { inserted_ = false; }

private:
    std::string image_;
    bool inserted_ = false;
};

/// From the letter of the issued card: "PIN", "PUK", "CAN".
std::string letter(const std::string& field);

/// The folder that $CARD_ISSUED names.
std::filesystem::path issued();

/// Another program that uses the card in the reader: sends one command, given in hex, and goes. Returns the answer.
card::Bytes foreign_command(const std::string& hex);
/// Another program that resets the card.
void foreign_reset();
/// Whether another program, on the card after a reset, is told of all three tries of the PIN.
bool all_tries_left();

/// The slots with a token, as the application is told.
std::vector<CK_SLOT_ID> tokens(const LoadedModule& module);

/// An open session with the only token.
class Session {
public:
    explicit Session(const LoadedModule& module, CK_FLAGS flags = 0);

    operator CK_SESSION_HANDLE() const noexcept { return handle_; }

    CK_RV login(const std::string& pin) const;
    CK_STATE state() const;
    std::vector<CK_OBJECT_HANDLE> find(std::optional<CK_OBJECT_CLASS> object_class = std::nullopt) const;
    /// The only object of its class with this CKA_ID, which must be in sight.
    CK_OBJECT_HANDLE only(CK_OBJECT_CLASS object_class, std::uint8_t id = id_9a) const;
    card::Bytes attribute(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type) const;
    /// An attribute that is a CK_ULONG.
    CK_ULONG number(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type) const;
    /// The PIN for the operation in progress.
    CK_RV login_again(const std::string& pin) const;
    /// SignInit and Sign with CKM_ECDSA_SHA256.
    CK_RV sign(CK_OBJECT_HANDLE key, const std::string& message, card::Bytes& signature) const;
    /// Whether the public key with this CKA_ID verifies it.
    bool verifies(const std::string& message, const card::Bytes& signature, std::uint8_t id = id_9a) const;

private:
    CK_RV login_as(CK_USER_TYPE user, std::string pin) const;

    const LoadedModule& module_;
    CK_SESSION_HANDLE handle_ = 0;
};

} // namespace test
