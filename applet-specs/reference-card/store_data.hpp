// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "command.hpp"

#include <functional>

namespace refcard {

/// One data grouping, complete.
struct DataGrouping {
    std::uint16_t dgi = 0;
    bool encrypted = false;
    Bytes value = {};
};

/// Puts the blocks of STORE DATA together: one data grouping per sequence of blocks. [GP] §11.11
class StoreData {
public:
    /// The largest value that a data grouping may have. Throws Refusal{reference_not_found} for an unknown one.
    using Largest = std::function<std::size_t(std::uint16_t dgi)>;

    /// Takes one block, and gives the data grouping with the last. Throws Refusal; the sequence restarts then.
    std::optional<DataGrouping> take(const Command& block, const Largest& largest);
    void restart();

private:
    void check_parameters(const Command& block) const;
    ByteView begin(const Command& block, const Largest& largest);
    std::optional<DataGrouping> add(const Command& block, const Largest& largest);

    DataGrouping grouping_;
    std::size_t announced_ = 0;
    unsigned next_block_ = 0;
};

} // namespace refcard
