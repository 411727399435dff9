// SPDX-License-Identifier: Apache-2.0
#include "life/watchers.hpp"

#include <chrono>

namespace test {

Watchers::Watchers(const LoadedModule& module)
    : module_{module}, waiting_{[this] { wait_for_events(); }}, listing_{[this] { list_slots(); }}
{
}

Watchers::~Watchers()
{
    module_->C_Finalize(nullptr); // which a test that went well has done before
    waiting_.join();
    listing_.join();
}

void Watchers::wait_for_events()
{
    for (CK_RV rv = CKR_OK; rv != CKR_CRYPTOKI_NOT_INITIALIZED;) {
        CK_SLOT_ID slot = 0;
        rv = module_->C_WaitForSlotEvent(0, &slot, nullptr);
        if (rv == CKR_OK)
            ++events_;
        else if (rv != CKR_CRYPTOKI_NOT_INITIALIZED)
            ++wrong_;
    }
}

void Watchers::list_slots()
{
    for (CK_RV rv = CKR_OK; rv != CKR_CRYPTOKI_NOT_INITIALIZED;) {
        CK_SLOT_ID slots[16];
        CK_ULONG count = 16;
        rv = module_->C_GetSlotList(CK_TRUE, slots, &count);
        if (rv == CKR_OK)
            ++lists_;
        else if (rv != CKR_CRYPTOKI_NOT_INITIALIZED)
            ++wrong_;
        std::this_thread::sleep_for(std::chrono::milliseconds{20});
    }
}

} // namespace test
