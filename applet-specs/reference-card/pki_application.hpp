// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "application.hpp"
#include "pin_commands.hpp"
#include "piv_management.hpp"
#include "piv_slots.hpp"

namespace refcard {

/// The PIV application: PIN and PUK, keys with their certificates, CHUID, CCC, security object; with a management key
/// also what cards of other makes do. [800-73-4]
class PkiApplication : public Application {
public:
    explicit PkiApplication(Chip& chip) : chip_{chip}, pin_{chip}, management_{chip} {}

    ByteView aid() const override;
    /// Right-truncated, but not beyond the registered provider.
    bool answers_to(ByteView name) const override;
    Bytes control_information() const override;
    Answer process(const Command& command) override;

    void deselect() override
    {
        pin_.forget();
        management_.forget();
    }

private:
    Answer get_data(const Command& command) const;
    Answer put_data(const Command& command);
    Answer general_authenticate(const Command& command);
    Answer generate_key(const Command& command);
    void require_administrator(const Command& command) const;

    Answer process_of_other_makes(const Command& command);
    Answer import_key(const Command& command);
    Answer metadata(const Command& command) const;

    const piv::Slot* slot_of_key(std::uint8_t key_reference) const;
    const piv::Slot* slot_of_certificate(std::uint32_t tag) const;
    bool in_profile(const piv::Slot& slot) const;

    bool of_other_make() const { return chip_.image().management_key.has_value(); }

    bool knows_algorithm(std::uint8_t id) const;
    bool may_put(std::uint32_t tag) const;
    bool may_get(std::uint32_t tag) const;
    bool may_use(const piv::Slot& slot, const Command& command) const;

    Chip& chip_;
    PinCommands pin_;
    piv::Management management_;
};

} // namespace refcard
