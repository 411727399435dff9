// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/iso7816/transport.hpp"

// of the reference card
#include "card.hpp"

#include <functional>
#include <memory>
#include <optional>

/// A reference card in this process whose supply can fail at any exchange.
namespace test {

/// The power of the whole office fails: nothing of the station may catch it, and nothing it has in memory is left.
struct PowerFailed {};

/// Where in an exchange the supply fails.
enum class Cut {
    before_delivery, ///< the card never sees the command
    answer_lost,     ///< the card has executed it, the station never hears of it
    half_an_answer,  ///< the station hears the first half of the answer
};

/// Whether the station dies with the card, or sees it pulled out and goes on.
enum class Station { dies, lives };

struct CutPoint {
    std::size_t exchange = 0; ///< counted from 1 since the card was last powered
    Cut cut = Cut::before_delivery;
    Station station = Station::dies;
};

class PoweredCard : public card::iso7816::Transport {
public:
    /// A blank card with that chip serial. `assumes_le`: commands without Le are answered like those with Le 00.
    explicit PoweredCard(
        std::uint32_t serial, refcard::Profile profile = refcard::Profile::builtin(), bool assumes_le = false);
    explicit PoweredCard(
        const refcard::Image& image, refcard::Profile profile = refcard::Profile::builtin(), bool assumes_le = false);

    /// What is volatile is gone; no cut is set any more.
    void power_up();

    /// As a reader does between two connections: what is volatile is gone, exchanges are counted on.
    void reset();

    void cut_at(const CutPoint& point) { cut_ = point; }

    /// Told of each exchange that the card answered.
    std::function<void(card::ByteView command, card::ByteView answer)> watch;

    /// Without supply: card_removed.
    card::Bytes exchange(card::ByteView command) override;

    /// Since power_up().
    std::size_t exchanges() const { return exchanges_; }

    const refcard::Image& image() const { return memory_.image(); }

    /// Everything that the card keeps but its counter of sessions, which every look at it raises.
    refcard::Bytes content() const;

    /// Changes the memory behind the card's back.
    void change(const std::function<void(refcard::Image&)>& edit) { memory_.update(edit); }

    /// Instructions that the card executed since power_up().
    const std::vector<std::uint8_t>& instructions() const { return instructions_; }

protected:
    /// What the chip answers; cards of other makes have their own way.
    virtual card::Bytes process(card::ByteView command);

    /// Without power such a card loses what it has in its working memory.
    virtual void forget() {}

    refcard::Memory& memory() { return memory_; }

private:
    refcard::Profile profile_;
    bool assumes_le_;
    refcard::Memory memory_;
    refcard::SystemRandom random_;
    std::unique_ptr<refcard::Card> card_;
    std::optional<CutPoint> cut_;
    std::size_t exchanges_ = 0;
    std::vector<std::uint8_t> instructions_;
};

} // namespace test
