// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/iso7816/transport.hpp"

#include <functional>

namespace test {

/// What a faulty transport does instead of, or after, the one exchange.
enum class Fault {
    removed_before, ///< the command never reaches the card: card_removed
    removed_after,  ///< the card executed the command, its answer is lost: card_removed
    empty,          ///< an answer without a status word
    one_byte,       ///< half a status word
    truncated,      ///< the first half of the answer
};

/// A transport around a transport that breaks one exchange. After a removal every later exchange fails, too.
class FaultyTransport : public card::iso7816::Transport {
public:
    /// `at` counts exchanges from 0.
    FaultyTransport(card::iso7816::Transport& below, std::size_t at, Fault fault)
        : below_{below}, at_{at}, fault_{fault}
    {
    }

    card::Bytes exchange(card::ByteView command) override;

    /// Exchanges tried so far.
    std::size_t count() const { return count_; }

private:
    card::iso7816::Transport& below_;
    std::size_t at_;
    Fault fault_;
    std::size_t count_ = 0;
    bool removed_ = false;
};

/// A card that is a function from command to answer.
class FunctionTransport : public card::iso7816::Transport {
public:
    explicit FunctionTransport(std::function<card::Bytes(card::ByteView)> card) : card_{std::move(card)} {}

    card::Bytes exchange(card::ByteView command) override { return card_(command); }

private:
    std::function<card::Bytes(card::ByteView)> card_;
};

} // namespace test
