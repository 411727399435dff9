// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bytes.hpp"

/// RSA as a card does it: the private operation alone. Padding is the reader's business. [RFC8017] §5
namespace refcard::rsa {

struct PublicKey {
    Bytes modulus;  ///< in full length
    Bytes exponent; ///< without leading zeros
};

/// A new private key with exponent 65537, as RSAPrivateKey. [RFC8017] §A.1.2
Bytes generate(unsigned bits);

/// The numbers of a private key by the Chinese remainder theorem, each half as long as the modulus. [RFC8017] §3.2
struct Numbers {
    ByteView p, q, d_p, d_q, q_inverse;
};

/// The RSAPrivateKey of these numbers and exponent 65537. Throws Refusal{wrong_data} unless they are of one key whose
/// modulus has so many bits.
Bytes from_numbers(const Numbers& numbers, unsigned bits);

PublicKey public_key(ByteView private_key);

/// block^d mod n, in the length of the modulus. Throws Refusal{wrong_data} unless the block is as long and smaller.
Bytes private_operation(ByteView private_key, ByteView block);

} // namespace refcard::rsa
