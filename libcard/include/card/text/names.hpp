// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"

#include <string>
#include <string_view>

namespace card::text {

/// The title that a name begins with (ທ້າວ, ນາງ, MR), borrowed from the name; empty if none. In Lao a title may be
/// written together with the name; only ranks and degrees, which begin other words too, need a space or a dot behind
/// them, as every Latin title does. THAO and NANG are no titles here: they are names as well.
CARD_API std::string_view leading_title(std::string_view utf8);

enum class Tones { kept, ignored };

/// What a name is searched by: equal for all ways to write one name, and not fit to be shown or stored as a name.
/// Beyond the canonical form: ໜ as ຫນ, ໝ as ຫມ, ຫຼ as ຫລ, Latin in lower case, Lao digits as ASCII, without titles,
/// spaces and hyphens, and without tone marks if asked for. Throws malformed_data if the text is no UTF-8.
CARD_API std::string search_key(std::string_view utf8, Tones tones = Tones::kept);

/// A Latin spelling of a Lao name or place after the romanisation that the Ministry of Health proposed in 2020,
/// in capitals, for a person to confirm or change. A suggestion and no more: Lao has no official romanisation, so
/// nothing may write it to a card by itself. Empty if the text is not spelled by the rules of spelling_problem.
CARD_API std::string suggest_latin(std::string_view lao);

} // namespace card::text
