// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/error.hpp"
#include "card/iso7816/channel.hpp"
#include "card/lds/file_ids.hpp"
#include "card/profile/profile.hpp"
#include "card/trust/evidence.hpp"

namespace card::session {

/// The connection is lost or the card is gone: nothing more can be read, so a verification ends without a verdict.
bool is_transport_failure(Errc code);

/// The most that this file may hold.
std::size_t size_bound(const lds::File& file, const profile::Sizes& sizes);

/// Reads a file as evidence: what the card answers is recorded, whatever it is. Throws transport failures, and what
/// iso7816::length_refused names.
trust::FileReading read_evidence(iso7816::Channel& channel, const lds::File& file, std::size_t bound);

} // namespace card::session
