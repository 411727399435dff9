// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "office.hpp"
#include "store/revocation.hpp"

namespace perso::issuer {

/// The document signer whose certificate, DER or PEM, stands in this file. Throws file_unreadable; signer_unknown with
/// the file unless the CSCA of the office signed it, and for an authority: no list of the CSCA takes a CSCA back.
store::Signer read_document_signer(const Office& office, const std::filesystem::path& file);

} // namespace perso::issuer
