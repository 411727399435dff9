// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "reference_card.hpp"

#include <functional>
#include <optional>
#include <vector>

namespace test {

/// The reference card in a reader of the service in this process, with answers of another maker's card where the test
/// says so; gone at the end.
class AlteredCard {
public:
    AlteredCard()
    {
        CardInReader inside = in_reader(card_);
        inside.answer = [this](card::ByteView command) {
            commands.push_back(card::to_bytes(command));
            const std::optional<card::Bytes> other = instead(command);
            return other ? *other : card_->process(command);
        };
        service().add_reader(name);
        service().insert(name, inside);
    }

    ~AlteredCard() { service().remove_readers(); }

    AlteredCard(const AlteredCard&) = delete;
    AlteredCard& operator=(const AlteredCard&) = delete;

    card::Bytes process(card::ByteView command) { return card_->process(command); }

    /// Asked before the reference card.
    std::function<std::optional<card::Bytes>(card::ByteView)> instead = [](card::ByteView) { return std::nullopt; };

    /// Every command that came.
    std::vector<card::Bytes> commands;

    static constexpr const char* name = "Reader";

private:
    std::shared_ptr<ReferenceCard> card_ = std::make_shared<ReferenceCard>();
};

} // namespace test
