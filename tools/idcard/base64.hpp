// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/bytes.hpp"

#include <string>

namespace idcard {

/// [RFC4648] §4
std::string base64(card::ByteView bytes);

} // namespace idcard
