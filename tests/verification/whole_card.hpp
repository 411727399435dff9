// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/session/verification.hpp"

#include "support/specimen_card.hpp"

// of the reference card
#include "card.hpp"

#include <functional>
#include <map>

/// A finished card in this process: the reference card with files and keys as an office would make them.
namespace test {

namespace session = card::session;
namespace trust = card::trust;
using card::ByteView;

/// What the card is made of. Every public key in `content` is one whose private key the card holds.
struct Making {
    std::vector<std::string> mappings{"CAM", "GM"}; ///< of EF.CardAccess
    unsigned parameter_id = 12;
    unsigned pace_key_bits = 128;
    unsigned chip_key_bits = 128;
    std::map<std::uint8_t, std::uint8_t> slots{{0x9A, 0x11}, {0x9E, 0x11}}; ///< slot to algorithm
    refcard::Interface interface = refcard::Interface::contact;
    refcard::Buffers buffers{2048, 32'768};
    std::optional<refcard::Buffers> announced; ///< where EF.ATR/INFO lies
    std::map<unsigned, Bytes> more_groups;     ///< also in place of others
    /// Changes the data before they are signed, and the chip after it was made.
    std::function<void(CardContent&)> edit_content = [](CardContent&) {};
    std::function<void(refcard::Image&)> edit_image = [](refcard::Image&) {};
};

class WholeCard : public card::iso7816::Transport {
public:
    explicit WholeCard(const Making& making = {});

    Bytes exchange(ByteView command) override;

    const CardContent& content() const { return content_; }

    const refcard::Image& image() const { return memory_.image(); }

    /// As after a reset.
    void reset() { card_.reset(); }

    static inline const std::string can = "992175";
    static inline const std::string pin = "7392018";

    /// Commands as the card got them, protected or not.
    const std::vector<Bytes>& commands() const { return commands_; }

private:
    refcard::Profile profile_;
    CardContent content_;
    refcard::Memory memory_;
    refcard::SystemRandom random_;
    refcard::Card card_;
    std::vector<Bytes> commands_;
};

/// What a counter asks; the CSCA of the card is pinned. The day is one on which the card is valid.
struct Visit {
    trust::TrustData trust_data;
    card::auth::Can can{card::as_bytes(WholeCard::can)};
    session::VerificationRequest request;

    explicit Visit(const WholeCard& card);
    Visit(const Visit&) = delete;
    Visit& operator=(const Visit&) = delete;

    session::Verification of(card::iso7816::Transport& card) const { return session::verify(card, request); }
};

/// The card verified as a counter does it by default.
session::Verification verify(WholeCard& card);

} // namespace test
