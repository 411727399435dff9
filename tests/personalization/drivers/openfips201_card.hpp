// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "personalization/units/powered_card.hpp"

// of the reference card
#include "pin_commands.hpp"
#include "piv_slots.hpp"
#include "scp03.hpp"

#include <map>
#include <optional>
#include <set>

namespace test {

/// A chip card with OpenFIPS201 1.10 alone, as its published source behaves: nothing is there until it is created;
/// administration inside SCP03 that was opened in the applet, with C-MAC and C-ENC and without R-MAC; no answer is
/// protected; nothing but the PIN stands in for the holder. The security domain is that of the reference card.
class OpenFips201Card : public PoweredCard {
public:
    explicit OpenFips201Card(std::uint32_t serial);

    /// A key object that was there before the station came.
    void add_key_object(std::uint8_t reference, std::uint8_t mechanism) { keys_[reference] = mechanism; }

    bool has_master_file = false; ///< of the chip's operating system
    bool keeps_tries = false;     ///< as a build that takes no other numbers than its own

protected:
    card::Bytes process(card::ByteView command) override;
    void forget() override;

private:
    struct Outgoing {
        refcard::Bytes data;
        refcard::Sw sw = refcard::Sw::ok;
    };

    Outgoing receive(const refcard::Apdu& apdu);
    Outgoing receive_secured(const refcard::Apdu& apdu);
    Outgoing initialize_update(const refcard::Apdu& apdu);
    Outgoing run(refcard::Command command);
    Outgoing dispatch(const refcard::Command& command);
    Outgoing change_key(const refcard::Command& command) const;
    Outgoing administer(const refcard::Command& command);
    void configure(refcard::ByteView policies);
    void apply_limits();
    void complete_references();
    Outgoing put_data(const refcard::Command& command);
    Outgoing get_data(const refcard::Command& command) const;
    Outgoing generate(const refcard::Command& command);
    Outgoing use_key(const refcard::Command& command);
    card::Bytes send(Outgoing outgoing, std::size_t ne);

    /// Numbers of tries.
    struct Limits {
        unsigned pin = 6;
        unsigned puk = 10;
    };

    refcard::SystemRandom random_;
    refcard::Chip chip_;
    std::set<std::uint32_t> objects_;           // created
    std::map<std::uint8_t, std::uint8_t> keys_; // created: reference, mechanism
    Limits configured_, limits_;                // those that hold since the applet was selected
    std::optional<refcard::PinCommands> pin_;   // while the applet is selected
    std::optional<refcard::Scp03> session_;
    std::optional<refcard::Command> chain_;
    refcard::Bytes waiting_;
    std::uint64_t apdus_ = 0;
};

} // namespace test
