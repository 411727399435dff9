// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/trust/package.hpp"

namespace card::trust {

/// By how much the serial may rise at one import: a package with a serial near the end, made once with a stolen key,
/// must not lock out all that follow.
inline constexpr std::uint32_t largest_serial_step = 1'000;

/// What a computer has installed.
struct Installation {
    Manifest manifest;
    Files files;                               ///< the whole, after deltas
    pki::Certificate root;                     ///< pinned by its whole bytes
    std::optional<pki::Certificate> next = {}; ///< pinned, too, since the root named it; becomes the root when it signs
    std::optional<Time> clock_at_import = {};
};

/// The installation that results when this package is imported over `before`, or over none under a root of this SHA-256
/// fingerprint. Nothing when `before` is what the package brings. `clock` decides nothing but what is recorded.
/// Throws
///   package_invalid      it breaks its format, or its files cannot be used
///   package_untrusted    its signer is no pinned root
///   package_rolled_back  its serial is not above that of `before`, its thisUpdate is earlier, or its card status list
///                        has a lower number
///   package_serial_jump  its serial is further above than largest_serial_step
///   package_base_differs a delta of another package than is installed
CARD_API std::optional<Installation> install(ByteView p7m, const Installation& before, Time clock);
CARD_API Installation install_first(ByteView p7m, ByteView root_fingerprint, Time clock);

} // namespace card::trust
