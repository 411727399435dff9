// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace perso::intake {

/// One field that was refused: its path in the record, `name.lao.given`, and why, in English.
struct Rejection {
    std::string field;
    std::string reason;

    friend bool operator==(const Rejection&, const Rejection&) = default;
};

using Rejections = std::vector<Rejection>;

} // namespace perso::intake
