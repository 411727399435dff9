// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/trust/installation.hpp"
#include "idcard/trust/download.hpp"

namespace idcard {

/// The names of packages on a mirror: "trust-37.p7m", and "trust-36-37.p7m" with the changes alone.
std::string package_name(std::uint32_t serial);
std::string delta_name(std::uint32_t from, std::uint32_t to);

/// The newest trust of the mirror: by one delta from `before`, else by a delta for each serial between, else by the
/// complete package; if another root signed that, by each package between, as delta or whole, which lead from root to
/// root. Nothing if the mirror has none that is newer. Throws as Mirror does, mirror_wrong, and as install().
std::optional<card::trust::Installation> fetch_newer(
    const Mirror& mirror, const card::trust::Installation& before, card::Time clock);

/// The newest complete package under a root of this SHA-256 fingerprint.
card::trust::Installation fetch_first(const Mirror& mirror, card::ByteView root_fingerprint, card::Time clock);

} // namespace idcard
