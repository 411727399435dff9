// SPDX-License-Identifier: Apache-2.0
#include "card/gp/diversification.hpp"

#include "card/base/error.hpp"

namespace card::gp {

namespace {

/// K(i) = CMAC(master, i | label | 00 | context), as long as the key needs. The label is 00 00 00 and the number of
/// the key, the context names the chip. The length is not part of the input.
SecureBytes diversified_key(crypto::Cmac& master, std::uint8_t key_number, const Kdd& kdd, std::size_t key_size)
{
    SecureBytes blocks;
    for (std::uint8_t i = 1; blocks.size() < key_size; ++i) {
        const Bytes block = concat({Bytes{i, 0x00, 0x00, 0x00, key_number, 0x00}, kdd.bytes});
        blocks = secure_concat({blocks, master.mac(block)});
    }
    return SecureBytes{blocks.view().first(key_size)};
}

} // namespace

KeySet diversify(crypto::Cmac& master, const Kdd& kdd, std::size_t key_size)
{
    require(key_size == 16 || key_size == 24 || key_size == 32, Errc::crypto_failed, "key diversification",
        "an AES key has 16, 24 or 32 bytes");
    return {
        .enc = diversified_key(master, 1, kdd, key_size),
        .mac = diversified_key(master, 2, kdd, key_size),
        .dek = diversified_key(master, 3, kdd, key_size),
    };
}

} // namespace card::gp
