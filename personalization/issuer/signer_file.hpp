// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "issuer/signers.hpp"
#include "jobs/revocation.hpp"
#include "office/office.hpp"

namespace perso::issuer {

/// The document signer whose certificate, DER or PEM, stands in this file. Throws file_unreadable; signer_unknown with
/// the file unless the CSCA of the office signed it, and for an authority: no list of the CSCA takes a CSCA back.
store::Signer read_document_signer(const Office& office, const std::filesystem::path& file);

/// The office's document signers; that of the key ceremony is entered when the store has none yet. The database must
/// outlive them. Throws file_unreadable.
Signers open_signers(store::Database& database, const Office& office, card::Time now);

} // namespace perso::issuer
