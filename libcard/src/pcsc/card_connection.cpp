// SPDX-License-Identifier: Apache-2.0
#include "card/pcsc/card_connection.hpp"

#include "codes.hpp"

namespace card::pcsc {

namespace {

/// More than two polls of the service for cards, 0.4 s each, and the second that pcsc-lite waits before it tells that a
/// driver found its reader gone.
constexpr std::uint32_t settling_time_ms = 2500;
constexpr std::size_t status_word_bytes = 2;
constexpr std::string_view reader_gone = "the reader is gone";

} // namespace

CardConnection::CardConnection(Context& context, const std::string& reader)
    : context_{context}, reader_{read_state(context, reader)}
{
    if (reader_.state == Reader::State::empty)
        throw Error{Errc::no_card, Step{"SCardConnect"}, "the reader is empty"};
    require_success(context_.scard().connect(context_.handle(), reader_.name, handle_, protocol_), "SCardConnect");
    try {
        require_same_insertion(); // the card may have been exchanged between both calls
    } catch (...) {
        context_.scard().disconnect(handle_, Disposition::reset);
        throw;
    }
}

CardConnection::~CardConnection()
{
    // After a failure nobody knows in which state which card is, unless another program just reset it.
    const bool reset = failure_ && failure_->code() != Errc::card_reset;
    context_.scard().disconnect(handle_, reset ? Disposition::reset : at_end_);
}

Bytes CardConnection::exchange(ByteView command)
{
    require_alive();
    Bytes response;
    check(context_.scard().transmit(handle_, protocol_, command, response));
    return answered(std::move(response));
}

Bytes CardConnection::exchange_by_reader(std::uint32_t request, ByteView input)
{
    require_alive();
    Bytes response;
    check(context_.scard().control(handle_, request, input, response));
    return answered(std::move(response));
}

std::optional<Bytes> CardConnection::ask_reader(std::uint32_t request)
{
    require_alive();
    Bytes answer;
    if (context_.scard().control(handle_, request, {}, answer) != Code::success)
        return std::nullopt;
    return answer;
}

/// What came as an answer of the card, if it is one and comes from the same card.
Bytes CardConnection::answered(Bytes response)
{
    if (response.empty()) // a pulled card: success without an answer
        lost(Errc::card_swapped, "the card stopped answering, yet there is one in the reader");
    if (response.size() < status_word_bytes)
        lost(Errc::reader_failed, "half a status word");
    require_same_insertion();
    return response;
}

void CardConnection::require_alive() const
{
    if (failure_)
        throw Error{*failure_};
}

void CardConnection::require_same_insertion()
{
    ReaderStatus status{.reader = reader_.name};
    const Code code = context_.scard().get_status_change(context_.handle(), 0, {&status, 1});
    if (code != Code::success && code != Code::timeout)
        check(code);
    require_reader(code, status);
    if ((status.event & state_bits::present) == 0)
        fail(Errc::card_removed, "the reader is empty");
    if (inserted_since(status))
        fail(Errc::card_swapped, "a card was inserted since this connection began");
}

void CardConnection::check(Code code)
{
    switch (code) {
    case Code::success:
        return;
    case Code::no_smartcard:
    case Code::removed_card:
    case Code::unpowered_card:
    case Code::not_transacted:
        lost(Errc::card_swapped, "the card stopped answering, yet there is one in the reader");
    case Code::proto_mismatch: // pcsc-lite 1.9: between a reset and the choice of the protocol that follows it
        fail(Errc::card_reset, describe("PC/SC", code));
    case Code::comm_error:         // of the reader, or of the service that ended in the middle of its answer
    case Code::security_violation: // or before it
    case Code::invalid_handle:
        lost(Errc::reader_failed, describe("PC/SC", code));
    case Code::unknown_reader:
    case Code::reader_unavailable:
        fail(Errc::reader_failed, reader_gone);
    default:
        fail(errc_for(code), describe("PC/SC", code));
    }
}

/// The card no longer answers. The service notices a removal later than a command does, so what happened shows
/// only after a while: an empty reader, another insertion, or a card that was there all the time.
void CardConnection::lost(Errc if_present, std::string_view sentence)
{
    ReaderStatus status{.reader = reader_.name, .known = reader_.raw_state};
    const Code code = context_.scard().get_status_change(context_.handle(), settling_time_ms, {&status, 1});
    if (is_service_gone(code))
        fail(Errc::service_unavailable, "the PC/SC service ended");
    require_reader(code, status);
    if ((status.event & state_bits::present) == 0)
        fail(Errc::card_removed, "the card stopped answering and is gone");
    if (inserted_since(status))
        fail(Errc::card_swapped, "a card was inserted since this connection began");
    fail(if_present, sentence);
}

/// A card that is gone with its reader was not taken out by anybody.
void CardConnection::require_reader(Code code, const ReaderStatus& status)
{
    if (code == Code::unknown_reader || (status.event & (state_bits::unknown | state_bits::unavailable)) != 0)
        fail(Errc::reader_failed, reader_gone);
}

bool CardConnection::inserted_since(const ReaderStatus& status) const
{
    return static_cast<std::uint16_t>(status.event >> 16) != reader_.event_counter();
}

void CardConnection::fail(Errc code, std::string_view sentence)
{
    failure_ = Error{code, sentence};
    throw Error{*failure_};
}

Transaction::Transaction(CardConnection& connection) : connection_{connection}
{
    connection_.require_alive();
    connection_.check(connection_.context_.scard().begin_transaction(connection_.handle_));
}

Transaction::~Transaction()
{
    // Whatever it answers: a dead connection has no transaction any more.
    connection_.context_.scard().end_transaction(connection_.handle_, Disposition::leave);
}

} // namespace card::pcsc
