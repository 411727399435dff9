// SPDX-License-Identifier: Apache-2.0
// Signing, verifying, encrypting, decrypting, digesting, deriving: the operations of a session.
#include "derivation.hpp"
#include "session.hpp"
#include "slot.hpp"

namespace p11 {

using card::ByteView;

namespace {

/// The operation in progress. Throws CKR_OPERATION_NOT_INITIALIZED.
template <class Operation>
Operation& active(std::optional<Operation>& operation)
{
    require(operation.has_value(), CKR_OPERATION_NOT_INITIALIZED);
    return *operation;
}

/// Takes it out of the session: whatever goes wrong from here on, it has ended.
template <class Operation>
Operation taken(std::optional<Operation>& operation)
{
    Operation out = std::move(active(operation));
    operation.reset();
    return out;
}

bool is_of_private_key(Use use)
{
    return use == Use::sign || use == Use::decrypt || use == Use::derive;
}

} // namespace

/// The key, if mechanism, use and key fit together; otherwise throws what does not. [PKCS11-3.0] §5.1.6
const CardKey& Session::key(const CK_MECHANISM& mechanism, Use use, CK_OBJECT_HANDLE handle)
{
    const Object* const object = slot_.find_object(handle);
    require(object != nullptr, slot_.hides_object(handle) ? CKR_USER_NOT_LOGGED_IN : CKR_KEY_HANDLE_INVALID);
    const CK_OBJECT_CLASS wanted = is_of_private_key(use) ? CKO_PRIVATE_KEY : CKO_PUBLIC_KEY;
    require(object->key || object->object_class == CKO_SECRET_KEY, CKR_KEY_HANDLE_INVALID); // it is no key
    require(object->key && object->object_class == wanted, CKR_KEY_FUNCTION_NOT_PERMITTED);
    if (!mechanism_for(mechanism.mechanism, use, *object->key)) {
        const Mechanism offered = find_mechanism(mechanism.mechanism, slot_.keys()).mechanism;
        require(offered.allows(use), CKR_MECHANISM_INVALID);
        require(offered.is_for(object->key->kind()), CKR_KEY_TYPE_INCONSISTENT); // before the other
        throw Failure{CKR_KEY_FUNCTION_NOT_PERMITTED};
    }
    return *object->key;
}

Recipe Session::recipe(const CK_MECHANISM& mechanism, Use use, CK_OBJECT_HANDLE handle)
{
    const CardKey& found = key(mechanism, use, handle);
    return Recipe{*mechanism_for(mechanism.mechanism, use, found), mechanism, found};
}

// ---- signing

void Session::begin_signature(const CK_MECHANISM& mechanism, CK_OBJECT_HANDLE key)
{
    require(!signature_, CKR_OPERATION_ACTIVE);
    signature_.emplace(recipe(mechanism, Use::sign, key));
}

void Session::sign(ByteView data, Output<CK_BYTE> signature)
{
    require(!active(signature_).message.in_parts(), CKR_OPERATION_ACTIVE);
    hand_out_signature(data, signature);
}

void Session::update_signature(ByteView part)
{
    SignOperation operation = taken(signature_);
    operation.message.begin_parts();
    operation.message.update(part);
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
    if (!signature.announce(active(signature_).recipe.key().signature_size()))
        return;
    SignOperation operation = taken(signature_);
    require(operation.may_sign(), CKR_USER_NOT_LOGGED_IN);
    operation.message.update(rest);
    const card::Bytes input = operation.card_input();
    signature.write(slot_.sign(operation.recipe.key(), input));
}

// ---- verifying

void Session::begin_verification(const CK_MECHANISM& mechanism, CK_OBJECT_HANDLE key)
{
    require(!verification_, CKR_OPERATION_ACTIVE);
    verification_.emplace(recipe(mechanism, Use::verify, key));
}

void Session::verify(ByteView data, ByteView signature)
{
    require(!active(verification_).message.in_parts(), CKR_OPERATION_ACTIVE);
    VerifyOperation operation = taken(verification_);
    operation.message.update(data);
    operation.check(signature);
}

void Session::update_verification(ByteView part)
{
    VerifyOperation operation = taken(verification_);
    operation.message.begin_parts();
    operation.message.update(part);
    verification_ = std::move(operation);
}

void Session::finish_verification(ByteView signature)
{
    taken(verification_).check(signature);
}

// ---- encrypting and decrypting

void Session::begin_encryption(const CK_MECHANISM& mechanism, CK_OBJECT_HANDLE key)
{
    require(!encryption_, CKR_OPERATION_ACTIVE);
    encryption_.emplace(EncryptOperation{recipe(mechanism, Use::encrypt, key)});
}

void Session::encrypt(ByteView message, Output<CK_BYTE> cryptogram)
{
    if (!cryptogram.announce(active(encryption_).recipe.key().size()))
        return;
    cryptogram.write(taken(encryption_).recipe.encrypt(message));
}

void Session::begin_decryption(const CK_MECHANISM& mechanism, CK_OBJECT_HANDLE key)
{
    require(!decryption_, CKR_OPERATION_ACTIVE);
    decryption_.emplace(recipe(mechanism, Use::decrypt, key));
}

/// Asked for the size alone, it tells the greatest that is possible, without the card. What the card computed is kept
/// for a caller who comes back with more room, so that it never computes twice.
void Session::decrypt(ByteView cryptogram, Output<CK_BYTE> message)
{
    if (message.asks_for_size_only()) {
        const DecryptOperation& waiting = active(decryption_);
        message.announce(waiting.message ? waiting.message->size() : waiting.recipe.longest_input());
        return;
    }
    DecryptOperation operation = taken(decryption_);
    if (!operation.message || !card::equal(operation.cryptogram, cryptogram)) {
        const CardKey& key = operation.recipe.key();
        require(cryptogram.size() == key.size(), CKR_ENCRYPTED_DATA_LEN_RANGE);
        require(key.takes(cryptogram), CKR_ENCRYPTED_DATA_INVALID); // cards answer it as they like
        operation.message = operation.recipe.message_in(slot_.decrypt(key, cryptogram));
        operation.cryptogram = card::to_bytes(cryptogram);
    }
    const card::SecureBytes clear = operation.message->clone();
    if (!message.has_room_for(clear.size()))
        decryption_ = std::move(operation);
    message.write(clear.view());
}

// ---- digests

void Session::begin_digest(const CK_MECHANISM& mechanism)
{
    require(!digest_, CKR_OPERATION_ACTIVE);
    const card::crypto::Hash hash = digest_mechanism(mechanism.mechanism);
    require(mechanism.ulParameterLen == 0, CKR_MECHANISM_PARAM_INVALID);
    digest_.emplace(hash);
}

void Session::digest(ByteView data, Output<CK_BYTE> digest)
{
    require(!active(digest_).in_parts, CKR_OPERATION_ACTIVE);
    hand_out_digest(data, digest);
}

void Session::update_digest(ByteView part)
{
    active(digest_).in_parts = true;
    digest_->hasher.update(part);
}

void Session::finish_digest(Output<CK_BYTE> digest)
{
    hand_out_digest({}, digest);
}

void Session::hand_out_digest(ByteView rest, Output<CK_BYTE> digest)
{
    if (!digest.announce(card::crypto::digest_size(active(digest_).hash)))
        return;
    DigestOperation operation = taken(digest_);
    operation.hasher.update(rest);
    digest.write(operation.hasher.finish());
}

// ---- key agreement, random numbers

CK_OBJECT_HANDLE Session::derive(
    const CK_MECHANISM& mechanism, CK_OBJECT_HANDLE handle, std::span<const CK_ATTRIBUTE> wanted)
{
    const CardKey own = key(mechanism, Use::derive, handle);
    const Attributes base_key = slot_.find_object(handle)->attributes;
    const Agreement agreement{mechanism, own};
    const SecretKeyTemplate secret_key{wanted};
    const card::SecureBytes shared_secret = slot_.agree(own, agreement.peer());
    return slot_.add_object(handle_, secret_key.make(agreement.key_from(shared_secret, secret_key.size()), base_key));
}

void Session::random(std::span<std::uint8_t> out)
{
    slot_.random(out);
}

} // namespace p11
