// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/bytes.hpp"
#include "card/base/error.hpp"

#include <concepts>
#include <optional>

namespace test {

/// Whether `decode` refuses every true prefix of `good`, and `good` with a byte after it.
template <std::invocable<card::ByteView> Decode>
bool refuses_other_lengths(const card::Bytes& good, Decode decode)
{
    const auto refuses = [&](card::ByteView bytes) {
        try {
            decode(bytes);
        } catch (const card::Error&) {
            return true;
        }
        return false;
    };
    for (std::size_t size = 0; size < good.size(); ++size)
        if (!refuses(card::ByteView{good}.first(size)))
            return false;
    card::Bytes longer = good;
    longer.push_back(0x00);
    return refuses(longer);
}

/// `bytes` with every occurrence of `from`, of which there must be one at least, replaced by `to`; same lengths only.
inline card::Bytes replaced(card::Bytes bytes, card::ByteView from, card::ByteView to)
{
    bool found = false;
    for (auto at = bytes.begin();; found = true) {
        at = std::search(at, bytes.end(), from.begin(), from.end());
        if (at == bytes.end())
            break;
        at = std::copy(to.begin(), to.end(), at);
    }
    card::require(found && from.size() == to.size(), card::Errc::internal, "test", "nothing to replace");
    return bytes;
}

} // namespace test
