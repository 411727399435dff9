// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace card::trust {

/// The countryName that signers and CSCAs of this issuing state use: ISO 3166-1 alpha-2 for the codes of
/// [9303-3] §5, with those that ISO does not know: D, RKS, the British GBD to GBS, and of organisations EUE, UNO, UNA,
/// UNK, XCC, XOM and XPO. The code stands as in the MRZ, without fillers, in upper case. Nothing for a code that issues
/// no documents signed like this.
CARD_API std::optional<std::string> alpha2_of_icao(std::string_view icao);

} // namespace card::trust
