// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cryptoki.hpp"

#include <utility>

namespace p11 {

class Slot;

/// From the PIN for one signature to that signature: other programs keep off the card. It ends with the operation that
/// carries it, and after a short time by itself. Used under its slot's lock.
class HeldTransaction {
public:
    HeldTransaction() = default;

    HeldTransaction(Slot& slot, CK_ULONG number) noexcept : slot_{&slot}, number_{number} {}

    ~HeldTransaction() { end(); }

    HeldTransaction(HeldTransaction&& other) noexcept
        : slot_{std::exchange(other.slot_, nullptr)}, number_{other.number_}
    {
    }

    HeldTransaction& operator=(HeldTransaction&& other) noexcept
    {
        std::swap(slot_, other.slot_);
        std::swap(number_, other.number_);
        return *this;
    }

    /// The slot's transaction, if it is this one still.
    void end() noexcept;

private:
    Slot* slot_ = nullptr;
    CK_ULONG number_ = 0;
};

} // namespace p11
