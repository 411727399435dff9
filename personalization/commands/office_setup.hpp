// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/date.hpp"
#include "card/base/secure_bytes.hpp"
#include "card/profile/profile.hpp"
#include "office/office.hpp"

#include <functional>
#include <string_view>

namespace perso::issuer {

/// What is being made now, for display.
using SetupProgress = std::function<void(std::string_view what)>;

/// Prepares an office in `office.directory`, which must not exist or be empty: token with keys, certificates, store,
/// office.toml, trust data. It is made beside its place and moved there when it is complete, so that a failure leaves
/// no half office; a signal to end is obeyed between its steps. Throws office_exists (also for a token that has keys of
/// an office, or of an attempt that failed), file_exists (something else is there), config_invalid, interrupted, and
/// what the parts throw.
///
/// With staff cards, the token is a blank one in either case and gets this PIN; `ceremony` is the content of the file
/// that says that the key ceremony is not finished.
void create_office(const Office& office, const card::profile::Profile& profile, card::ByteView hsm_pin, card::Time now,
    const SetupProgress& progress, card::ByteView ceremony = {});

} // namespace perso::issuer
