// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace zoo {

/// What is known of one animal: an entry of zoo.json.
struct Entry {
    unsigned number = 0;
    std::string name;             ///< that of its breed
    std::string wrong;            ///< in words
    std::string verdict;          ///< trust::name of the overall answer
    std::string check;            ///< the decisive one, with the data group: "group_hash 2"; empty if genuine
    std::string reason;           ///< its stable identifier
    std::optional<unsigned> like; ///< number of the first with this check and reason: no counter tells the two apart

    std::string pair() const { return check + " " + reason; }
};

/// tests/zoo/zoo.json. Throws if it does not hold what it must.
std::vector<Entry> read_catalogue();

} // namespace zoo
