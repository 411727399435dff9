// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/bytes.hpp"

/// How a DER file of a package, a complete CRL above all, came out of the one before it: signed anew, most of its
/// entries are those of the old list. CBOR, see base/cbor.hpp: an array of triples, bytes to write, then offset and
/// length of a piece of the old file to write after them. Both of the last triple may be 0.
///
/// Nothing here is trusted: what results is compared with the digest in the manifest.
namespace card::trust {

/// A file that changes make is no longer than this.
inline constexpr std::size_t max_changed_file = 16 * 1024 * 1024;

/// What makes `newer` out of `older`, both whole DER. Throws malformed_tlv for other bytes.
CARD_API Bytes make_list_changes(ByteView older, ByteView newer);

/// The newer file. Throws malformed_data for changes of another form, for a piece that the old file does not have, and
/// for more than max_changed_file bytes.
CARD_API Bytes apply_list_changes(ByteView older, ByteView changes);

} // namespace card::trust
