// SPDX-License-Identifier: Apache-2.0
#include "card/auth/chip_mapping.hpp"

#include "card/base/error.hpp"
#include "card/crypto/cipher.hpp"

namespace card::auth::pace {

bool maps_to(const crypto::Point& pk_ic, const ChipMapping& mapping)
{
    return mapping.ca_ic.size() == crypto::field_size(pk_ic.curve()) &&
           crypto::is_multiple(mapping.pk_map_ic, pk_ic, mapping.ca_ic);
}

Bytes decrypt_chip_authentication_data(ByteView k_enc, ByteView a_ic, crypto::Curve curve)
{
    constexpr std::string_view step = "PACE step 3d";
    const Bytes minus_one(crypto::aes_block_size, 0xFF);
    try {
        const SecureBytes padded = crypto::aes_cbc_decrypt(k_enc, crypto::aes_encrypt_block(k_enc, minus_one), a_ic);
        Bytes ca_ic = to_bytes(crypto::unpad80(padded));
        require(ca_ic.size() == crypto::field_size(curve), Errc::crypto_failed, step, "not as long as the group order");
        return ca_ic;
    } catch (const Error& error) {
        throw Error{Errc::pace_failed, Step{std::string{step}}, error.what()};
    }
}

} // namespace card::auth::pace
