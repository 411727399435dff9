// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/pcsc/reader.hpp"

#include <chrono>
#include <optional>
#include <string_view>

namespace perso {

/// The reader whose name contains `name_part`, or the only one, with a card in it. Waits for a card; without
/// `patience` for ever, else throws no_card. Throws no_reader, reader_not_found, reader_ambiguous.
card::pcsc::Reader wait_for_card(
    card::pcsc::Context& context, std::string_view name_part, std::optional<std::chrono::seconds> patience);

/// Waits until the card is taken out of this reader, or the reader is gone.
void wait_for_removal(card::pcsc::Context& context, const card::pcsc::Reader& reader);

} // namespace perso
