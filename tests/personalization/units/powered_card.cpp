// SPDX-License-Identifier: Apache-2.0
#include "personalization/units/powered_card.hpp"

#include "card/base/error.hpp"

namespace test {

namespace {

refcard::Image blank(const refcard::Profile& profile, std::uint32_t serial)
{
    constexpr std::size_t serial_size = 4;
    return refcard::blank_image(profile, refcard::big_endian(serial, serial_size));
}

} // namespace

PoweredCard::PoweredCard(std::uint32_t serial, refcard::Profile profile, bool assumes_le)
    : PoweredCard{blank(profile, serial), std::move(profile), assumes_le}
{
}

PoweredCard::PoweredCard(const refcard::Image& image, refcard::Profile profile, bool assumes_le)
    : profile_{std::move(profile)}, assumes_le_{assumes_le}, memory_{image}
{
    power_up();
}

void PoweredCard::reset()
{
    card_->reset();
    forget();
}

void PoweredCard::power_up()
{
    forget();
    card_ = std::make_unique<refcard::Card>(refcard::Chip{.profile = profile_,
        .buffers = profile_.buffers,
        .memory = memory_,
        .random = random_,
        .wait = [](std::chrono::milliseconds) {},
        .assumes_le = assumes_le_});
    cut_.reset();
    exchanges_ = 0;
    instructions_.clear();
}

refcard::Bytes PoweredCard::content() const
{
    refcard::Image image = memory_.image();
    image.keys.sequence_counter = 0;
    return refcard::encode(image);
}

card::Bytes PoweredCard::process(card::ByteView command)
{
    const auto told = card_->process(command);
    return {told.begin(), told.end()};
}

card::Bytes PoweredCard::exchange(card::ByteView command)
{
    if (cut_ && exchanges_ >= cut_->exchange)
        throw card::Error{card::Errc::card_removed, card::Step{"exchange"}, "no card"};
    ++exchanges_;
    const bool now = cut_ && cut_->exchange == exchanges_;
    if (now && cut_->cut == Cut::before_delivery) {
        card_.reset();
    } else {
        instructions_.push_back(command[1]);
        const card::Bytes answer = process(command);
        if (watch)
            watch(command, answer);
        if (!now)
            return answer;
        card_.reset();
        if (cut_->cut == Cut::half_an_answer && cut_->station == Station::lives)
            return card::to_bytes(card::ByteView{answer}.first(answer.size() / 2));
    }
    if (cut_->station == Station::dies)
        throw PowerFailed{};
    throw card::Error{card::Errc::card_removed, card::Step{"exchange"}, "pulled out"};
}

} // namespace test
