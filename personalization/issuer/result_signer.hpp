// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "issuer/hsm.hpp"

#include "card/pki/certificate.hpp"
#include "card/profile/profile.hpp"

namespace perso::issuer {

/// The key that signs what goes back to registries, and nothing else; registries pin its certificate.
struct ResultSigner {
    card::pki::Certificate certificate;
    card::pki::SigningKey key;
};

/// The certificate of a file that may not be there yet.
std::filesystem::path result_signer_file(const Office& office);

/// Makes the key in the token and its certificate when it is needed for the first time. Throws hsm_key_missing if the
/// certificate is of another key, hsm_failed, file_unwritable, disk_full.
ResultSigner open_result_signer(Hsm& hsm, const Office& office, const card::profile::Profile& profile, card::Time now);

/// A CMS SignedData over `content`, as a registry reads it. [RFC5652]
card::Bytes sign_result(const ResultSigner& signer, card::ByteView content, card::Time now);

} // namespace perso::issuer
