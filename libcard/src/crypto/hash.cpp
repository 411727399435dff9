// SPDX-License-Identifier: Apache-2.0
#include "card/crypto/hash.hpp"

#include "card/base/error.hpp"

#include <botan/hash.h>

#include <array>

namespace card::crypto {

namespace {

/// A fresh one of that kind. To copy one costs less than to find it by its name.
std::unique_ptr<Botan::HashFunction> function_of(Hash hash)
{
    static const std::array functions{Botan::HashFunction::create_or_throw("SHA-1"),
        Botan::HashFunction::create_or_throw("SHA-224"), Botan::HashFunction::create_or_throw("SHA-256"),
        Botan::HashFunction::create_or_throw("SHA-384"), Botan::HashFunction::create_or_throw("SHA-512")};
    return std::unique_ptr<Botan::HashFunction>{functions.at(static_cast<std::size_t>(hash))->clone()};
}

void digest_into(std::span<std::uint8_t> out, Hash hash, std::initializer_list<ByteView> parts)
{
    const auto state = function_of(hash);
    for (const ByteView part : parts)
        state->update(part.data(), part.size());
    state->final(out.data());
}

} // namespace

std::size_t digest_size(Hash hash)
{
    switch (hash) {
    case Hash::sha1:
        return 20;
    case Hash::sha224:
        return 28;
    case Hash::sha256:
        return 32;
    case Hash::sha384:
        return 48;
    case Hash::sha512:
        return 64;
    }
    throw Error{Errc::unsupported, "unknown hash"};
}

Bytes digest(Hash hash, ByteView message)
{
    return digest(hash, {message});
}

Bytes digest(Hash hash, std::initializer_list<ByteView> parts)
{
    Bytes out(digest_size(hash));
    digest_into(out, hash, parts);
    return out;
}

SecureBytes secret_digest(Hash hash, std::initializer_list<ByteView> parts)
{
    SecureBytes out{digest_size(hash)};
    digest_into(out.span(), hash, parts);
    return out;
}

struct Hasher::State {
    std::unique_ptr<Botan::HashFunction> function;
};

Hasher::Hasher(Hash hash) : state_{std::make_unique<State>(State{function_of(hash)})} {}

Hasher::Hasher(Hasher&&) noexcept = default;
Hasher& Hasher::operator=(Hasher&&) noexcept = default;
Hasher::~Hasher() = default;

void Hasher::update(ByteView part)
{
    state_->function->update(part.data(), part.size());
}

Bytes Hasher::finish()
{
    Bytes out(state_->function->output_length());
    state_->function->final(out.data());
    return out;
}

} // namespace card::crypto
