// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "command.hpp"

#include <functional>
#include <vector>

namespace refcard {

/// One data grouping, complete.
struct DataGrouping {
    std::uint16_t dgi = 0;
    bool encrypted = false;
    Bytes value = {};
};

/// Puts the blocks of STORE DATA together: a sequence of blocks carries data groupings one after the other, and a block
/// may end anywhere in them. [GP] §11.11
class StoreData {
public:
    /// The largest value that a data grouping may have. Throws Refusal{reference_not_found} for an unknown one.
    using Largest = std::function<std::size_t(std::uint16_t dgi)>;

    /// Takes one block, and gives the data groupings that it completes. Throws Refusal; the sequence restarts then.
    std::vector<DataGrouping> take(const Command& block, const Largest& largest);
    void restart();

private:
    void check_parameters(const Command& block) const;
    std::optional<DataGrouping> next(const Largest& largest);
    std::vector<DataGrouping> add(const Command& block, const Largest& largest);

    Bytes pending_; ///< from the start of the first data grouping that is not complete
    bool encrypted_ = false;
    unsigned next_block_ = 0;
};

} // namespace refcard
