// SPDX-License-Identifier: Apache-2.0
#include "diversification.hpp"

#include "aes.hpp"

#include <stdexcept>

namespace refcard {

namespace {

// Chip, use, key. [MGT-11]
Bytes an10922_input(KeyRole role, ByteView diversification_data)
{
    return join({diversification_data, text_bytes("SCP03"), big_endian(static_cast<std::uint8_t>(role), 1)});
}

} // namespace

Bytes diversify_kdf3(ByteView master, KeyRole role, ByteView diversification_data)
{
    const Bytes label{0x00, 0x00, 0x00, static_cast<std::uint8_t>(role), 0x00};
    Bytes key;
    for (std::uint8_t i = 1; key.size() < master.size(); ++i)
        append(key, aes::cmac(master, join({big_endian(i, 1), label, diversification_data})));
    key.resize(master.size());
    return key;
}

Bytes diversify_an10922(ByteView master, ByteView input)
{
    if (input.size() < aes::block_size || input.size() >= 2 * aes::block_size)
        throw std::logic_error{"a diversification input of 16 to 31 bytes is wanted"};
    const auto block = [&](std::uint8_t constant) { return aes::cmac(master, join({Bytes{constant}, input})); };
    switch (master.size()) {
    case 16:
        return block(0x01);
    case 24: {
        // the second half of one block and the first of the other are added
        const Bytes a = block(0x11);
        const Bytes b = block(0x12);
        Bytes key = join({a, ByteView{b}.last(8)});
        for (std::size_t i = 0; i < 8; ++i)
            key[8 + i] = static_cast<std::uint8_t>(a[8 + i] ^ b[i]);
        return key;
    }
    case 32:
        return join({block(0x41), block(0x42)});
    default:
        throw std::logic_error{"not the size of an AES key"};
    }
}

KeySet transport_keys(const Profile::Management& profile, ByteView diversification_data)
{
    const auto key = [&](KeyRole role) {
        const ByteView master = profile.transport_master_key;
        return profile.diversification == Diversification::an10922
                   ? diversify_an10922(master, an10922_input(role, diversification_data))
                   : diversify_kdf3(master, role, diversification_data);
    };
    return {.kvn = profile.transport_kvn, .enc = key(KeyRole::enc), .mac = key(KeyRole::mac), .dek = key(KeyRole::dek)};
}

} // namespace refcard
