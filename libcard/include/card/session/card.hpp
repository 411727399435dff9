// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/log_sink.hpp"
#include "card/pcsc/card_connection.hpp"
#include "card/session/detect.hpp"
#include "card/session/verification.hpp"

#include <memory>

namespace card::session {

/// One card in one reader, for as long as it stays there: the facade that the programs use.
class CARD_API Card {
public:
    /// Connects to the card in the reader whose name contains `reader_part`, or, if that is empty, to the only card.
    /// `trace` receives one masked line per APDU. Throws no_reader, reader_not_found, reader_ambiguous, no_card and
    /// what pcsc::CardConnection throws. The context must outlive the card.
    Card(pcsc::Context& context, std::string_view reader_part, LogSink trace = {});
    ~Card();
    Card(Card&&) noexcept;
    Card& operator=(Card&&) noexcept;

    const std::string& reader() const;
    const Bytes& atr() const;

    /// See session::detect.
    Detected detect(const profile::Profile& profile = profile::builtin());

    /// See session::verify; all of it within one transaction.
    Verification verify(const VerificationRequest& request, const Progress& progress = {});

    /// Signature by the authentication key 9A over a digest of SHA-256 or, by its length, SHA-384, checked against the
    /// public key of the slot's certificate: SEQUENCE { r, s } for EC, whose keys take the digest of their own length
    /// alone, or PKCS#1 v1.5. The card forgets the PIN afterwards.
    /// Throws malformed_data for another digest, pin_format, pin_wrong with the tries left, pin_blocked, pin_last_try
    /// (nothing was sent), file_not_found (no PKI application or no certificate), crypto_failed if the signature is not
    /// by that key.
    Bytes sign_with_9a(ByteView pin, ByteView digest, const profile::Profile& profile = profile::builtin());

    /// For what this facade does not offer.
    iso7816::Transport& transport();

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace card::session
