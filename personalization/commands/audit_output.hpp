// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/checkpoints.hpp"
#include "audit/verify.hpp"
#include "commands/context.hpp"

#include <nlohmann/json.hpp>

namespace perso {

nlohmann::json to_json(const audit::Verification& verification, const audit::StoreId& store);
std::string to_text(const audit::Verification& verification, const Context& context);

/// What was signed, and the fingerprint that auditors compare.
void print_checkpoint(const Context& context, const audit::SignedCheckpoint& checkpoint,
    const std::filesystem::path& folder, const card::pki::Certificate& certificate);

} // namespace perso
