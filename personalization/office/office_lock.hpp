// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/descriptor.hpp"
#include "office/office.hpp"

#include <optional>
#include <utility>

namespace perso {

/// While it lives, this process alone makes cards in the office. A worker process inherits it, so that nobody takes a
/// job over while a worker might still write.
class OfficeLock {
public:
    /// Throws store_failed when another run has it; file_unwritable.
    explicit OfficeLock(const Office& office);
    /// Nothing when another run has it. Throws file_unwritable.
    static std::optional<OfficeLock> if_free(const Office& office);

private:
    explicit OfficeLock(card::Descriptor file) : file_{std::move(file)} {}

    card::Descriptor file_;
};

} // namespace perso
