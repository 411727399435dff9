// SPDX-License-Identifier: Apache-2.0
#include "piv_keys.hpp"

#include "ec.hpp"
#include "key_generation.hpp"
#include "rsa.hpp"
#include "status.hpp"
#include "tlv.hpp"

namespace refcard::piv {

namespace {

ec::Curve curve_of(std::uint8_t algorithm)
{
    require(algorithm == p256 || algorithm == p384, Sw::wrong_data);
    return algorithm == p256 ? ec::Curve::p256() : ec::Curve::p384();
}

unsigned modulus_bits(std::uint8_t algorithm)
{
    if (algorithm == rsa_2048)
        return 2048;
    return algorithm == rsa_3072 ? 3072 : 4096;
}

} // namespace

bool knows_algorithm(std::uint8_t id)
{
    return is_rsa(id) || id == p256 || id == p384;
}

bool is_rsa(std::uint8_t algorithm)
{
    return algorithm == rsa_2048 || algorithm == rsa_3072 || algorithm == rsa_4096;
}

PivKey generate_key(std::uint8_t algorithm, Random& random)
{
    if (is_rsa(algorithm))
        return {.algorithm = algorithm, .secret = rsa::generate(modulus_bits(algorithm))};
    return {.algorithm = algorithm, .secret = curve_of(algorithm).generate_scalar(random)};
}

PivKey import_key(std::uint8_t algorithm, ByteView data)
{
    tlv::Parser parser{data};
    if (!is_rsa(algorithm)) {
        const Bytes scalar = copy(parser.take(0x06));
        parser.end();
        require(curve_of(algorithm).is_scalar(scalar), Sw::wrong_data);
        return {.algorithm = algorithm, .secret = scalar};
    }
    const rsa::Numbers numbers{.p = parser.take(0x01),
        .q = parser.take(0x02),
        .d_p = parser.take(0x03),
        .d_q = parser.take(0x04),
        .q_inverse = parser.take(0x05)};
    parser.end();
    return {.algorithm = algorithm, .secret = rsa::from_numbers(numbers, modulus_bits(algorithm))};
}

Bytes public_key_template(const PivKey& key)
{
    if (!is_rsa(key.algorithm))
        return refcard::public_key_template(curve_of(key.algorithm).multiply_generator(key.secret));
    const rsa::PublicKey rsa_key = rsa::public_key(key.secret);
    return tlv::make(0x7F49, {tlv::make(0x81, rsa_key.modulus), tlv::make(0x82, rsa_key.exponent)});
}

Bytes use_key(const PivKey& key, ByteView input)
{
    if (is_rsa(key.algorithm))
        return rsa::private_operation(key.secret, input);
    require(input.size() == key.secret.size(), Sw::wrong_data);
    return curve_of(key.algorithm).sign(key.secret, input);
}

Bytes agree(const PivKey& key, ByteView point)
{
    const ec::Curve curve = curve_of(key.algorithm);
    return copy(curve.multiply(key.secret, curve.decode(point)).x());
}

} // namespace refcard::piv
