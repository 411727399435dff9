// SPDX-License-Identifier: Apache-2.0
#include "card/gp/diversification.hpp"

#include "card/base/error.hpp"

namespace card::gp {

namespace {

using crypto::Cmac;

void require_key_size(std::size_t key_size)
{
    require(key_size == 16 || key_size == 24 || key_size == 32, Errc::crypto_failed, "key diversification",
        "an AES key has 16, 24 or 32 bytes");
}

/// K(i) = CMAC(master, i | label | 00 | context), as long as the key needs. The label is 00 00 00 and the number of
/// the key, the context names the chip. The length is not part of the input.
SecureBytes kdf3_key(Cmac& master, std::uint8_t key_number, const Kdd& kdd, std::size_t key_size)
{
    SecureBytes blocks;
    for (std::uint8_t i = 1; blocks.size() < key_size; ++i) {
        const Bytes block = concat({Bytes{i, 0x00, 0x00, 0x00, key_number, 0x00}, kdd.bytes});
        blocks = secure_concat({blocks, master.mac(block)});
    }
    return SecureBytes{blocks.view().first(key_size)};
}

SecureBytes key(Cmac& master, std::uint8_t key_number, const Kdd& kdd, std::size_t key_size, Diversification method)
{
    return method == Diversification::kdf3 ? kdf3_key(master, key_number, kdd, key_size)
                                           : an10922_key(master, an10922_input(kdd, key_number), key_size);
}

} // namespace

KeySet diversify(Cmac& master, const Kdd& kdd, std::size_t key_size, Diversification method)
{
    require_key_size(key_size);
    return {
        .enc = key(master, 1, kdd, key_size, method),
        .mac = key(master, 2, kdd, key_size, method),
        .dek = key(master, 3, kdd, key_size, method),
    };
}

SecureBytes an10922_key(Cmac& master, ByteView input, std::size_t key_size)
{
    require_key_size(key_size);
    require(input.size() >= 16 && input.size() <= 31, Errc::crypto_failed, "AN10922",
        "the diversification input has not 16 to 31 bytes");
    const auto block = [&](std::uint8_t constant) { return master.mac(concat({Bytes{constant}, input})); };

    if (key_size == 16)
        return block(0x01);
    if (key_size == 32)
        return secure_concat({block(0x41), block(0x42)});
    // 24 bytes: the halves in the middle are laid over each other
    const SecureBytes a = block(0x11);
    const SecureBytes b = block(0x12);
    SecureBytes key = secure_concat({a, b.view().last(8)});
    for (std::size_t i = 0; i < 8; ++i)
        key[8 + i] ^= b[i];
    return key;
}

Bytes an10922_input(const Kdd& kdd, std::uint8_t key_number)
{
    return concat({kdd.bytes, as_bytes("SCP03"), Bytes{key_number}});
}

} // namespace card::gp
