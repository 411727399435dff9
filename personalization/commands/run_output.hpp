// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "commands/context.hpp"
#include "making/runner.hpp"

#include <nlohmann/json.hpp>

namespace perso {

/// A finished card for the way from the worker process, and as `run --json` tells it: what it cost as in
/// `idcard verify --json`.
nlohmann::json to_json(const Finished& finished);

/// The line of `run --json` for an issued card; `reader` is left out if empty.
nlohmann::json issued_line(const std::string& application, const nlohmann::json& finished, const std::string& reader);

/// What today's rules refuse of an approved application, for the operator.
void print_rejected(const Context& context, const std::string& application, const intake::Rejections& rejections);

} // namespace perso
