// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/session/file_set.hpp"

#include <nlohmann/json_fwd.hpp>

#include <optional>

namespace idcard {

/// What a file says, as members of stable names; texts of the card are made printable. A file of a kind that this
/// version does not take apart gives an empty object. Throws what the decoders of lds and piv throw.
nlohmann::ordered_json decode(
    const card::session::KnownFile& file, card::ByteView content, const card::profile::Profile& profile);

/// The first picture inside DG2 or DG7, compressed as it lies there. Throws as decode.
std::optional<card::Bytes> picture_in(const card::session::KnownFile& file, card::ByteView content);

} // namespace idcard
