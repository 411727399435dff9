// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "production/recognise.hpp"
#include "quality/quality_check.hpp"
#include "units/unit.hpp"

#include <string>
#include <string_view>
#include <vector>

/// Makes of cards that the station personalises. Ours carries both applications; the others are off-the-shelf PIV
/// applets and get the PKI application alone: a document number and certificates, but no identity files, no CAN.
namespace perso::drivers {

/// What differs from make to make. The runner, the store and the issuer are the same for all.
struct Driver {
    std::string_view name;
    /// Which chip is in the reader and whose keys it has; as identify_chip() for ours. Speaks the make's dialect from
    /// then on.
    Recognised (*identify)(Production&);
    void (*recognise_blank)(Production&, const Recognised&);
    void (*recognise_begun)(Production&, const Recognised&);
    /// Throws unsupported for a record of which this make cannot be.
    units::Units (*plan)(const intake::Record&, const card::profile::Profile&);
    /// The finished card after a reset, with the holder's credentials alone. Throws quality_failed.
    void (*check)(card::iso7816::Transport&, const Production&, const TrustData&);
    bool has_identity = false; ///< the identity application: data groups are made
    /// Of a make without it, for a card that was issued: the name of the chip, asked in the clear of the PKI
    /// application. Throws with the status word of a card of another make.
    card::gp::Kdd (*chip)(card::iso7816::Channel&, card::crypto::RandomSource&) = nullptr;
    /// Of the same, after the right PIN, with nobody logged in: all tries are left that the card tells of, and nothing
    /// is what its maker published, if it tells that. Throws quality_failed.
    void (*check_closed)(card::iso7816::Channel&, const card::profile::Profile&) = nullptr;
};

const Driver& own_card();

/// Of all makes.
std::vector<std::string> names();

/// Those without the identity application.
std::vector<const Driver*> of_other_makes();

/// Throws unsupported for a make that is none of these.
const Driver& by_name(std::string_view name);

} // namespace perso::drivers
