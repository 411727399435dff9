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
    const Profile::Pace& profile = chip_.profile.pace;
    const auto [protocol, reference] = read_pace_template(command, profile);
    const Image& image = chip_.image();
    const std::optional<Bytes>& password = reference == PacePassword::can ? image.can : image.mrz_key;
    const bool maps_chip = protocol.mapping == Mapping::chip_authentication;
    require(password && (!maps_chip || image.cam_key), Sw::reference_not_found);
    pace_.emplace(protocol, ec::Curve::by_parameter_id(profile.parameter_id), *password,
        maps_chip ? *image.cam_key : Bytes{}, chip_.random);
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
    chip_.wait(delay_after(chip_.image().password_failures, chip_.profile.pace));
    chip_.memory.update([](Image& image) { image.delay_owed = false; });
}

// The attempt is counted, durably, before anything shows whether the token was right.
Answer Card::check_token(const Command& command)
{
    const bool right = pace_->token_matches(command.data);
    chip_.memory.update([](Image& image) {
        ++image.password_failures;
        image.delay_owed = true;
    });
    if (!right) {
        serve_owed_delay();
        throw Refusal{Sw::authentication_failed};
    }
    chip_.memory.update([](Image& image) {
        image.password_failures = 0;
        image.delay_owed = false;
    });
    const Bytes answer = pace_->step(command.data);
    const SessionKeys keys = pace_->keys();
    pace_.reset();
    return {.data = answer, .then = keys};
}

} // namespace refcard
