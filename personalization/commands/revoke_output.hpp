// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "commands/context.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace perso {

/// What `revoke` tells.
struct Revocations {
    std::vector<store::Revocation> cards;
    std::vector<store::SignerRevocation> signers;
};

/// docs/schemas/revocations-1.json
nlohmann::json to_json(const Revocations& revocations);

/// One line each.
std::string to_text(const Revocations& revocations, const card::cli::Catalogue& catalogue);

} // namespace perso
