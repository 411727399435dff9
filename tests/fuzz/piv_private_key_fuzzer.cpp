// SPDX-License-Identifier: Apache-2.0
// A private key in PKCS #8, as a file brings it.
// Computes public keys: counted by the tenth.
#include "card/piv/private_key.hpp"
#include "fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace card;
    fuzz::may_refuse([&] {
        const piv::PrivateKey key = piv::decode_private_key({data, size});
        if (const auto* const rsa = std::get_if<crypto::RsaPrivateKey>(&key)) {
            fuzz::must_hold(rsa->prime_1.size() == rsa->public_key.size() / 2, "primes of half the length");
            fuzz::must_hold(crypto::is_consistent(*rsa), "parts that belong together");
        } else {
            const auto& pair = std::get<crypto::KeyPair>(key);
            const auto again = crypto::Group{pair.public_key().curve()}.key_pair(pair.private_key());
            fuzz::must_hold(again.public_key() == pair.public_key(), "the public key of the private one");
        }
    });
    return 0;
}
