// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/error.hpp"

namespace perso::intake {

/// Throws batch_invalid with the sentence, a marked text, about this part of a signed batch, unless it holds.
inline void expect(bool holds, std::string_view sentence, std::string_view part = "signed batch")
{
    card::require(holds, card::Errc::batch_invalid, part, sentence);
}

} // namespace perso::intake
