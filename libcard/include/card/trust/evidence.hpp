// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/bytes.hpp"
#include "card/base/errc.hpp"
#include "card/crypto/ec.hpp"

#include <cstdint>
#include <map>
#include <optional>

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
    };
    Status status = Status::not_tried;
    Bytes content; ///< if read

    static FileReading of(Bytes content) { return {Status::read, std::move(content)}; }

    bool was_read() const { return status == Status::read; }
};

/// How the session was opened.
enum class AccessProtocol { none, pace_can, pace_mrz };

/// Chip Authentication as the session saw it.
struct ChipProof {
    enum class Result {
        not_tried,
        passed,      ///< one answer under the new keys was received
        failed,      ///< the chip answered, but not with the key
        interrupted, ///< no answer: removed, reset, mute
    };
    Result result = Result::not_tried;
    std::optional<crypto::Point> key; ///< the key that was used
};

/// A fresh challenge signed by a key of the PKI application.
struct BindingProof {
    enum class Result {
        not_tried,
        answered,    ///< `signature` is the card's answer
        refused,     ///< a status word or nothing usable instead of a signature, or no PKI application
        interrupted, ///< no answer: removed, reset, mute
    };
    Result result = Result::not_tried;
    std::uint8_t slot = 0;            ///< 9E or 9A
    std::optional<crypto::Point> key; ///< from the slot's certificate
    Bytes challenge_digest;           ///< SHA-256 of the challenge
    Bytes signature;                  ///< DER, ECDSA
};

/// All that a counter saw of one card, as input of the verdict.
struct Evidence {
    AccessProtocol access = AccessProtocol::none;
    FileReading card_access;
    FileReading sod;
    std::map<unsigned, FileReading> groups; ///< by number; those missing here were not tried
    ChipProof chip;
    BindingProof binding;
};

} // namespace card::trust
