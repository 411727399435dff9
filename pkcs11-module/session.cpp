// SPDX-License-Identifier: Apache-2.0
#include "session.hpp"

#include "cryptoki_3.h"
#include "slot.hpp"

#include <algorithm>

namespace p11 {

using card::ByteView;

CK_SESSION_INFO Session::info() const
{
    CK_SESSION_INFO info{};
    info.slotID = slot_.id();
    info.flags = CKF_SERIAL_SESSION | (read_write_ ? CKF_RW_SESSION : 0);
    if (slot_.login_state() == Slot::Login::security_officer)
        info.state = CKS_RW_SO_FUNCTIONS;
    else if (slot_.logged_in())
        info.state = read_write_ ? CKS_RW_USER_FUNCTIONS : CKS_RO_USER_FUNCTIONS;
    else
        info.state = read_write_ ? CKS_RW_PUBLIC_SESSION : CKS_RO_PUBLIC_SESSION;
    return info;
}

// ---- PIN

void Session::login(CK_USER_TYPE user, std::optional<ByteView> pin)
{
    require(user == CKU_USER || user == CKU_SO || user == CKU_CONTEXT_SPECIFIC, CKR_USER_TYPE_INVALID);
    // An empty PIN never asks the card whether somebody else has verified. The PUK has no way over a pad.
    require(pin ? !pin->empty() : user != CKU_SO && slot_.has_pin_pad(), CKR_PIN_LEN_RANGE);
    if (user == CKU_USER)
        slot_.login(pin);
    else if (user == CKU_SO)
        slot_.login_security_officer(*pin);
    else
        authorize_signature(pin);
}

/// Without an operation that waits for the PIN there is nothing to authorize. [PKCS11-2.40] §5.6
void Session::authorize_signature(std::optional<ByteView> pin)
{
    require(signature_ && !signature_->may_sign(), CKR_OPERATION_NOT_INITIALIZED);
    signature_->held = slot_.verify_again(pin);
    signature_->authorized = true;
}

void Session::logout()
{
    slot_.logout();
}

void Session::change_pin(std::optional<ByteView> old_pin, std::optional<ByteView> new_pin)
{
    require(read_write_, CKR_SESSION_READ_ONLY);
    require(old_pin.has_value() == new_pin.has_value(), CKR_ARGUMENTS_BAD);
    const bool of_puk = slot_.login_state() == Slot::Login::security_officer;
    require(old_pin || (!of_puk && slot_.has_pin_pad()), CKR_PIN_LEN_RANGE);
    if (!old_pin)
        slot_.change_pin_on_pad();
    else if (of_puk)
        slot_.change_puk(*old_pin, *new_pin);
    else
        slot_.change_pin(*old_pin, *new_pin);
}

void Session::reset_pin(ByteView new_pin)
{
    require(read_write_, CKR_SESSION_READ_ONLY);
    slot_.reset_pin(new_pin);
}

// ---- objects

void Session::begin_search(std::span<const CK_ATTRIBUTE> wanted)
{
    require(!found_, CKR_OPERATION_ACTIVE);
    std::vector<CK_OBJECT_HANDLE> found = slot_.search(wanted);
    std::reverse(found.begin(), found.end());
    found_ = std::move(found);
}

std::size_t Session::next_found(std::span<CK_OBJECT_HANDLE> room)
{
    require(found_.has_value(), CKR_OPERATION_NOT_INITIALIZED);
    const std::size_t count = std::min(room.size(), found_->size());
    for (CK_OBJECT_HANDLE& handle : room.first(count)) {
        handle = found_->back();
        found_->pop_back();
    }
    return count;
}

void Session::end_search()
{
    require(found_.has_value(), CKR_OPERATION_NOT_INITIALIZED);
    found_.reset();
}

void Session::read_attributes(CK_OBJECT_HANDLE object, std::span<CK_ATTRIBUTE> wanted)
{
    const Object* found = slot_.find_object(object);
    require(found != nullptr, CKR_OBJECT_HANDLE_INVALID);
    found->attributes.read(wanted);
}

void Session::destroy_object(CK_OBJECT_HANDLE object)
{
    slot_.destroy_object(object);
}

// ---- all operations

bool Session::cancel(CK_FLAGS operations)
{
    bool any = false;
    const auto end = [&](CK_FLAGS flag, auto& operation) {
        if ((operations & flag) == 0)
            return;
        any = any || operation.has_value();
        operation.reset();
    };
    end(CKF_FIND_OBJECTS, found_);
    end(CKF_SIGN, signature_);
    end(CKF_VERIFY, verification_);
    end(CKF_ENCRYPT, encryption_);
    end(CKF_DECRYPT, decryption_);
    end(CKF_DIGEST, digest_);
    return any;
}

} // namespace p11
