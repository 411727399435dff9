// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "object_cache.hpp"

#include <set>

namespace p11 {

/// What is kept of one card between insertions.
struct CardMemory {
    bool was_asked = false;                 ///< once per insertion
    std::optional<ObjectCache> cache = {};  ///< nothing unless the holder wants it
    ObjectCache::Key key = {};              ///< of this card in `cache`
    std::set<card::tlv::Tag> recalled = {}; ///< containers that this card was not asked for
};

} // namespace p11
