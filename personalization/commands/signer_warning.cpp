// SPDX-License-Identifier: Apache-2.0
#include "commands/signer_warning.hpp"

#include "issuer/clock_guard.hpp"
#include "issuer/signer_file.hpp"

#include <iostream>

namespace perso {

std::string text_of(issuer::SignerWarning warning, const Context& context)
{
    const std::string what = warning == issuer::SignerWarning::cards
                                 ? context.text("The document signer has signed nearly as many cards as it may.")
                                 : context.text("The use period of the document signer ends soon.");
    return what + ' ' + context.text("Stage the next one: idcard-station signer stage.");
}

void look_at_signer(const Context& context, const Office& office)
{
    const auto database = context.open_database(office);
    const card::Time time = now();
    ClockGuard{*database, office.clock, time}.require_believed(time);
    const issuer::Signers signers = issuer::open_signers(*database, office, time);
    signers.require_usable(time);
    if (const auto warning = signers.warning(time); warning && !context.json())
        std::cerr << text_of(*warning, context) << '\n';
}

} // namespace perso
