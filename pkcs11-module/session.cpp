// SPDX-License-Identifier: Apache-2.0
#include "session.hpp"

#include "slot.hpp"

#include <algorithm>

namespace p11 {

using card::ByteView;

CK_SESSION_INFO Session::info() const
{
    CK_SESSION_INFO info{};
    info.slotID = slot_.id();
    info.flags = CKF_SERIAL_SESSION | (read_write_ ? CKF_RW_SESSION : 0);
    if (slot_.logged_in())
        info.state = read_write_ ? CKS_RW_USER_FUNCTIONS : CKS_RO_USER_FUNCTIONS;
    else
        info.state = read_write_ ? CKS_RW_PUBLIC_SESSION : CKS_RO_PUBLIC_SESSION;
    return info;
}

// ---- PIN

void Session::login(CK_USER_TYPE user, ByteView pin)
{
    require(user == CKU_USER || user == CKU_CONTEXT_SPECIFIC, CKR_USER_TYPE_INVALID);
    require(!pin.empty(), CKR_PIN_LEN_RANGE); // never asks the card whether somebody else has verified
    if (user == CKU_USER)
        slot_.login(pin);
    else
        authorize_signature(pin);
}

/// Without an operation that waits for the PIN there is nothing to authorize. [PKCS11-2.40] §5.6
void Session::authorize_signature(ByteView pin)
{
    require(signature_ && !signature_->authorized(), CKR_OPERATION_NOT_INITIALIZED);
    slot_.verify_again(pin);
    signature_->authorize();
}

void Session::logout()
{
    slot_.logout();
}

void Session::change_pin(ByteView old_pin, ByteView new_pin)
{
    require(read_write_, CKR_SESSION_READ_ONLY);
    slot_.change_pin(old_pin, new_pin);
}

// ---- objects

void Session::begin_search(std::span<const CK_ATTRIBUTE> wanted)
{
    require(!found_, CKR_OPERATION_ACTIVE);
    std::vector<CK_OBJECT_HANDLE> found = slot_.objects();
    std::erase_if(found, [&](CK_OBJECT_HANDLE handle) { return !slot_.find_object(handle)->attributes.match(wanted); });
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

// ---- signing

void Session::begin_signature(const CK_MECHANISM& mechanism, CK_OBJECT_HANDLE key)
{
    require(!signature_, CKR_OPERATION_ACTIVE);
    const Offer known = find_mechanism(mechanism.mechanism, slot_.keys());
    require(mechanism.ulParameterLen == 0, CKR_MECHANISM_PARAM_INVALID);
    const Object* object = slot_.find_object(key);
    require(object != nullptr, slot_.logged_in() ? CKR_KEY_HANDLE_INVALID : CKR_USER_NOT_LOGGED_IN);
    require(object->key && object->key->signs(), CKR_KEY_FUNCTION_NOT_PERMITTED);
    signature_.emplace(known.mechanism, *object->key);
}

SignOperation& Session::active_signature()
{
    require(signature_.has_value(), CKR_OPERATION_NOT_INITIALIZED);
    return *signature_;
}

void Session::sign(ByteView data, Output<CK_BYTE> signature)
{
    require(!active_signature().in_parts(), CKR_OPERATION_ACTIVE);
    hand_out_signature(data, signature);
}

void Session::update_signature(ByteView part)
{
    SignOperation operation = std::move(active_signature()); // ended by an error, as Cryptoki asks
    signature_.reset();
    operation.begin_parts();
    operation.update(part);
    signature_ = std::move(operation);
}

void Session::finish_signature(Output<CK_BYTE> signature)
{
    hand_out_signature({}, signature);
}

/// Asking for the size and too small a buffer leave the operation as it is; everything else ends it.
/// [PKCS11-2.40] §5.11.2
void Session::hand_out_signature(ByteView rest, Output<CK_BYTE> signature)
{
    if (!signature.announce(active_signature().signature_size()))
        return;
    SignOperation operation = std::move(active_signature());
    signature_.reset();
    require(operation.authorized(), CKR_USER_NOT_LOGGED_IN);
    operation.update(rest);
    const card::Bytes input = operation.card_input();
    signature.write(slot_.sign(operation.key(), input));
}

} // namespace p11
