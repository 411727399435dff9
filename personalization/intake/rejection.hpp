// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace perso::intake {

/// One field that was refused: its path in the record, `name.lao.given`, and why, in English: a text that is marked for
/// the catalogue, and nothing that was put together, since it is translated where it is shown.
struct Rejection {
    std::string field;
    std::string reason;

    friend bool operator==(const Rejection&, const Rejection&) = default;
};

using Rejections = std::vector<Rejection>;

/// The field of a rejection that is about a record as a whole.
inline constexpr const char* whole_record = "(record)";

} // namespace perso::intake
