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

trust::SlotProof prove_binding(iso7816::Channel& channel, const profile::Profile& profile, crypto::RandomSource& random)
{
    constexpr piv::Slot slot = piv::Slot::card_authentication;
    trust::SlotProof proof{.result = trust::SlotProof::Result::refused, .slot = static_cast<std::uint8_t>(slot)};
    try {
        piv::select(channel, profile.piv);
        const std::optional<Bytes> certificate = piv::read_certificate(channel, slot);
        if (!certificate)
            return proof;
        const crypto::PublicKey key = pki::Certificate::parse(*certificate).public_key();
        const piv::Algorithm algorithm = piv::algorithm_of(key);
        proof.key = key;
        proof.hash = algorithm == piv::Algorithm::p384 ? crypto::Hash::sha384 : crypto::Hash::sha256;
        proof.challenge_digest = crypto::digest(proof.hash, random.bytes(challenge_bytes));
        proof.signature = piv::sign(channel, slot, algorithm,
            piv::is_rsa(algorithm) ? crypto::pkcs1_block(proof.hash, proof.challenge_digest, piv::input_size(algorithm))
                                   : proof.challenge_digest);
        proof.result = trust::SlotProof::Result::answered;
    } catch (const Error& error) {
        if (is_transport_failure(error.code()) || error.code() == Errc::random_failed)
            throw;
    }
    return proof;
}

} // namespace card::session
