// SPDX-License-Identifier: Apache-2.0
#include "card/crypto/hash.hpp"

#include "card/base/error.hpp"

#include <botan/hash.h>

namespace card::crypto {

namespace {

struct HashEntry {
    const char* name;
    std::size_t size;
};

HashEntry entry(Hash hash)
{
    switch (hash) {
    case Hash::sha1:
        return {"SHA-1", 20};
    case Hash::sha224:
        return {"SHA-224", 28};
    case Hash::sha256:
        return {"SHA-256", 32};
    case Hash::sha384:
        return {"SHA-384", 48};
    case Hash::sha512:
        return {"SHA-512", 64};
    }
    throw Error{Errc::unsupported, "unknown hash"};
}

void digest_into(std::span<std::uint8_t> out, Hash hash, std::initializer_list<ByteView> parts)
{
    const auto state = Botan::HashFunction::create_or_throw(entry(hash).name);
    for (const ByteView part : parts)
        state->update(part.data(), part.size());
    state->final(out.data());
}

} // namespace

std::size_t digest_size(Hash hash)
{
    return entry(hash).size;
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

Hasher::Hasher(Hash hash)
    : state_{std::make_unique<State>(State{Botan::HashFunction::create_or_throw(entry(hash).name)})}
{
}

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
