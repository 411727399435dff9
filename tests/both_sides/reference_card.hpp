// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card.hpp"

#include "card/iso7816/plain_channel.hpp"

/// The reference card as a Transport of libcard.
namespace both_sides {

/// Limits of a reader that knows the card's buffers.
inline constexpr card::iso7816::Limits large{.nc = 1800, .ne = 4000};

class ReferenceCard : public card::iso7816::Transport {
public:
    ReferenceCard(refcard::Profile profile, const std::function<void(refcard::Image&)>& edit,
        refcard::Interface interface = refcard::Interface::contact)
        : profile_{std::move(profile)},
          memory_{refcard::blank_image(profile_, refcard::big_endian(1, 4))},
          card_{{.profile = profile_,
              .buffers = profile_.buffers,
              .memory = memory_,
              .random = random_,
              .wait = [](std::chrono::milliseconds) {},
              .interface = interface}}
    {
        memory_.update(edit);
    }

    card::Bytes exchange(card::ByteView command) override
    {
        const refcard::Bytes answer = card_.process(command);
        return {answer.begin(), answer.end()};
    }

    const refcard::Image& image() const { return memory_.image(); }

    void change(const std::function<void(refcard::Image&)>& edit) { memory_.update(edit); }

private:
    refcard::Profile profile_;
    refcard::Memory memory_;
    refcard::SystemRandom random_;
    refcard::Card card_;
};

inline refcard::Bytes to_card(card::ByteView bytes)
{
    return refcard::copy(bytes);
}

} // namespace both_sides
