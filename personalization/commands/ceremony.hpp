// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "commands/context.hpp"

namespace perso {

/// The key ceremony of an office with staff cards: the token gets keys and a PIN that nobody ever sees, two founders
/// get their identity cards, and each card can open an envelope with the PIN. Each founder releases the other's record.
/// It ends with both founders' signatures, see founding.hpp.
struct CeremonyOptions {
    std::vector<std::string> founders; ///< two, as ID=FILE: the record of the person
    std::string letters;               ///< folder for the letters of their cards
    std::string reader;                ///< of the blank cards
    std::string opener;                ///< the founder whose card opens the token when a cut ceremony goes on
    unsigned timeout = 60;             ///< seconds for one step
    std::optional<unsigned> wait;      ///< seconds for a card to come
};

/// Begins it. From the first card's envelope on it can be continued after any cut; before that nothing was issued, and
/// it begins anew with an empty folder. Throws what create_office() throws, usage, record_rejected, letters_missing.
void begin_ceremony(Context& context, Office office, const CeremonyOptions& options);

/// Goes on where it was cut off. Throws office_exists when it is finished, ceremony_open when no envelope exists yet.
void continue_ceremony(Context& context, const CeremonyOptions& options);

} // namespace perso
