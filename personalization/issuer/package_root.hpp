// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "issuer/certified_key.hpp"

#include "card/profile/profile.hpp"

namespace perso::issuer {

/// The key that signs trust packages, and its certificate, which counters pin. The roots of an office are numbered;
/// "trust-root-1" is the label in the token and the name of the file. Makes and throws as open_certified_key().
CertifiedKey open_package_root(
    Hsm& hsm, const Office& office, const card::profile::Profile& profile, unsigned number, card::Time now);

/// The number of the root with this certificate; nothing if the office has none such.
std::optional<unsigned> number_of_package_root(const Office& office, const card::pki::Certificate& certificate);

} // namespace perso::issuer
