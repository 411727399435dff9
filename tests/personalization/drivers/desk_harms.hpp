// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "personalization/units/issuing_station.hpp"

#include "services/desk_check.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace test {

/// What the desk has for one card of another make that the office made: its trace in the store, the PIN of its letter,
/// the trust folder.
class Desk {
public:
    Desk(IssuingStation& office, StationProcess& process, const std::string& document_number);

    /// What the check of the card says, after it was put in anew; a code and what it names. With the PIN of the letter,
    /// or another.
    struct Told {
        std::optional<card::Errc> code;
        std::string what;
    };

    Told check(PoweredCard& card) const { return check(card, pin_); }

    Told check(PoweredCard& card, const card::SecureBytes& pin) const;

    /// The same over any reader, to a card that has power.
    Told check(card::iso7816::Transport& reader) const { return read(reader, pin_); }

private:
    Told read(card::iso7816::Transport& reader, const card::SecureBytes& pin) const;

    IssuingStation& office_;
    perso::IssuedPki issued_;
    card::SecureBytes pin_;
    perso::TrustData trust_;
};

/// One thing that is otherwise on the card than it was issued.
struct DeskHarm {
    std::string name;
    std::function<void(refcard::Image&)> harm;
    std::string what; ///< that the check names
};

/// Each alone, on the whole card, which is good before and after.
void check_each_harm(const Desk& desk, PoweredCard& card, const std::vector<DeskHarm>& harms);

/// Whatever a card of another make holds otherwise than it was issued, copies and other cards; mistyped PINs, the last
/// try, PINs that are published, and a card that is pulled. `other` is another card of the same make, `ours` any.
void check_desk(const Desk& desk, PoweredCard& card, PoweredCard& other, PoweredCard& ours);

} // namespace test
