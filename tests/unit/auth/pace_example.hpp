// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/fixed_random.hpp"
#include "support/script_of.hpp"
#include "support/scripted_transport.hpp"
#include "support/throws.hpp"

#include "card/auth/pace.hpp"
#include "card/iso7816/plain_channel.hpp"
#include "card/lds/security_infos.hpp"

#include <array>
#include <string>

namespace test {

/// The steps of PACE, as the vectors name their commands and answers.
inline constexpr std::array pace_steps{"mse", "nonce", "map", "ephemeral", "token"};

/// A worked example of [9303-11] with its password: everything needed to replay it, whole or with one answer exchanged.
class PaceExample {
public:
    /// App. G.1: generic mapping.
    static const PaceExample& generic()
    {
        static const PaceExample example{"pace_gm.vec", card::auth::Mrz{"T220001293", "6408125", "1010318"}};
        return example;
    }

    /// App. I: chip authentication mapping.
    static const PaceExample& chip_authentication()
    {
        static const PaceExample example{"pace_cam.vec", card::auth::Mrz{"C11T002JM4", "9608122", "2310314"}};
        return example;
    }

    const Vector& values() const { return values_; }

    const card::auth::Mrz& mrz() const { return mrz_; }

    card::auth::pace::Parameters parameters() const
    {
        return card::auth::pace::choose(card::lds::decode_security_infos(values_.bytes("EfCardAccess")));
    }

    /// The answer to a step without its status word.
    card::Bytes body(const char* step) const
    {
        card::Bytes answer = values_.bytes(std::string{"Response_"} + step);
        answer.resize(answer.size() - 2);
        return answer;
    }

    /// PACE with the example's card, which must see every command of the example.
    card::auth::pace::Established replay() const
    {
        ScriptedTransport card{script_of(values_, {"mse", "nonce", "map", "ephemeral", "token"})};
        return establish(card, mrz_);
    }

    /// What comes of it when the card gives another answer to one step; the script ends there.
    std::optional<card::Errc> outcome_with(const std::string& step, const std::string& answer) const
    {
        return outcome_with(step, answer, mrz_);
    }

    std::optional<card::Errc> outcome_with(
        const std::string& step, const std::string& answer, const card::auth::Password& password) const
    {
        std::string script;
        for (const std::string name : pace_steps) {
            const std::string& good = values_.text("Response_" + name);
            script += script_of({{values_.text("Command_" + name), name == step ? answer : good}});
            if (name == step)
                break;
        }
        if (password.kind() == card::auth::Password::Kind::can) // one byte of MSE:Set AT names the password
            script.replace(script.find("830101"), 6, "830102");
        ScriptedTransport card{script};
        return error_of([&] { return establish(card, password); });
    }

private:
    PaceExample(const char* file, card::auth::Mrz mrz) : values_{read_vectors(file).at(0)}, mrz_{std::move(mrz)} {}

    card::auth::pace::Established establish(ScriptedTransport& card, const card::auth::Password& password) const
    {
        card::iso7816::PlainChannel channel{card};
        FixedRandom random{card::concat({values_.bytes("MapPrivateIfd"), values_.bytes("PrivateIfd")})};
        return card::auth::pace::establish(channel, parameters(), password, random);
    }

    Vector values_;
    card::auth::Mrz mrz_;
};

} // namespace test
