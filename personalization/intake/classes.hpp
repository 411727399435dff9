// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace perso::intake {

/// A record, JSON as it is stored, in one part for each class of data that may be in it.
struct ClassParts {
    std::string general;
    std::string specific;
};

/// By class_of() each key. Text that is no JSON object is specific as a whole.
ClassParts split(std::string_view record);

/// The record of these parts, in its canonical form.
std::string join(const ClassParts& parts);

} // namespace perso::intake
