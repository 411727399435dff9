// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace bench {

/// Least CPU time of several rounds, seconds.
struct ColdStart {
    double ours;    ///< from the bytes of a master list to anchors that judge, its signature checked
    double openssl; ///< reading its certificates alone
};

/// With a master list of so many CSCAs. Throws std::runtime_error if either does not read it.
ColdStart measure_cold_start(std::size_t count, int rounds);

} // namespace bench
