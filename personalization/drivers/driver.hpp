// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "quality_check.hpp"
#include "recognise.hpp"
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
};

const Driver& own_card();

/// Of all makes.
std::vector<std::string> names();

/// Throws unsupported for a make that is none of these.
const Driver& by_name(std::string_view name);

} // namespace perso::drivers
