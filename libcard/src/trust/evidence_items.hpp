// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/cbor.hpp"
#include "card/trust/evidence_codec.hpp"

/// The map of a file of evidence, by the keys and values of docs/evidence.md.
namespace card::trust {

/// As it is, whatever the level says.
void write_evidence(CborWriter& out, const Evidence& evidence, Level level);

/// Throws malformed_data and what the keys inside throw.
SavedEvidence read_evidence(ByteView file);

} // namespace card::trust
