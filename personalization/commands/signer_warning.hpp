// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "commands/context.hpp"
#include "issuer/signers.hpp"

namespace perso {

/// One line for the operator.
std::string text_of(issuer::SignerWarning warning, const Context& context);

/// Before anybody looks for a card: the clock is believed, the document signer may sign the next card, and what is to
/// be told of it goes to the standard error output. Throws clock_wrong, clock_disputed, and as Signers::require_usable.
void look_at_signer(const Context& context, const Office& office);

} // namespace perso
