// SPDX-License-Identifier: Apache-2.0
#include "card/piv/application.hpp"

#include "tags.hpp"

#include "card/base/error.hpp"
#include "card/iso7816/secret_command.hpp"
#include "card/tlv/reader.hpp"
#include "card/tlv/writer.hpp"

namespace card::piv {

namespace {

constexpr std::uint8_t no_algorithm = 0x00;
constexpr std::size_t shortest_challenge = 8; // blocks of TDES and AES
constexpr std::size_t longest_challenge = 16;

/// SEQUENCE of two INTEGERs, each with a sign byte at most.
constexpr std::size_t longest_signature(std::size_t field_size)
{
    return 2 + 2 * (3 + field_size);
}

std::uint8_t code(Slot slot)
{
    return static_cast<std::uint8_t>(slot);
}

std::uint8_t code(Algorithm algorithm)
{
    return static_cast<std::uint8_t>(algorithm);
}

/// One GENERAL AUTHENTICATE: the value of `wanted`, of about `size` bytes, inside the answer's template.
/// [800-73-4] part 2 §3.2.4
SecureBytes authenticate(iso7816::Channel& channel, std::uint8_t algorithm, std::uint8_t reference, ByteView objects,
    tlv::Tag wanted, std::size_t size)
{
    const auto response = channel.transmit({.ins = iso7816::Ins::general_authenticate,
        .p1 = algorithm,
        .p2 = reference,
        .data = tlv::encode(tag::dynamic_authentication, objects),
        .ne = ne_for(size, channel)});
    const Bytes& data = response.require(iso7816::sw::ok, "GENERAL AUTHENTICATE").data();
    return SecureBytes{tlv::only(tlv::only(data, tag::dynamic_authentication), wanted)};
}

/// The private key applied to `input`, which stands under `kind`.
SecureBytes apply(iso7816::Channel& channel, Slot slot, Algorithm algorithm, tlv::Tag kind, ByteView input)
{
    const Bytes objects = concat({tlv::encode(tag::response, ByteView{}), tlv::encode(kind, input)});
    return authenticate(
        channel, code(algorithm), code(slot), objects, tag::response, longest_signature(input_size(algorithm)));
}

void require_answer(bool good, const char* sentence)
{
    require(good, Errc::response_malformed, "GENERAL AUTHENTICATE", sentence);
}

void require_input(Algorithm algorithm, ByteView input)
{
    require(input.size() == input_size(algorithm), Errc::malformed_data, "GENERAL AUTHENTICATE",
        "input of another length than the key takes");
}

} // namespace

Bytes sign(iso7816::Channel& channel, Slot slot, Algorithm algorithm, ByteView input)
{
    require_input(algorithm, input);
    const SecureBytes signature = apply(channel, slot, algorithm, tag::challenge, input);
    const bool sized = is_rsa(algorithm) ? signature.size() == input.size()
                                         : signature.size() > 0 && signature.size() <= longest_signature(input.size());
    require_answer(sized, "no signature of this key size");
    return to_bytes(signature);
}

SecureBytes agree(iso7816::Channel& channel, Slot slot, const crypto::Point& peer)
{
    SecureBytes secret = apply(channel, slot, algorithm_of(peer), tag::exponentiation, peer.encode());
    require_answer(secret.size() == crypto::field_size(peer.curve()), "no coordinate of this curve");
    return secret;
}

SecureBytes decrypt(iso7816::Channel& channel, Slot slot, Algorithm algorithm, ByteView cryptogram)
{
    require(is_rsa(algorithm), Errc::unsupported, "GENERAL AUTHENTICATE", "only RSA keys decrypt");
    require_input(algorithm, cryptogram);
    SecureBytes block = apply(channel, slot, algorithm, tag::challenge, cryptogram);
    require_answer(block.size() == cryptogram.size(), "no block of this key size");
    return block;
}

Bytes challenge(iso7816::Channel& channel)
{
    const Bytes objects = tlv::encode(tag::challenge, ByteView{});
    const SecureBytes random =
        authenticate(channel, no_algorithm, reference::management, objects, tag::challenge, longest_challenge);
    require_answer(random.size() == shortest_challenge || random.size() == longest_challenge, "no block of a cipher");
    return to_bytes(random);
}

} // namespace card::piv
