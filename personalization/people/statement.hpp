// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/bytes.hpp"
#include "card/base/date.hpp"
#include "card/crypto/public_key.hpp"

#include <array>
#include <string>
#include <vector>

namespace perso::people {

/// What a person signs with the staff card before acting: the action, for which numbers, when, and upon which journal.
struct Statement {
    std::string action;                ///< name of the command: "approve"
    std::string person;                ///< id
    std::vector<std::string> subjects; ///< numbers of applications or documents; at most 10,000
    card::Time at{};
    std::array<std::uint8_t, 16> store{}; ///< which store
    std::array<std::uint8_t, 32> head{};  ///< of its journal at that time: a signature fits one place alone
    std::array<std::uint8_t, 16> nonce{}; ///< drawn

    friend bool operator==(const Statement&, const Statement&) = default;
};

/// DER: SEQUENCE { INTEGER 1, UTF8String action, UTF8String person, INTEGER at, OCTET STRING store, head, nonce,
/// SEQUENCE OF UTF8String subjects }.
card::Bytes encode(const Statement& statement);

/// Throws malformed_tlv, malformed_data for anything but that.
Statement parse_statement(card::ByteView der);

/// What the card signs: the digest of a prefix of its own and the statement. Nothing that another protocol has a card
/// sign begins so.
card::Bytes statement_digest(card::ByteView statement, card::crypto::Hash hash);

/// Whether this key signed the statement, with the hash that belongs to the key.
bool is_signed(const card::crypto::PublicKey& key, card::ByteView statement, card::ByteView signature);

} // namespace perso::people
