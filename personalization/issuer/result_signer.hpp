// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "issuer/certified_key.hpp"

#include "card/profile/profile.hpp"

namespace perso::issuer {

/// The certificate of a file that may not be there yet.
std::filesystem::path result_signer_file(const Office& office);

/// The key that signs what goes back to registries, and nothing else; registries pin its certificate. Makes and throws
/// as open_certified_key().
CertifiedKey open_result_signer(Hsm& hsm, const Office& office, const card::profile::Profile& profile, card::Time now);

/// A CMS SignedData over `content`, as a registry reads it. [RFC5652]
card::Bytes sign_result(const CertifiedKey& signer, card::ByteView content, card::Time now);

} // namespace perso::issuer
