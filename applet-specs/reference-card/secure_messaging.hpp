// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apdu.hpp"
#include "command.hpp"
#include "session_keys.hpp"

namespace refcard {

/// The chip's end of AES secure messaging. [9303-11] §9.8
///
/// One session: the send sequence counter starts at zero and is raised before each command and each response.
class SecureMessaging {
public:
    /// `send_sequence_counter` is other than zero only when a recorded session is replayed.
    explicit SecureMessaging(SessionKeys keys, ByteView send_sequence_counter = {});

    /// Checks, decrypts and strips one command. Throws Refusal{sm_objects_missing or sm_objects_wrong}; the session
    /// must not be used after that.
    Command unwrap(const Apdu& apdu);

    /// The data field of the protected response.
    Bytes wrap(const Answer& answer);

    bool holder_consented() const { return keys_.holder_consented; }

private:
    void count();
    Bytes initial_vector() const;
    Bytes mac(ByteView message) const;

    SessionKeys keys_;
    Bytes ssc_;
    bool odd_instruction_ = false; // of the command being answered: its data travel in DO 85
};

} // namespace refcard
