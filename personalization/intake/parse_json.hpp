// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "intake/object_reader.hpp"

namespace perso::intake {

/// The JSON value of a text. A syntax error, a key that stands twice in one object, and nesting deeper than eight are
/// noted as rejections of the whole record; then there is no value.
std::optional<nlohmann::json> parse_json(std::string_view json_text, Rejections& rejections);

} // namespace perso::intake
