// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <exception>
#include <string>

namespace perso::store {

/// Turns an exception of libpqxx into disk_full, store_gone, store_failed, or ChangeMet. `connected` says whether the
/// connection lived on. The server's sentence is told up to its first line: what follows may show a row.
[[noreturn]] void rethrow(const std::exception& exception, bool connected);

} // namespace perso::store
