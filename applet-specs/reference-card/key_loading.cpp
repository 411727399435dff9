// SPDX-License-Identifier: Apache-2.0
#include "key_loading.hpp"

#include "aes.hpp"
#include "status.hpp"

namespace refcard::key_loading {

namespace {

constexpr std::size_t check_value_size = 3;

// The first bytes of a block of 01 encrypted. [GP-D] §4.1.4
Bytes check_value(ByteView key)
{
    Bytes block(aes::block_size, 0x01);
    block = aes::encrypt_block(key, block);
    block.resize(check_value_size);
    return block;
}

ByteView take(ByteView& data, std::size_t size)
{
    require(data.size() >= size, Sw::wrong_data);
    const ByteView taken = data.first(size);
    data = data.subspan(size);
    return taken;
}

std::uint8_t take_byte(ByteView& data)
{
    return take(data, 1)[0];
}

// 88 | length | key length | key under Key-DEK in whole blocks | 03 | check value. [GP] §11.8.2.3
Bytes take_key(ByteView& data, ByteView dek)
{
    require(take_byte(data) == key_type_aes, Sw::wrong_data);
    const std::size_t length = take_byte(data);
    const std::size_t key_size = take_byte(data);
    require(key_size == 16 || key_size == 24 || key_size == 32, Sw::wrong_data);
    const std::size_t encrypted_size = key_size == 16 ? 16 : 32;
    require(length == 1 + encrypted_size, Sw::wrong_data);
    Bytes key = aes::decrypt(dek, aes::zero_block(), take(data, encrypted_size));
    key.resize(key_size);
    require(take_byte(data) == check_value_size, Sw::wrong_data);
    require(ct_equal(check_value(key), take(data, check_value_size)), Sw::security_status);
    return key;
}

} // namespace

KeySet read(ByteView data, ByteView dek)
{
    const std::uint8_t kvn = take_byte(data);
    require(kvn >= 0x01 && kvn <= 0x7F, Sw::wrong_data);
    KeySet keys{.kvn = kvn, .enc = take_key(data, dek), .mac = take_key(data, dek), .dek = take_key(data, dek)};
    require(data.empty(), Sw::wrong_data);
    require(keys.enc.size() == keys.mac.size() && keys.mac.size() == keys.dek.size(), Sw::wrong_data);
    return keys;
}

Bytes answer(const KeySet& keys)
{
    return join({Bytes{keys.kvn}, check_value(keys.enc), check_value(keys.mac), check_value(keys.dek)});
}

} // namespace refcard::key_loading
