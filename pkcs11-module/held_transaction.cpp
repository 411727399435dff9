// SPDX-License-Identifier: Apache-2.0
#include "held_transaction.hpp"

#include "slot.hpp"

namespace p11 {

void HeldTransaction::end() noexcept
{
    if (Slot* const slot = std::exchange(slot_, nullptr))
        slot->end_held_transaction(number_);
}

} // namespace p11
