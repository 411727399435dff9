// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "issuer/hsm.hpp"

#include "card/pki/builder.hpp"
#include "card/profile/profile.hpp"

namespace perso::issuer {

/// The key that signs trust packages, and its certificate, which counters pin. The roots of an office are numbered;
/// "trust-root-1" is the label in the token and the name of the file.
struct PackageRoot {
    unsigned number = 1;
    card::pki::Certificate certificate;
    card::pki::SigningKey key;
};

/// Makes key and certificate if there are none yet; the certificate has its name when all of it is on the disk. Throws
/// hsm_key_missing if the certificate is of another key; file_unwritable, disk_full, and what the token throws.
PackageRoot open_package_root(
    Hsm& hsm, const Office& office, const card::profile::Profile& profile, unsigned number, card::Time now);

/// The number of the root with this certificate; nothing if the office has none such.
std::optional<unsigned> number_of_package_root(const Office& office, const card::pki::Certificate& certificate);

} // namespace perso::issuer
