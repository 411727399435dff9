// SPDX-License-Identifier: Apache-2.0
// Data at rest under a key of the token: AES-256-GCM. [PKCS11-CM-2.40] §2.12
#include "card/crypto/random.hpp"
#include "issuer/token.hpp"

#include <array>

namespace perso::issuer {

using card::ByteView;
using card::Errc;

namespace {

constexpr std::size_t nonce_size = 12;
constexpr std::size_t tag_size = 16;
constexpr CK_ULONG sealing_key_size = 32;

// The C interface takes pointers to non-const for what it only reads.
CK_BYTE_PTR octets(ByteView value)
{
    return const_cast<CK_BYTE_PTR>(value.data());
}

CK_GCM_PARAMS parameters(ByteView nonce, ByteView place)
{
    CK_GCM_PARAMS parameters{};
    parameters.pIv = octets(nonce);
    parameters.ulIvLen = nonce.size();
    parameters.ulIvBits = nonce.size() * 8;
    parameters.pAAD = octets(place);
    parameters.ulAADLen = place.size();
    parameters.ulTagBits = tag_size * 8;
    return parameters;
}

} // namespace

void Token::generate_sealing_key(std::string_view label)
{
    CK_BBOOL yes = CK_TRUE;
    CK_BBOOL no = CK_FALSE;
    CK_OBJECT_CLASS kind = CKO_SECRET_KEY;
    CK_KEY_TYPE type = CKK_AES;
    CK_ULONG size = sealing_key_size;
    const ByteView name = card::as_bytes(label);
    std::array<CK_ATTRIBUTE, 14> key_template{{{CKA_CLASS, &kind, sizeof kind}, {CKA_KEY_TYPE, &type, sizeof type},
        {CKA_VALUE_LEN, &size, sizeof size}, {CKA_TOKEN, &yes, sizeof yes}, {CKA_PRIVATE, &yes, sizeof yes},
        {CKA_SENSITIVE, &yes, sizeof yes}, {CKA_EXTRACTABLE, &no, sizeof no}, {CKA_ENCRYPT, &yes, sizeof yes},
        {CKA_DECRYPT, &yes, sizeof yes}, {CKA_SIGN, &no, sizeof no}, {CKA_WRAP, &no, sizeof no},
        {CKA_UNWRAP, &no, sizeof no}, {CKA_LABEL, octets(name), name.size()}, {CKA_ID, octets(name), name.size()}}};
    CK_MECHANISM mechanism{CKM_AES_KEY_GEN, nullptr, 0};
    CK_OBJECT_HANDLE key = CK_INVALID_HANDLE;
    require(
        module_->C_GenerateKey(session_, &mechanism, key_template.data(), key_template.size(), &key), "C_GenerateKey");
}

card::Bytes Token::seal(std::string_view label, ByteView place, ByteView secret) const
{
    const CK_OBJECT_HANDLE key = secret_key_of(label);
    card::Bytes sealed = card::crypto::system_random().bytes(nonce_size);
    sealed.resize(nonce_size + secret.size() + tag_size);
    const ByteView nonce = ByteView{sealed}.first(nonce_size);
    CK_GCM_PARAMS gcm = parameters(nonce, place);
    CK_MECHANISM mechanism{CKM_AES_GCM, &gcm, sizeof gcm};
    require_done(module_->C_EncryptInit(session_, &mechanism, key), "C_EncryptInit AES-GCM");
    CK_ULONG size = secret.size() + tag_size;
    require_done(module_->C_Encrypt(session_, octets(secret), secret.size(), sealed.data() + nonce_size, &size),
        "C_Encrypt AES-GCM");
    card::require(
        size == secret.size() + tag_size, Errc::hsm_failed, "C_Encrypt AES-GCM", "a ciphertext of another length");
    return sealed;
}

card::SecureBytes Token::open(std::string_view label, ByteView place, ByteView sealed) const
{
    constexpr std::string_view step = "open what is sealed";
    card::require(sealed.size() >= nonce_size + tag_size, Errc::seal_broken, step, "too short");
    const CK_OBJECT_HANDLE key = secret_key_of(label);
    CK_GCM_PARAMS gcm = parameters(sealed.first(nonce_size), place);
    CK_MECHANISM mechanism{CKM_AES_GCM, &gcm, sizeof gcm};
    require_done(module_->C_DecryptInit(session_, &mechanism, key), "C_DecryptInit AES-GCM");
    const ByteView ciphertext = sealed.subspan(nonce_size);
    card::SecureBytes room(ciphertext.size()); // SoftHSM asks for room for the tag as well
    CK_ULONG size = room.size();
    const CK_RV rv = module_->C_Decrypt(session_, octets(ciphertext), ciphertext.size(), room.data(), &size);
    // Each module has its own word for a wrong tag.
    if (rv != CKR_OK && condition(rv) != Errc::hsm_unavailable && !is_gone())
        throw card::Error{Errc::seal_broken, card::Step{std::string{step}}, "altered, moved, or under another key"};
    require_done(rv, "C_Decrypt AES-GCM");
    return card::SecureBytes{room.view().first(size)};
}

} // namespace perso::issuer
