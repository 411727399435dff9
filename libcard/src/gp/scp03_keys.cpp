// SPDX-License-Identifier: Apache-2.0
#include "card/gp/scp03_keys.hpp"

#include "card/crypto/mac.hpp"

#include <algorithm>

namespace card::gp {

namespace {

constexpr std::size_t label_size = 12; ///< eleven zeros and the constant

Cryptogram cryptogram(ByteView s_mac, Derivation purpose, const Challenge& host, const Challenge& card)
{
    const SecureBytes derived = derive(s_mac, purpose, Cryptogram{}.size(), concat({host, card}));
    Cryptogram out{};
    std::copy_n(derived.data(), out.size(), out.begin());
    return out;
}

} // namespace

SecureBytes derive(ByteView key, Derivation purpose, std::size_t size, ByteView context)
{
    crypto::AesCmac prf{SecureBytes{key}};
    Bytes label(label_size);
    label.back() = static_cast<std::uint8_t>(purpose);
    SecureBytes blocks;
    for (std::uint8_t i = 1; blocks.size() < size; ++i) {
        const Bytes block = concat({label, Bytes{0x00}, big_endian(size * 8, 2), Bytes{i}, context});
        blocks = secure_concat({blocks, prf.mac(block)});
    }
    return SecureBytes{blocks.view().first(size)};
}

Scp03SessionKeys derive_session_keys(const KeySet& keys, const Challenge& host, const Challenge& card)
{
    const Bytes context = concat({host, card});
    return {
        .s_enc = derive(keys.enc, Derivation::s_enc, keys.enc.size(), context),
        .s_mac = derive(keys.mac, Derivation::s_mac, keys.mac.size(), context),
        .s_rmac = derive(keys.mac, Derivation::s_rmac, keys.mac.size(), context),
    };
}

Cryptogram card_cryptogram(ByteView s_mac, const Challenge& host, const Challenge& card)
{
    return cryptogram(s_mac, Derivation::card_cryptogram, host, card);
}

Cryptogram host_cryptogram(ByteView s_mac, const Challenge& host, const Challenge& card)
{
    return cryptogram(s_mac, Derivation::host_cryptogram, host, card);
}

} // namespace card::gp
