// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/gp/scp03.hpp"
#include "card/iso7816/select.hpp"

#include <optional>
#include <vector>

/// The issuer security domain and its commands. [GP] §11
namespace card::gp {

/// Card life cycle states. [GP] Table 11-6
enum class LifeCycle : std::uint8_t {
    op_ready = 0x01,
    initialized = 0x07,
    secured = 0x0F,
    card_locked = 0x7F,
    terminated = 0xFF,
};

/// One key of a key information template. [GP] §11.3.3.1
struct KeyInformation {
    std::uint8_t id = 0;
    Kvn kvn;
    std::uint8_t type = 0; ///< 88: AES. [GP] Table 11-16
    std::size_t size = 0;  ///< bytes

    friend bool operator==(const KeyInformation&, const KeyInformation&) = default;
};

/// GET DATA 00E0, readable without a session. [GP] §11.3 Throws response_malformed.
CARD_API std::vector<KeyInformation> key_information(iso7816::Channel& card);
CARD_API std::vector<KeyInformation> decode_key_information(ByteView data);

/// PUT KEY: replaces the whole key set `old_kvn` (the new keys travel under Key-DEK), and compares the check values
/// that the card answers: key_check_failed. [GP] §11.8, [GP-D] §7.2
CARD_API void put_key(Scp03Channel& card, Kvn old_kvn, Kvn new_kvn, const KeySet& keys);

/// DELETE of an application. [GP] §11.2 Throws file_not_found if the card has none of this AID.
CARD_API void delete_application(Scp03Channel& card, const iso7816::Aid& application);

/// SET STATUS of the card itself. [GP] §11.10
CARD_API void set_status(Scp03Channel& card, const iso7816::Aid& security_domain, LifeCycle state);

/// GET STATUS of the issuer security domain: the card's state. [GP] §11.4 Throws response_malformed.
CARD_API LifeCycle get_status(Scp03Channel& card, const iso7816::Aid& security_domain);
CARD_API LifeCycle decode_status(ByteView data, const iso7816::Aid& security_domain);

/// What the answer to SELECT of the issuer security domain tells of the card's state, 6F { 84, A5 { 9F70 } }: nothing
/// protects it, and cards of other makers tell nothing. Throws response_malformed.
CARD_API std::optional<LifeCycle> life_cycle_told(ByteView select_answer);

} // namespace card::gp
