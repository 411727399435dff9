// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "references.hpp"

namespace refcard {

/// The commands on PIN and PUK, and what the holder proved by them. [800-73-4] part 2 §3.2.1 to §3.2.3
class PinCommands {
public:
    explicit PinCommands(Chip& chip) : chip_{chip}, references_{chip} {}

    Answer verify(const Command& command);
    Answer change_reference_data(const Command& command);
    Answer reset_retry_counter(const Command& command);
    /// SET PIN RETRIES of cards of other makes. The caller has asked for an administrator.
    Answer set_retries(const Command& command);

    bool verified() const { return verified_; }

    /// The command before this one was the VERIFY that succeeded; no other command came between.
    bool verified_just_before(const Command& command) const;

    void forget() { verified_ = false; }

private:
    void set_by_issuer(const Command& command);

    Chip& chip_;
    References references_;
    bool verified_ = false;
    std::uint64_t verified_at_ = 0; // number of the APDU
};

} // namespace refcard
