// SPDX-License-Identifier: Apache-2.0
#include "issuer/aes_gcm.hpp"

#include "card/base/error.hpp"

#include <openssl/evp.h>

#include <memory>

namespace perso::issuer::gcm {

using card::ByteView;
using card::Errc;

namespace {

struct Free {
    void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};

using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, Free>;

void require_done(int result, std::string_view step)
{
    card::require(result == 1, Errc::crypto_failed, step, "OpenSSL refused");
}

void require_sizes(ByteView key, ByteView nonce)
{
    card::require(key.size() == key_size && nonce.size() == nonce_size, Errc::internal, "AES-GCM",
        "a key of 32 and a nonce of 12 bytes");
}

} // namespace

card::Bytes seal(ByteView key, ByteView nonce, ByteView context, ByteView plain)
{
    require_sizes(key, nonce);
    const CipherContext cipher{EVP_CIPHER_CTX_new()};
    constexpr std::string_view step = "AES-GCM encryption";
    require_done(EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, key.data(), nonce.data()), step);
    int length = 0;
    require_done(
        EVP_EncryptUpdate(cipher.get(), nullptr, &length, context.data(), static_cast<int>(context.size())), step);
    card::Bytes sealed(plain.size() + tag_size);
    require_done(
        EVP_EncryptUpdate(cipher.get(), sealed.data(), &length, plain.data(), static_cast<int>(plain.size())), step);
    require_done(EVP_EncryptFinal_ex(cipher.get(), sealed.data() + length, &length), step);
    require_done(EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, tag_size, sealed.data() + plain.size()), step);
    return sealed;
}

card::SecureBytes open(ByteView key, ByteView nonce, ByteView context, ByteView sealed)
{
    require_sizes(key, nonce);
    constexpr std::string_view step = "AES-GCM decryption";
    card::require(sealed.size() >= tag_size, Errc::seal_broken, step, "shorter than its tag");
    const ByteView text = sealed.first(sealed.size() - tag_size);
    card::Bytes tag = card::to_bytes(sealed.last(tag_size));
    const CipherContext cipher{EVP_CIPHER_CTX_new()};
    require_done(EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, key.data(), nonce.data()), step);
    int length = 0;
    require_done(
        EVP_DecryptUpdate(cipher.get(), nullptr, &length, context.data(), static_cast<int>(context.size())), step);
    card::SecureBytes plain(text.size());
    require_done(
        EVP_DecryptUpdate(cipher.get(), plain.data(), &length, text.data(), static_cast<int>(text.size())), step);
    require_done(EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, tag_size, tag.data()), step);
    card::require(EVP_DecryptFinal_ex(cipher.get(), plain.data() + length, &length) == 1, Errc::seal_broken, step,
        "not as it was sealed");
    return plain;
}

} // namespace perso::issuer::gcm
