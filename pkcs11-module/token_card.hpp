// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "errors.hpp"

#include "card/iso7816/chaining.hpp"
#include "card/iso7816/plain_channel.hpp"
#include "card/pcsc/card_connection.hpp"
#include "card/pcsc/pin_pad.hpp"
#include "card/piv/application.hpp"

#include <chrono>
#include <concepts>
#include <memory>
#include <optional>
#include <string>

namespace p11 {

/// One insertion of one card with a PIV application: a shared connection, one short transaction per operation.
///
/// Other programs use the same card between our transactions. Whatever they did to it shows as a reset or as one of a
/// few status words; then the PIV application is selected again and the operation repeated, once. The service counts
/// insertions and our cards tell their GUID in the answer to SELECT, so another card never gets a command of ours.
class TokenCard {
public:
    using Channel = card::iso7816::Channel;

    /// Connects and sends one SELECT. Throws card_unknown, and what card::pcsc throws. The context must outlive the
    /// card.
    TokenCard(card::pcsc::Context& context, std::string reader);

    /// What the answer to SELECT told. Only our cards tell GUID and change counter.
    const card::piv::Selected& selected() const noexcept { return selected_; }

    /// Disconnects until the next operation.
    void release() noexcept
    {
        end_hold();
        link_.reset();
    }

    /// For an operation: other programs stay away from the card after it, too, until end_hold() or the end of the
    /// connection.
    void hold() { held_.emplace(link_->connection); }

    bool held() const noexcept { return held_.has_value(); }

    void end_hold() noexcept { held_.reset(); }

    /// Whether the reader takes the PIN by itself. Costs the card nothing. Throws what tells nothing about the reader.
    bool has_pin_pad();
    /// For an operation: the way for a command whose PIN the holder types into the reader. Throws reader_failed without
    /// a PIN pad.
    card::pcsc::PinPad pin_pad(const card::pcsc::PinBlock& typed);

    /// Disconnects and resets the card: what was proven to it is forgotten, whether it likes to or not.
    void reset() noexcept;

    /// Sends the operation first; what another program may have changed, SELECT mends.
    template <std::invocable<Channel&> Operation>
    auto perform(Operation operation)
    {
        try {
            connect();
            if (link_->connection.alive()) {
                select_is_recent_ = false;
                const card::pcsc::Transaction transaction{link_->connection};
                return operation(link_->channel);
            }
        } catch (const card::Error& error) {
            if (!mended_by_select(error))
                throw;
        }
        return perform_selected(operation);
    }

    /// Selects first.
    template <std::invocable<Channel&> Operation>
    auto perform_selected(Operation operation)
    {
        std::optional<card::pcsc::Transaction> transaction;
        begin_selected(transaction);
        return operation(link_->channel);
    }

    /// For a PIN, which this application alone may see: selects first, unless the application answered a moment ago.
    /// What is sent first must be a question that tells another application by its answer.
    template <std::invocable<Channel&> Operation>
    auto perform_with_pin(Operation operation)
    {
        return answered_a_moment_ago() ? perform(operation) : perform_selected(operation);
    }

    /// For an operation, before it believes an answer which another application gives as well, such as that there is no
    /// such object: makes perform() select and repeat, unless SELECT came first in this transaction. Throws
    /// file_not_found.
    void believe_only_after_select() const;

    /// For an operation that got an answer which only the PIV application gives.
    void application_answered() noexcept { answered_at_ = std::chrono::steady_clock::now(); }

private:
    struct Link {
        Link(card::pcsc::Context& context, const std::string& reader, card::iso7816::Limits limits)
            : connection{context, reader}, plain{connection, limits}
        {
        }

        card::pcsc::CardConnection connection;
        card::iso7816::PlainChannel plain;
        card::iso7816::ChainingChannel channel{plain}; ///< an RSA block is longer than a short command
    };

    bool answered_a_moment_ago() const;
    bool mended_by_select(const card::Error& error);
    void connect();
    template <std::invocable First>
    void begin(std::optional<card::pcsc::Transaction>& transaction, First first);
    void begin_selected(std::optional<card::pcsc::Transaction>& transaction);
    void select_same_card();

    card::pcsc::Context& context_;
    std::string reader_;
    card::iso7816::Limits limits_ = {};
    std::unique_ptr<Link> link_;                  ///< none after release, and while a connection is replaced
    std::optional<card::pcsc::Transaction> held_; ///< around those of single operations
    std::optional<bool> has_pin_pad_;             ///< once the reader was asked
    std::uint16_t insertion_ = 0;                 ///< the service's count of events when the card was met
    card::piv::Selected selected_;
    bool select_is_recent_ = false; ///< nothing of another program came between SELECT and now
    std::chrono::steady_clock::time_point answered_at_;
};

} // namespace p11
