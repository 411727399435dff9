// SPDX-License-Identifier: Apache-2.0
#include "slot_proof.hpp"

#include "card/base/error.hpp"
#include "card/iso7816/buffers.hpp"
#include "card/piv/application.hpp"
#include "card/pki/certificate.hpp"
#include "card/trust/challenge.hpp"

namespace card::session {

namespace {

constexpr std::size_t challenge_bytes = 32;

/// VERIFY fits every card. Who says that its length was refused may have hidden the answer, and the try is spent: the
/// visit must not begin again and spend another.
iso7816::PinResult verify_once(iso7816::Channel& channel, ByteView pin, const profile::Profile& profile)
{
    try {
        return piv::verify_pin(channel, pin, profile);
    } catch (const Error& error) {
        if (!iso7816::length_refused(error))
            throw;
        throw Error{Errc::response_malformed, Step{"VERIFY"}, "a refusal of its length"};
    }
}

} // namespace

const lds::SlotBinding* binding_of(const lds::Dg13& dg13, piv::Slot slot)
{
    return lds::binding_of(dg13, static_cast<std::uint8_t>(slot));
}

trust::SlotProof refused(piv::Slot slot)
{
    return {.result = trust::SlotProof::Result::refused, .slot = static_cast<std::uint8_t>(slot)};
}

crypto::PublicKey certified_key(iso7816::Channel& channel, piv::Slot slot)
{
    const std::optional<Bytes> certificate = piv::read_certificate(channel, slot);
    if (!certificate)
        throw Error{Errc::file_not_found, Step{"GET DATA certificate"}, "the slot has none"};
    return pki::Certificate::parse(*certificate).public_key();
}

trust::SlotProof sign_challenge(iso7816::Channel& channel, piv::Slot slot, const crypto::PublicKey& key,
    crypto::RandomSource& random, const trust::Evidence* evidence)
{
    const piv::Algorithm algorithm = piv::algorithm_of(key);
    const crypto::Hash hash = piv::hash_for(algorithm);
    const auto number = static_cast<std::uint8_t>(slot);
    const Bytes nonce = random.bytes(challenge_bytes);
    const Bytes digest =
        evidence != nullptr ? trust::challenge_digest(*evidence, number, hash, nonce) : crypto::digest(hash, nonce);
    return {.result = trust::SlotProof::Result::answered,
        .slot = number,
        .key = key,
        .hash = hash,
        .challenge_digest = digest,
        .signature = piv::sign(channel, slot, algorithm, piv::signature_input(algorithm, hash, digest)),
        .nonce = evidence != nullptr ? std::optional{nonce} : std::nullopt};
}

std::optional<PinRefusal> enter_pin(
    iso7816::Channel& channel, ByteView pin, bool last_try, const profile::Profile& profile)
{
    try {
        const iso7816::PinResult before = piv::pin_status(channel);
        if (before.state == iso7816::PinResult::State::blocked)
            return PinRefusal{Errc::pin_blocked};
        if (before.tries_left == 1U && !last_try)
            return PinRefusal{Errc::pin_last_try};
        const iso7816::PinResult result = verify_once(channel, pin, profile);
        if (result.state == iso7816::PinResult::State::blocked)
            return PinRefusal{Errc::pin_blocked};
        if (!result.ok())
            return PinRefusal{Errc::pin_wrong, result.tries_left};
        return std::nullopt;
    } catch (const Error& error) {
        if (error.code() == Errc::pin_format)
            return PinRefusal{Errc::pin_format};
        if (error.status_word() == iso7816::sw::reference_not_found)
            return PinRefusal{Errc::pin_absent};
        throw;
    }
}

} // namespace card::session
