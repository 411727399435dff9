// SPDX-License-Identifier: Apache-2.0
#include "card/trust/challenge.hpp"

#include "card/base/cbor.hpp"
#include "card/trust/evidence_codec.hpp"

namespace card::trust {

Bytes statement(const Evidence& evidence)
{
    Evidence seen = evidence;
    seen.binding = {};
    seen.holder = {};
    seen.pin_problem = {};
    seen.pin_tries = {};
    return encode(seen, Level::hashes_only);
}

Bytes challenge_digest(const Evidence& evidence, std::uint8_t slot, crypto::Hash hash, ByteView nonce)
{
    CborWriter message;
    message.array(4);
    message.text("idcard/statement-1");
    message.number(slot);
    message.bytes(nonce);
    message.bytes(crypto::digest(crypto::Hash::sha256, statement(evidence)));
    return crypto::digest(hash, message.out());
}

bool answers(const Evidence& evidence, ByteView challenge)
{
    const auto signed_with = [](const SlotProof& proof) {
        return proof.result == SlotProof::Result::answered && proof.nonce.has_value();
    };
    return equal(evidence.challenge, challenge) && (signed_with(evidence.binding) || signed_with(evidence.holder));
}

} // namespace card::trust
