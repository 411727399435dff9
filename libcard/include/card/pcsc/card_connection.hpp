// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/error.hpp"
#include "card/iso7816/transport.hpp"
#include "card/pcsc/reader.hpp"

namespace card::pcsc {

/// One insertion of one card, as a Transport.
///
/// PC/SC may keep answering through an old handle after the card was pulled (success with no bytes) or exchanged
/// (another card answers, and no warning is given). Therefore the first failure ends the connection for good: every
/// later call throws the same error, and what follows needs a new connection that identifies its card anew. After
/// each exchange the reader's event counter is compared, too.
class CARD_API CardConnection : public iso7816::Transport {
public:
    /// Connects to the card in the reader of this name. Throws no_card, card_mute, card_swapped, reader_not_found,
    /// reader_failed, service_unavailable. The context must outlive the connection.
    CardConnection(Context& context, const std::string& reader);
    /// Disconnects: the card keeps its state after success unless reset_at_end was called; it is reset after failure.
    ~CardConnection() override;
    CardConnection(const CardConnection&) = delete;
    CardConnection& operator=(const CardConnection&) = delete;

    /// Throws card_removed, card_swapped, card_reset, reader_failed, service_unavailable.
    Bytes exchange(ByteView command) override;

    /// A request to the reader that makes it talk to the card. Throws as exchange.
    Bytes exchange_by_reader(std::uint32_t request, ByteView input);
    /// A question to the reader alone; nothing when it refuses, which leaves the connection as it is.
    std::optional<Bytes> ask_reader(std::uint32_t request);

    const std::string& reader() const noexcept { return reader_.name; }

    const Bytes& atr() const noexcept { return reader_.atr; }

    bool alive() const noexcept { return !failure_; }

    /// The card is reset when the connection ends, so that no PIN state or channel outlives it.
    void reset_at_end() noexcept { at_end_ = Disposition::reset; }

private:
    friend class Transaction;
    void require_alive() const;
    Bytes answered(Bytes response);
    void require_same_insertion();
    void check(Code code);
    void require_reader(Code code, const ReaderStatus& status);
    bool inserted_since(const ReaderStatus& status) const;
    [[noreturn]] void lost(Errc if_present, std::string_view sentence);
    [[noreturn]] void fail(Errc code, std::string_view sentence);

    Context& context_;
    Reader reader_; ///< as it was when the connection began
    CardHandle handle_ = 0;
    std::uint32_t protocol_ = 0;
    Disposition at_end_ = Disposition::leave;
    std::optional<Error> failure_;
};

/// While it lives, no other program's command reaches the card. Never held while waiting for a human.
class CARD_API Transaction {
public:
    /// Throws as CardConnection::exchange.
    explicit Transaction(CardConnection& connection);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

private:
    CardConnection& connection_;
};

} // namespace card::pcsc
