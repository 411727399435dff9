// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image.hpp"
#include "random.hpp"

/// Keys of the PIV application by their algorithm identifiers. [800-78-4] table 6-2, RSA-3072 [800-78-5] table 6-2,
/// RSA-4096 the identifier of Yubico, known to cards of other makes alone.
namespace refcard::piv {

inline constexpr std::uint8_t rsa_3072 = 0x05;
inline constexpr std::uint8_t rsa_2048 = 0x07;
inline constexpr std::uint8_t p256 = 0x11;
inline constexpr std::uint8_t p384 = 0x14;
inline constexpr std::uint8_t rsa_4096 = 0x16;

bool knows_algorithm(std::uint8_t id);
bool is_rsa(std::uint8_t algorithm);

/// Throws Refusal{wrong_data} for an unknown algorithm.
PivKey generate_key(std::uint8_t algorithm, Random& random);

/// From what IMPORT ASYMMETRIC KEY brings: 06 the scalar; 01 p, 02 q, 03 d mod p-1, 04 d mod q-1, 05 1/q mod p, in full
/// length, the exponent being 65537. Throws Refusal{wrong_data} unless these are the numbers of one key of that
/// algorithm.
PivKey import_key(std::uint8_t algorithm, ByteView data);

/// 7F49 { 86 point } or 7F49 { 81 modulus, 82 exponent }. [800-73-4] part 2 table 8
Bytes public_key_template(const PivKey& key);

/// EC: the ECDSA signature of a hash as long as the curve's order, in DER. RSA: the private operation on a block as
/// long as the modulus, which signs or decrypts. Throws Refusal{wrong_data} for another input.
Bytes use_key(const PivKey& key, ByteView input);

/// ECDH: the first coordinate, in full length. Throws Refusal{wrong_data} unless key and point are of one curve.
Bytes agree(const PivKey& key, ByteView point);

} // namespace refcard::piv
