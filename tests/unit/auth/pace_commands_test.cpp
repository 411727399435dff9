// SPDX-License-Identifier: Apache-2.0
#include "pace_commands.hpp"

#include "support/throws.hpp"
#include "unit/auth/pace_chip.hpp"

#include "card/base/hex.hpp"

#include <doctest/doctest.h>

#include <functional>

using namespace card;
namespace pace = auth::pace;

namespace {

/// Answers every command with one status word and counts them.
class OneStatus : public iso7816::Channel {
public:
    iso7816::Response transmit(const iso7816::Command&) override
    {
        ++commands;
        return {{}, status};
    }

    iso7816::Limits limits() const override { return {}; }

    StatusWord status;
    unsigned commands = 0;
};

/// Runs a command of PACE under each of the 65,536 status words and counts those whose outcome is not `expected`.
unsigned surprises(const std::function<void(iso7816::Channel&)>& command,
    const std::function<std::optional<Errc>(StatusWord)>& expected)
{
    unsigned count = 0;
    OneStatus chip;
    for (unsigned value = 0; value <= 0xFFFF; ++value) {
        chip.status = StatusWord{static_cast<std::uint16_t>(value)};
        chip.commands = 0;
        const auto code = test::error_of([&] {
            command(chip);
            return 0;
        });
        count += code != expected(chip.status) || chip.commands != 1;
    }
    return count;
}

Errc refusal(StatusWord status)
{
    switch (status.value) {
    case 0x6A82:
        return Errc::file_not_found;
    case 0x6982:
    case 0x6985:
        return Errc::access_denied;
    default:
        return Errc::unexpected_status;
    }
}

} // namespace

TEST_CASE("pace_commands: MSE:Set AT takes 9000 and no other of the 65,536 status words")
{
    const pace::Parameters parameters = test::pace_parameters(crypto::Curve::p256);
    const auth::Can can{as_bytes("123456")};
    CHECK(surprises([&](iso7816::Channel& chip) { pace::set_authentication_template(chip, parameters, can); },
              [](StatusWord status) -> std::optional<Errc> {
                  if (status == iso7816::sw::ok)
                      return std::nullopt;
                  return refusal(status);
              }) == 0);
}

TEST_CASE("pace_commands: steps 1 to 3b take 9000 with data and no other status word")
{
    const auto expected = [](StatusWord status) -> std::optional<Errc> {
        return status == iso7816::sw::ok ? Errc::pace_failed : refusal(status); // 9000 came without data
    };
    CHECK(surprises([](iso7816::Channel& chip) { pace::request_nonce(chip); }, expected) == 0);
    CHECK(surprises([](iso7816::Channel& chip) { pace::exchange_mapping_key(chip, Bytes(65)); }, expected) == 0);
    CHECK(surprises([](iso7816::Channel& chip) { pace::exchange_ephemeral_key(chip, Bytes(65)); }, expected) == 0);
}

TEST_CASE("pace_commands: step 3d takes 9000 with data; 6300 and 63Cx refuse the password")
{
    using Kind = auth::Password::Kind;
    const std::pair<pace::Mapping, Kind> cases[] = {
        {pace::Mapping::generic, Kind::mrz}, {pace::Mapping::chip_authentication, Kind::can}};
    for (const auto& one : cases) {
        const Errc wrong_password = one.second == Kind::mrz ? Errc::mrz_wrong : Errc::can_wrong;
        const auto expected = [&](StatusWord status) -> std::optional<Errc> {
            if (status == iso7816::sw::ok)
                return Errc::pace_failed;
            const bool refused = status.value == 0x6300 || (status.value & 0xFFF0) == 0x63C0;
            return refused ? wrong_password : refusal(status);
        };
        CHECK(surprises([&](iso7816::Channel& chip) { pace::exchange_token(chip, one.first, one.second, Bytes(8)); },
                  expected) == 0);
    }
}
