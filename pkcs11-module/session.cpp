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

namespace {

/// What cannot be the PIN is a wrong one, and spends no try. [PKCS11-3.0] §5.1.6
template <std::invocable Action>
void prove(Action action)
{
    try {
        action();
    } catch (const card::Error& error) {
        require(error.code() != card::Errc::pin_format, CKR_PIN_INCORRECT);
        throw;
    }
}

} // namespace

/// An empty PIN never asks the card whether somebody else has verified; without one the reader must have a PIN pad.
void Session::require_some(std::optional<ByteView> pin)
{
    require(pin ? !pin->empty() : slot_.has_pin_pad(), CKR_PIN_LEN_RANGE);
}

void Session::login(CK_USER_TYPE user, std::optional<ByteView> pin)
{
    require(user == CKU_USER || user == CKU_SO || user == CKU_CONTEXT_SPECIFIC, CKR_USER_TYPE_INVALID);
    require_some(pin);
    prove([&] {
        if (user == CKU_USER)
            slot_.login(pin);
        else if (user == CKU_SO)
            slot_.login_security_officer(pin);
        else
            authorize_signature(pin);
    });
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
    require_some(old_pin);
    const bool of_puk = slot_.login_state() == Slot::Login::security_officer;
    prove([&] {
        if (old_pin)
            of_puk ? slot_.change_puk(*old_pin, *new_pin) : slot_.change_pin(*old_pin, *new_pin);
        else
            of_puk ? slot_.change_puk_on_pad() : slot_.change_pin_on_pad();
    });
}

void Session::reset_pin(std::optional<ByteView> new_pin)
{
    require(read_write_, CKR_SESSION_READ_ONLY);
    require(slot_.login_state() == Slot::Login::security_officer, CKR_USER_NOT_LOGGED_IN);
    require_some(new_pin);
    new_pin ? slot_.reset_pin(*new_pin) : slot_.reset_pin_on_pad();
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
