// SPDX-License-Identifier: Apache-2.0
#include "tdes.hpp"

#include "openssl.hpp"

#include <openssl/evp.h>

namespace refcard::tdes {

Bytes encrypt_block(ByteView key, ByteView block)
{
    if (key.size() != key_size || block.size() != block_size)
        throw std::logic_error{"not the size of a TDES key or block"};
    const Owned<EVP_CIPHER_CTX, EVP_CIPHER_CTX_free> context{must(EVP_CIPHER_CTX_new())};
    must(EVP_EncryptInit_ex2(context.get(), EVP_des_ede3_ecb(), key.data(), nullptr, nullptr));
    must(EVP_CIPHER_CTX_set_padding(context.get(), 0));
    Bytes result(block_size);
    int size = 0;
    must(EVP_EncryptUpdate(context.get(), result.data(), &size, block.data(), static_cast<int>(block.size())));
    return result;
}

} // namespace refcard::tdes
