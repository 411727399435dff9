// SPDX-License-Identifier: Apache-2.0
#include "card.hpp"

#include <algorithm>

/// How the card runs PACE: which password, and the delays that slow down guessing it.
namespace refcard {

namespace {

// Doubled with every failure in a row. [ACC-6]
std::chrono::milliseconds delay_after(std::uint32_t failures, const Profile::Pace& profile)
{
    constexpr std::uint32_t most_doublings = 16;
    const std::uint64_t doubled = std::uint64_t{profile.first_delay_ms} << std::min(failures - 1, most_doublings);
    return std::chrono::milliseconds{std::min<std::uint64_t>(doubled, profile.longest_delay_ms)};
}

} // namespace

Answer Card::begin_pace(const Command& command)
{
    require_interindustry(command);
    require(command.protection == Protection::none, Sw::conditions);
    const unsigned parameter_id = chip_.profile.pace.parameter_id;
    check_pace_template(command, parameter_id);
    require(chip_.image().can.has_value(), Sw::reference_not_found);
    pace_.emplace(ec::Curve::by_parameter_id(parameter_id), *chip_.image().can, chip_.random);
    return {};
}

// All steps but the last carry the chaining bit. [9303-11] §4.4.4
Answer Card::continue_pace(const Command& command)
{
    try {
        require_interindustry(command);
        require_parameters(command, 0x0000);
        require(
            command.protection == Protection::none && command.more_follow != pace_->token_expected(), Sw::conditions);
        if (pace_->token_expected())
            return check_token(command);
        serve_owed_delay();
        return {.data = pace_->step(command.data)};
    } catch (const Refusal&) {
        pace_.reset();
        throw;
    }
}

// Whoever cut the power during a delay finds it again.
void Card::serve_owed_delay()
{
    if (!chip_.image().delay_owed)
        return;
    chip_.wait(delay_after(chip_.image().can_failures, chip_.profile.pace));
    chip_.memory.update([](Image& image) { image.delay_owed = false; });
}

// The attempt is counted, durably, before anything shows whether the token was right.
Answer Card::check_token(const Command& command)
{
    const bool right = pace_->token_matches(command.data);
    chip_.memory.update([](Image& image) {
        ++image.can_failures;
        image.delay_owed = true;
    });
    if (!right) {
        serve_owed_delay();
        throw Refusal{Sw::authentication_failed};
    }
    chip_.memory.update([](Image& image) {
        image.can_failures = 0;
        image.delay_owed = false;
    });
    const Bytes answer = pace_->step(command.data);
    const SessionKeys keys = pace_->keys();
    pace_.reset();
    return {.data = answer, .then = keys};
}

} // namespace refcard
