// SPDX-License-Identifier: Apache-2.0
#include "binding.hpp"

#include "reading.hpp"

#include "card/crypto/hash.hpp"
#include "card/piv/application.hpp"
#include "card/pki/certificate.hpp"

namespace card::session {

namespace {

constexpr std::size_t challenge_bytes = 32;

} // namespace

trust::BindingProof prove_binding(
    iso7816::Channel& channel, const profile::Profile& profile, crypto::RandomSource& random)
{
    constexpr piv::Slot slot = piv::Slot::card_authentication;
    trust::BindingProof proof{.result = trust::BindingProof::Result::refused, .slot = static_cast<std::uint8_t>(slot)};
    try {
        piv::select(channel, profile.piv);
        const std::optional<Bytes> certificate = piv::read_certificate(channel, slot);
        if (!certificate)
            return proof;
        proof.key = pki::Certificate::parse(*certificate).ec_public_key();
        proof.challenge_digest = crypto::digest(crypto::Hash::sha256, random.bytes(challenge_bytes));
        proof.signature = piv::sign(channel, slot, proof.challenge_digest);
        proof.result = trust::BindingProof::Result::answered;
    } catch (const Error& error) {
        if (is_transport_failure(error.code()) || error.code() == Errc::random_failed)
            throw;
    }
    return proof;
}

} // namespace card::session
