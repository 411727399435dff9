// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/bytes.hpp"
#include "card/base/date.hpp"
#include "card/crypto/public_key.hpp"

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace perso::people {

/// What a person signs with the staff card before acting: the action, what is decided for which numbers, when, and upon
/// which journal.
struct Statement {
    std::uint64_t version = 2;         ///< 1: of a time when the subjects were numbers alone
    std::string action;                ///< name of the command: "approve"
    std::string person;                ///< id
    std::vector<std::string> subjects; ///< words, each number before what was decided() about it; at most 20,000
    card::Time at{};
    std::array<std::uint8_t, 16> store{}; ///< which store
    std::array<std::uint8_t, 32> head{};  ///< of its journal at that time: a signature fits one place alone
    std::array<std::uint8_t, 16> nonce{}; ///< drawn

    friend bool operator==(const Statement&, const Statement&) = default;
};

/// "reason=lost": what is decided about the number before it among the subjects. A value that is no word of at most 64
/// characters, as a reference that somebody typed, stands there as its SHA-256 in hex.
std::string decided(std::string_view what, std::string_view value);

/// DER: SEQUENCE { INTEGER version, UTF8String action, UTF8String person, INTEGER at, OCTET STRING store, head, nonce,
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
