// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace perso::store {

/// Throws disk_full, store_gone, store_failed, or ChangeMet for a statement that failed: by the state that the server
/// gave, empty if it gave none, and by whether the connection lived on. The server's sentence is told up to its first
/// line: what follows may show a row.
[[noreturn]] void throw_error(const std::string& state, const std::string& sentence, bool connected);

} // namespace perso::store
