// SPDX-License-Identifier: Apache-2.0
#include "card/crypto/random.hpp"

#include "translate.hpp"

#include <botan/system_rng.h>

namespace card::crypto {

namespace {

class SystemRandom : public RandomSource {
public:
    void fill(std::span<std::uint8_t> out) override
    {
        translated(Errc::random_failed, "the operating system gives no randomness",
            [&] { Botan::system_rng().randomize(out.data(), out.size()); });
    }
};

} // namespace

Bytes RandomSource::bytes(std::size_t size)
{
    Bytes out(size);
    fill(out);
    return out;
}

SecureBytes RandomSource::secret(std::size_t size)
{
    SecureBytes out{size};
    fill(out.span());
    return out;
}

RandomSource& system_random()
{
    static SystemRandom source;
    return source;
}

} // namespace card::crypto
