// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/cli/messages.hpp"

/// The message table in pieces, each in the order of Errc.
namespace card::cli::tables {

std::span<const Message> data();    ///< malformed_tlv … random_failed
std::span<const Message> card();    ///< service_unavailable … contact_needed
std::span<const Message> verdict(); ///< not_read … trust_data_invalid
std::span<const Message> program(); ///< usage … internal
std::span<const Message> station(); ///< office_missing … clock_wrong
std::span<const Message> issuing(); ///< store_gone … content_signer_ends

} // namespace card::cli::tables
