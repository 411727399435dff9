// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/log_sink.hpp"
#include "card/iso7816/transport.hpp"

namespace card::iso7816 {

/// How much of an APDU a trace shows.
enum class Masking {
    bodies, ///< header, lengths and status words only: no PIN, no personal data
    none,   ///< every byte; for development cards
};

/// A transport around a transport that writes each APDU as a line: `> 00 20 00 80 (8 bytes)`, `< (0 bytes) 9000`.
class CARD_API TracingTransport : public Transport {
public:
    /// The transport below must outlive this one.
    TracingTransport(Transport& below, LogSink sink, Masking masking = Masking::bodies);

    Bytes exchange(ByteView command) override;

private:
    Transport& below_;
    LogSink sink_;
    Masking masking_;
};

} // namespace card::iso7816
