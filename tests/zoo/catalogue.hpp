// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace zoo {

/// One way to make a defect.
struct Variant {
    std::string name;              ///< that of its breed
    std::optional<unsigned> group; ///< the data group that decides, where the check is one for each of them
};

/// One numbered defect. Check and reason are all that a counter learns, so no two defects share both: what shares them
/// is the same defect in several breeds.
struct Defect {
    unsigned number = 0;
    std::string check;   ///< trust::name of the decisive one
    std::string reason;  ///< its stable identifier
    std::string verdict; ///< trust::name of the overall answer
    std::string wrong;   ///< in words
    std::vector<Variant> breeds;
};

struct Catalogue {
    std::vector<Defect> defects;
    std::vector<std::string> good; ///< breeds of cards that look unusual and are genuine
};

/// tests/zoo/zoo.json. Throws if it does not hold what it must.
Catalogue read_catalogue();

} // namespace zoo
