// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/secure_bytes.hpp"

#include <filesystem>
#include <optional>

/// The keeper of the token's PIN: a process of the office that holds it in locked memory from the time a supervisor
/// opened the key store until it is closed, or the machine stops. It hands the PIN to processes of the same user, over
/// a socket in the office's folder; nothing of it reaches a disk.
namespace perso::people {

/// Starts a keeper in the background; returns when it answers. An earlier one gives way. Throws service_unavailable if
/// it cannot lock memory or make its socket.
void start_keeper(const std::filesystem::path& office, card::SecureBytes pin);

/// The PIN that the keeper of this office holds; nothing if none runs. Throws service_unavailable if whoever listens
/// there is another user's process.
std::optional<card::SecureBytes> ask_keeper(const std::filesystem::path& office);

/// Ends the keeper; false if there was none.
bool stop_keeper(const std::filesystem::path& office);

} // namespace perso::people
