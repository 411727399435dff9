// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/bytes.hpp"

#include <optional>
#include <string_view>

namespace card::pki {

/// base64 with padding and without anything else; nothing for any other text. [RFC4648] §4
std::optional<Bytes> from_base64(std::string_view text);

} // namespace card::pki
