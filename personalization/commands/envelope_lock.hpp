// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/descriptor.hpp"
#include "office/office.hpp"

#include <optional>
#include <utility>

namespace perso {

/// While it lives, nobody else writes or removes an envelope with the key store's PIN, or changes that. Cards may be
/// made meanwhile.
class EnvelopeLock {
public:
    /// Throws store_failed when another process has it; file_unwritable, disk_full.
    explicit EnvelopeLock(const Office& office);
    /// Nothing when another process has it. Throws file_unwritable, disk_full.
    static std::optional<EnvelopeLock> if_free(const Office& office);

private:
    explicit EnvelopeLock(card::Descriptor folder) : folder_{std::move(folder)} {}

    card::Descriptor folder_; ///< keepers/, locked
};

} // namespace perso
