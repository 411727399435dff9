// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "errors.hpp"

#include "card/iso7816/chaining.hpp"
#include "card/iso7816/plain_channel.hpp"
#include "card/pcsc/card_connection.hpp"
#include "card/piv/application.hpp"

#include <concepts>
#include <memory>
#include <optional>
#include <string>

namespace p11 {

/// One insertion of one of our cards: a shared connection, one short transaction per operation.
///
/// Other programs use the same card between our transactions. Whatever they did to it shows as a reset or as one of a
/// few status words; then the PKI application is selected again and the operation repeated, once. Each SELECT tells the
/// card's GUID, so another card is noticed before it gets a command of ours.
class TokenCard {
public:
    using Channel = card::iso7816::Channel;

    /// Connects and sends one SELECT, or none if the ATR already tells that the card is none of ours. Throws
    /// card_unknown, and what card::pcsc throws. The context must outlive the card.
    TokenCard(card::pcsc::Context& context, std::string reader);

    const card::piv::Guid& guid() const noexcept { return guid_; }

    /// Disconnects until the next operation, which then begins with SELECT.
    void release() noexcept { link_.reset(); }

    /// Disconnects and resets the card: what was proven to it is forgotten, whether it likes to or not.
    void reset() noexcept;

    /// Sends the operation first; what another program may have changed, SELECT mends.
    template <std::invocable<Channel&> Operation>
    auto perform(Operation operation)
    {
        try {
            if (link_ && link_->connection.alive()) {
                const card::pcsc::Transaction transaction{link_->connection};
                return operation(link_->channel);
            }
        } catch (const card::Error& error) {
            if (!mended_by_select(error))
                throw;
        }
        return perform_selected(operation);
    }

    /// Selects first: for a PIN, which nobody but this card and this application may see.
    template <std::invocable<Channel&> Operation>
    auto perform_selected(Operation operation)
    {
        std::optional<card::pcsc::Transaction> transaction;
        begin_selected(transaction);
        return operation(link_->channel);
    }

private:
    struct Link {
        Link(card::pcsc::Context& context, const std::string& reader) : connection{context, reader} {}

        card::pcsc::CardConnection connection;
        card::iso7816::PlainChannel plain{connection};
        card::iso7816::ChainingChannel channel{plain}; ///< an RSA block is longer than a short command
    };

    static bool mended_by_select(const card::Error& error);
    void begin_selected(std::optional<card::pcsc::Transaction>& transaction);
    void select_same_card();

    card::pcsc::Context& context_;
    std::string reader_;
    std::unique_ptr<Link> link_; ///< none after release, and while a connection is replaced
    card::piv::Guid guid_{};
};

} // namespace p11
