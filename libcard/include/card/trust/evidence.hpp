// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/bytes.hpp"
#include "card/base/date.hpp"
#include "card/base/errc.hpp"
#include "card/crypto/public_key.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace card::trust {

/// What reading one file gave.
struct FileReading {
    enum class Status {
        not_tried,
        read,
        absent,    ///< 6A82
        denied,    ///< 6982
        malformed, ///< answered through an intact channel, but no whole data object or longer than the profile allows
        failed,    ///< anything else; the card broke off
        withheld,  ///< read, but evidence was saved with its hash alone
    };
    Status status = Status::not_tried;
    Bytes content;                            ///< if read
    crypto::Hash hash = crypto::Hash::sha256; ///< if withheld: that of EF.SOD
    Bytes digest = {};                        ///< if withheld

    static FileReading of(Bytes content) { return {Status::read, std::move(content)}; }

    bool was_read() const { return status == Status::read; }

    friend bool operator==(const FileReading&, const FileReading&) = default;
};

/// How the session was opened.
enum class AccessProtocol { none, pace_can, pace_mrz };

/// The chip's key as evidence names it. It is compared with those of DG14 and never calculated with: that it lies on
/// the curve is not looked at.
struct ChipKey {
    crypto::Curve curve{};
    Bytes point; ///< 04 | X | Y

    static ChipKey of(const crypto::Point& key) { return {key.curve(), key.encode()}; }

    bool is(const crypto::Point& key) const { return key.curve() == curve && key.encode() == point; }

    friend bool operator==(const ChipKey&, const ChipKey&) = default;
};

/// Chip Authentication as the session saw it.
struct ChipProof {
    enum class Result {
        not_tried,
        passed,      ///< one answer under the new keys was received
        failed,      ///< the chip answered, but not with the key
        interrupted, ///< no answer: removed, reset, mute
    };
    Result result = Result::not_tried;
    std::optional<ChipKey> key; ///< the key that was used

    friend bool operator==(const ChipProof&, const ChipProof&) = default;
};

/// What PACE with chip authentication mapping left: its data and the mapping key that they explain.
/// [9303-11] §4.4.3.5
struct MappingProof {
    crypto::Point pk_map_ic;
    Bytes ca_ic;

    friend bool operator==(const MappingProof&, const MappingProof&) = default;
};

/// A fresh challenge signed by a key of the PKI application.
struct SlotProof {
    enum class Result {
        not_tried,
        answered,    ///< `signature` is the card's answer
        refused,     ///< a status word or nothing usable instead of a signature, or no PKI application
        interrupted, ///< no answer: removed, reset, mute
    };
    Result result = Result::not_tried;
    std::uint8_t slot = 0;                ///< 9E or 9A
    std::optional<crypto::PublicKey> key; ///< from the slot's certificate
    crypto::Hash hash = crypto::Hash::sha256;
    Bytes challenge_digest;          ///< by `hash`
    Bytes signature;                 ///< as crypto::verify_signature takes it
    std::optional<Bytes> nonce = {}; ///< if the digest is that of the evidence itself: see trust/challenge.hpp

    friend bool operator==(const SlotProof&, const SlotProof&) = default;
};

/// Who saw the card, as saved evidence says it.
struct Witness {
    std::string counter; ///< the name of the counter, UTF-8; may be empty
    std::string program; ///< "idcard 1.0.0"
    Time time{};         ///< by the counter's clock

    friend bool operator==(const Witness&, const Witness&) = default;
};

/// All that a counter saw of one card, as input of the verdict.
struct Evidence {
    AccessProtocol access = AccessProtocol::none;
    FileReading card_access;
    FileReading sod;
    std::optional<Bytes> mrz_digest;        ///< SHA-1 of the MRZ information, if this opened the session
    std::map<unsigned, FileReading> groups; ///< by number; those missing here were not tried
    std::optional<MappingProof> mapping;    ///< if the session was opened with it; then there is no Chip Authentication
    FileReading card_security;              ///< only needed with `mapping`
    ChipProof chip;
    SlotProof binding;                 ///< by 9E
    SlotProof holder;                  ///< by 9A, after the PIN
    std::optional<Errc> pin_problem;   ///< why 9A was not asked: pin_wrong, pin_blocked, pin_last_try, pin_absent, ...
    std::optional<unsigned> pin_tries; ///< left after pin_wrong
    std::optional<Witness> witness;    ///< of evidence that is saved
    Bytes challenge;                   ///< a relying party's, part of what the slots sign; may be empty

    friend bool operator==(const Evidence&, const Evidence&) = default;
};

} // namespace card::trust
