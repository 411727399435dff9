// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/bytes.hpp"

#include <span>
#include <string>
#include <vector>

/// A thin interface over the SCard* functions, one method each, without a type of winscard.h: the second seam at which
/// faults are tested. Everything above it is the same for the system and for a scripted fake.
namespace card::pcsc {

/// What an SCard* function returned, as pcsc-lite names it.
enum class Code : std::uint32_t {
    success = 0,
    cancelled = 0x80100002,           ///< SCARD_E_CANCELLED
    invalid_handle = 0x80100003,      ///< SCARD_E_INVALID_HANDLE
    no_memory = 0x80100006,           ///< SCARD_E_NO_MEMORY
    insufficient_buffer = 0x80100008, ///< SCARD_E_INSUFFICIENT_BUFFER
    unknown_reader = 0x80100009,      ///< SCARD_E_UNKNOWN_READER
    timeout = 0x8010000A,             ///< SCARD_E_TIMEOUT
    sharing_violation = 0x8010000B,   ///< SCARD_E_SHARING_VIOLATION
    no_smartcard = 0x8010000C,        ///< SCARD_E_NO_SMARTCARD
    proto_mismatch = 0x8010000F,      ///< SCARD_E_PROTO_MISMATCH
    comm_error = 0x80100013,          ///< SCARD_F_COMM_ERROR
    not_transacted = 0x80100016,      ///< SCARD_E_NOT_TRANSACTED
    reader_unavailable = 0x80100017,  ///< SCARD_E_READER_UNAVAILABLE
    no_service = 0x8010001D,          ///< SCARD_E_NO_SERVICE
    service_stopped = 0x8010001E,     ///< SCARD_E_SERVICE_STOPPED
    unsupported_feature = 0x8010001F, ///< SCARD_E_UNSUPPORTED_FEATURE
    no_readers = 0x8010002E,          ///< SCARD_E_NO_READERS_AVAILABLE
    unresponsive_card = 0x80100066,   ///< SCARD_W_UNRESPONSIVE_CARD
    unpowered_card = 0x80100067,      ///< SCARD_W_UNPOWERED_CARD
    reset_card = 0x80100068,          ///< SCARD_W_RESET_CARD
    removed_card = 0x80100069,        ///< SCARD_W_REMOVED_CARD
    /// SCARD_W_SECURITY_VIOLATION. The service closed the connection before it answered: pcsc-lite takes that for a
    /// refusal, as Polkit's, but it does so, too, when it ends.
    security_violation = 0x8010006A,
};

/// What to do with the card when a connection or transaction ends.
enum class Disposition : std::uint32_t { leave = 0, reset = 1, unpower = 2 };

/// Bits of a reader's state; the upper 16 bits count its events.
namespace state_bits {
inline constexpr std::uint32_t unaware = 0x0000;
inline constexpr std::uint32_t unknown = 0x0004;
inline constexpr std::uint32_t unavailable = 0x0008;
inline constexpr std::uint32_t empty = 0x0010;
inline constexpr std::uint32_t present = 0x0020;
inline constexpr std::uint32_t exclusive = 0x0080;
inline constexpr std::uint32_t in_use = 0x0100;
inline constexpr std::uint32_t mute = 0x0200;
} // namespace state_bits

/// One entry of SCardGetStatusChange.
struct ReaderStatus {
    std::string reader;
    std::uint32_t known = state_bits::unaware; ///< dwCurrentState
    std::uint32_t event = 0;                   ///< dwEventState
    Bytes atr;
};

/// The reader whose status changes when readers come and go.
inline constexpr const char* reader_list_changes = "\\\\?PnP?\\Notification";

using ContextHandle = long;
using CardHandle = long;

class CARD_API SCard {
public:
    virtual ~SCard() = default;

    virtual Code establish_context(ContextHandle& context) = 0;
    virtual Code release_context(ContextHandle context) = 0;
    virtual Code list_readers(ContextHandle context, std::vector<std::string>& readers) = 0;
    /// Waits until a state differs from `known`, at most `timeout_ms`.
    virtual Code get_status_change(
        ContextHandle context, std::uint32_t timeout_ms, std::span<ReaderStatus> readers) = 0;
    /// May be called from another thread than the one that waits in get_status_change.
    virtual Code cancel(ContextHandle context) = 0;
    /// Shared, T=0 or T=1; `protocol` receives the one chosen.
    virtual Code connect(
        ContextHandle context, const std::string& reader, CardHandle& card, std::uint32_t& protocol) = 0;
    virtual Code disconnect(CardHandle card, Disposition disposition) = 0;
    virtual Code begin_transaction(CardHandle card) = 0;
    virtual Code end_transaction(CardHandle card, Disposition disposition) = 0;
    virtual Code transmit(CardHandle card, std::uint32_t protocol, ByteView command, Bytes& response) = 0;
    /// A request to the reader or its driver. An answer is at most 264 bytes long.
    virtual Code control(CardHandle card, std::uint32_t request, ByteView input, Bytes& output) = 0;
};

/// The PC/SC service of this machine.
CARD_API SCard& system_scard();

} // namespace card::pcsc
