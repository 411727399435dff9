// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "commands/context.hpp"
#include "people/founding.hpp"

namespace perso {

/// The keys of the office's first certificates, which were made in its key ceremony. Throws file_unreadable.
people::FoundingKeys founding_keys(const Office& office);

/// Whether both founders have signed the key ceremony.
bool is_founded(const Office& office, store::Database& database);

/// The office is there for everybody from now on, and its journal is signed for the first time if the key store is
/// open. Only when both have signed. Throws as sign_after_run().
void end_ceremony(Context& context, const Office& office);

/// A founder signs, with the new card, which keys the token has and whose cards were made; the second signature ends
/// the ceremony. An office of earlier days is signed likewise. Throws office_exists when both have signed,
/// ceremony_open while the cards are not made or the key store is closed, person_unknown for anybody else,
/// hsm_key_missing for another token, and what log_in throws.
void sign_ceremony(Context& context, const std::string& founder);

} // namespace perso
