// SPDX-License-Identifier: Apache-2.0
// Slot and token management functions. [PKCS11-2.40] §5.5
#include "arguments.hpp"
#include "guard.hpp"
#include "mechanisms.hpp"
#include "module.hpp"

#include "card/profile/profile.hpp"

namespace {

/// What the tries left of a PIN mean to an application that asks its user. Nothing is wrong while all are left.
struct TryFlags {
    CK_FLAGS locked;
    CK_FLAGS count_low;
    CK_FLAGS final_try;

    CK_FLAGS of(std::optional<unsigned> tries, unsigned all) const
    {
        if (!tries || *tries >= all)
            return 0;
        if (*tries == 0)
            return locked;
        return *tries == 1 ? count_low | final_try : count_low;
    }
};

constexpr TryFlags user_flags{CKF_USER_PIN_LOCKED, CKF_USER_PIN_COUNT_LOW, CKF_USER_PIN_FINAL_TRY};
constexpr TryFlags so_flags{CKF_SO_PIN_LOCKED, CKF_SO_PIN_COUNT_LOW, CKF_SO_PIN_FINAL_TRY};

CK_FLAGS pin_flags(const p11::Slot::PinState& pin, std::optional<unsigned> puk_tries)
{
    const card::profile::Profile& profile = card::profile::builtin();
    if (!pin.present)
        return 0;
    return CKF_LOGIN_REQUIRED | CKF_USER_PIN_INITIALIZED | user_flags.of(pin.tries, profile.pin.tries) |
           so_flags.of(puk_tries, profile.puk.tries);
}

} // namespace

CK_RV C_GetSlotList(unsigned char token_present, CK_SLOT_ID* slots, CK_ULONG* count)
{
    return p11::guard([&] {
        const auto module = p11::Module::current();
        const p11::Output<CK_SLOT_ID> output{slots, count};
        if (output.asks_for_size_only() || module->slots(false).empty()) // the list changes only here
            module->find_readers();
        output.write(module->slots(token_present != CK_FALSE));
    });
}

CK_RV C_GetSlotInfo(CK_SLOT_ID id, CK_SLOT_INFO* info)
{
    return p11::guard([&] {
        const auto slot = p11::slot(id);
        CK_SLOT_INFO& out = p11::required(info);
        out = {};
        p11::fill(out.slotDescription, slot->reader());
        p11::fill(out.manufacturerID, "");
        out.flags = CKF_REMOVABLE_DEVICE | CKF_HW_SLOT | (slot->has_token() ? CKF_TOKEN_PRESENT : 0);
    });
}

CK_RV C_GetTokenInfo(CK_SLOT_ID id, CK_TOKEN_INFO* info)
{
    return p11::guard([&] {
        const auto slot = p11::slot(id);
        CK_TOKEN_INFO& out = p11::required(info);
        slot->require_token();
        const card::profile::Profile& profile = card::profile::builtin();
        out = {};
        const p11::TokenIdentity identity = slot->identity();
        p11::fill(out.label, identity.label);
        p11::fill(out.manufacturerID, identity.manufacturer);
        p11::fill(out.model, identity.model);
        p11::fill(out.serialNumber, identity.serial);
        p11::fill(out.utcTime, "");
        out.flags = CKF_TOKEN_INITIALIZED | (identity.has_random ? CKF_RNG : 0) |
                    (slot->has_pin_pad() ? CKF_PROTECTED_AUTHENTICATION_PATH : 0) |
                    pin_flags(slot->pin_state(), slot->puk_tries());
        out.ulMaxSessionCount = CK_EFFECTIVELY_INFINITE;
        out.ulSessionCount = slot->session_count(false);
        out.ulMaxRwSessionCount = CK_EFFECTIVELY_INFINITE;
        out.ulRwSessionCount = slot->session_count(true);
        out.ulMaxPinLen = profile.pin.max_digits;
        out.ulMinPinLen = profile.pin.min_digits;
        out.ulTotalPublicMemory = out.ulFreePublicMemory = CK_UNAVAILABLE_INFORMATION;
        out.ulTotalPrivateMemory = out.ulFreePrivateMemory = CK_UNAVAILABLE_INFORMATION;
    });
}

CK_RV C_GetMechanismList(CK_SLOT_ID id, CK_MECHANISM_TYPE* types, CK_ULONG* count)
{
    return p11::guard([&] {
        const auto slot = p11::slot(id);
        const p11::Output<CK_MECHANISM_TYPE> output{types, count};
        slot->require_token();
        std::vector<CK_MECHANISM_TYPE> all;
        for (const p11::Offer& offer : p11::mechanisms(slot->keys()))
            all.push_back(offer.mechanism.type);
        output.write(all);
    });
}

CK_RV C_GetMechanismInfo(CK_SLOT_ID id, CK_MECHANISM_TYPE type, CK_MECHANISM_INFO* info)
{
    return p11::guard([&] {
        const auto slot = p11::slot(id);
        CK_MECHANISM_INFO& out = p11::required(info);
        slot->require_token();
        out = p11::find_mechanism(type, slot->keys()).info;
    });
}

CK_RV C_WaitForSlotEvent(CK_FLAGS flags, CK_SLOT_ID* id, void* reserved)
{
    return p11::guard([&] {
        const auto module = p11::Module::current();
        p11::require(reserved == nullptr, CKR_ARGUMENTS_BAD);
        CK_SLOT_ID& out = p11::required(id);
        out = module->next_event((flags & CKF_DONT_BLOCK) == 0);
    });
}
