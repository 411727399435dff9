// SPDX-License-Identifier: Apache-2.0
#include "random.hpp"

#include <openssl/rand.h>

#include <stdexcept>

namespace refcard {

void SystemRandom::fill(std::span<std::uint8_t> bytes)
{
    if (RAND_priv_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1)
        throw std::runtime_error{"the random generator failed"};
}

} // namespace refcard
