// SPDX-License-Identifier: Apache-2.0
#include "card/piv/management.hpp"

#include "tags.hpp"

#include "card/base/error.hpp"
#include "card/crypto/block_cipher.hpp"
#include "card/iso7816/secret_command.hpp"
#include "card/piv/application.hpp"
#include "card/tlv/reader.hpp"
#include "card/tlv/writer.hpp"

namespace card::piv {

namespace {

constexpr const char* witness_step = "GENERAL AUTHENTICATE, witness";
constexpr const char* response_step = "GENERAL AUTHENTICATE, response";

crypto::BlockCipher cipher_of(ManagementAlgorithm algorithm)
{
    return algorithm == ManagementAlgorithm::tdes ? crypto::BlockCipher::tdes : crypto::BlockCipher::aes;
}

void require_key(ManagementAlgorithm algorithm, ByteView key)
{
    require(key.size() == key_size(algorithm), Errc::crypto_failed, "management key", "a key of another size");
}

iso7816::Command general_authenticate(ManagementAlgorithm algorithm)
{
    return {.ins = iso7816::Ins::general_authenticate,
        .p1 = static_cast<std::uint8_t>(algorithm),
        .p2 = reference::management,
        .ne = iso7816::max_short_ne};
}

/// The block under `wanted`, in the answer's template.
ByteView block_of(const iso7816::Response& response, tlv::Tag wanted, std::size_t size, const char* step)
{
    const ByteView block = tlv::only(tlv::only(response.data(), tag::dynamic_authentication), wanted);
    require(block.size() == size, Errc::response_malformed, step, "no block of this cipher");
    return block;
}

/// What cards answer to a witness that another key decrypted.
bool says_wrong(StatusWord status)
{
    return status == iso7816::sw::security_status_not_satisfied || status == iso7816::sw::wrong_data ||
           status == iso7816::sw::authentication_blocked || status.sw1() == 0x63;
}

} // namespace

std::size_t key_size(ManagementAlgorithm algorithm)
{
    switch (algorithm) {
    case ManagementAlgorithm::aes128:
        return 16;
    case ManagementAlgorithm::tdes:
    case ManagementAlgorithm::aes192:
        return 24;
    case ManagementAlgorithm::aes256:
        return 32;
    }
    throw Error{Errc::unsupported, "unknown algorithm of a management key"};
}

Bytes default_management_key(ManagementAlgorithm algorithm)
{
    constexpr std::size_t published = 24;
    const std::size_t size = key_size(algorithm);
    require(size <= published, Errc::unsupported, "management key", "none of this size was published");
    Bytes key;
    for (std::size_t i = 0; i < size; ++i)
        key.push_back(static_cast<std::uint8_t>(1 + i % 8));
    return key;
}

void authenticate(iso7816::Channel& channel, ManagementAlgorithm algorithm, ByteView key, crypto::RandomSource& random)
{
    require_key(algorithm, key);
    const crypto::BlockCipher cipher = cipher_of(algorithm);
    const std::size_t size = crypto::block_size(cipher);

    iso7816::Command ask = general_authenticate(algorithm);
    ask.data = tlv::encode(tag::dynamic_authentication, tlv::encode(tag::witness, ByteView{}));
    const auto asked = channel.transmit(ask);
    const ByteView encrypted = block_of(asked.require(iso7816::sw::ok, witness_step), tag::witness, size, witness_step);
    const SecureBytes witness = crypto::decrypt_block(cipher, key, encrypted);

    // The answer is not asked for by an empty DO 82, as the example of the standard does: PivApplet refuses that.
    const Bytes challenge = random.bytes(size);
    iso7816::Command prove = general_authenticate(algorithm);
    prove.data = tlv::encode(
        tag::dynamic_authentication, {tlv::encode(tag::witness, witness), tlv::encode(tag::challenge, challenge)});
    const auto proven = channel.transmit(prove);
    if (says_wrong(proven.sw()))
        throw Error{Errc::scp_cryptogram_wrong, Step{response_step}, proven.sw()};
    const ByteView response =
        block_of(proven.require(iso7816::sw::ok, response_step), tag::response, size, response_step);
    require(ct_equal(response, crypto::encrypt_block(cipher, key, challenge)), Errc::scp_cryptogram_wrong,
        response_step, "the card does not have the management key");
}

void set_management_key(iso7816::Channel& channel, ManagementAlgorithm algorithm, ByteView key)
{
    require_key(algorithm, key);
    const Bytes head{
        static_cast<std::uint8_t>(algorithm), reference::management, static_cast<std::uint8_t>(key.size())};
    const iso7816::SecretCommand command{{.ins = ins::set_management_key, .p1 = 0xFF, .p2 = 0xFF}, {head, key}};
    channel.transmit(command.get()).require(iso7816::sw::ok, "SET MANAGEMENT KEY");
}

} // namespace card::piv
