// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/trust/evidence_codec.hpp"

#include <string>

namespace idcard {

/// What a file of evidence holds, after docs/schemas/evidence-1.json: readings with their sizes and hashes, proofs in
/// hexadecimal. Nothing is judged and nothing is decoded: what the card says of a person stays in the file.
std::string to_json(const card::trust::SavedEvidence& saved);

} // namespace idcard
