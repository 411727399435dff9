// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/profile/profile.hpp"
#include "issuer/hsm.hpp"
#include "issuer/signers.hpp"

namespace perso::issuer {

/// Makes the next document signer ready, which has this number, as the person has signed: its key pair in the token,
/// its certificate by the CSCA in the folder of certificates, and its row in the store. What an attempt that broke off
/// has left is taken up again. Throws signer_state when another one was staged meanwhile, signer_unsuitable,
/// certificate_unfit as Radar::require_unseen, and as open_certified_key().
SignerRecord stage_signer(Hsm& hsm, store::Database& database, const Office& office,
    const card::profile::Profile& profile, unsigned number, const std::string& person, card::Time now);

} // namespace perso::issuer
