// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "refcard/test_card.hpp"

#include "card/base/bytes.hpp"
#include "card/iso7816/transport.hpp"

namespace test {

/// A reference card in this process as libcard's transport sees it. Counts the commands.
class ReferenceCard : public card::iso7816::Transport {
public:
    explicit ReferenceCard(refcard::Profile profile = refcard::Profile::builtin())
        : card_{std::make_unique<refcard_test::TestCard>(std::move(profile))}
    {
    }

    /// A card whose buffers are smaller than it announces.
    ReferenceCard(const refcard::Profile& profile, refcard::Buffers announced)
        : card_{std::make_unique<refcard_test::TestCard>(refcard::blank_image(profile, refcard_test::hex("00000001")),
              profile, refcard::Interface::contact, announced)}
    {
    }

    card::Bytes exchange(card::ByteView apdu) override
    {
        ++commands;
        const refcard_test::Reply reply = card_->send(apdu);
        return card::concat({card::ByteView{reply.data}, card::big_endian(reply.sw_value(), 2)});
    }

    refcard_test::TestCard& inside() { return *card_; }

    std::size_t commands = 0;

private:
    std::unique_ptr<refcard_test::TestCard> card_;
};

/// The card's own bytes for what libcard calculated, and the other way round.
inline refcard::Bytes card_side(card::ByteView bytes)
{
    return {bytes.begin(), bytes.end()};
}

inline card::Bytes host_side(refcard::ByteView bytes)
{
    return {bytes.begin(), bytes.end()};
}

} // namespace test
