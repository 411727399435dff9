// SPDX-License-Identifier: Apache-2.0
#include "card/auth/chip_authentication.hpp"

#include "aes_key_size.hpp"

#include "card/auth/general_authenticate.hpp"
#include "card/base/error.hpp"
#include "card/iso7816/status_word.hpp"
#include "card/tlv/writer.hpp"

namespace card::auth::chip {

namespace {

namespace sw = iso7816::sw;

/// [9303-11] §6.2.4
namespace tag {
constexpr tlv::Tag mechanism{0x80};
constexpr tlv::Tag key_reference{0x84};
constexpr tlv::Tag key_ifd{0x80};
} // namespace tag

constexpr std::string_view ecdh = "0.4.0.127.0.7.2.2.3.2"; ///< id-CA-ECDH. [9303-11] §9.2.5

/// A chip with one key may leave its number out in one place and write it in the other.
const lds::ChipAuthenticationPublicKeyInfo* key_of(const lds::SecurityInfos& dg14, std::optional<unsigned> key_id)
{
    for (const auto& candidate : dg14.chip_authentication_keys) {
        if (candidate.key_id == key_id)
            return &candidate;
    }
    const bool only_key = dg14.chip_authentication_keys.size() == 1;
    if (only_key && (!key_id || !dg14.chip_authentication_keys.front().key_id))
        return &dg14.chip_authentication_keys.front();
    return nullptr;
}

/// The number in the fewest bytes.
Bytes reference(unsigned key_id)
{
    std::size_t width = 1;
    while (width < sizeof key_id && key_id >> (8 * width) != 0)
        ++width;
    return big_endian(key_id, width);
}

/// Sends the ephemeral public key; the answer is an empty template. [9303-11] §6.2.4.2
void send_public_key(iso7816::Channel& chip, const crypto::Point& public_key)
{
    constexpr std::string_view step = "Chip Authentication GENERAL AUTHENTICATE";
    const iso7816::Response response =
        chip.transmit(general_authenticate(Chain::last, tag::key_ifd, public_key.encode()));
    response.require(sw::ok, step);
    require(is_empty_template(response.data()), Errc::response_malformed, step, "the answer is not an empty template");
}

} // namespace

const tlv::Oid& ecdh_aes_128()
{
    static const tlv::Oid oid{"0.4.0.127.0.7.2.2.3.2.2"};
    return oid;
}

std::optional<Parameters> choose(const lds::SecurityInfos& dg14)
{
    for (const lds::ChipAuthenticationInfo& info : dg14.chip_authentication) {
        const auto key_size = aes_key_size(info.oid, ecdh);
        const auto* const key = key_of(dg14, info.key_id);
        if (info.version == 1 && key_size && key != nullptr)
            return Parameters{info.oid, key->key_id, key->key, *key_size};
    }
    return std::nullopt;
}

/// MSE:Set AT for internal authentication. [9303-11] §6.2.4.1
iso7816::Response begin(iso7816::Channel& chip, const Parameters& parameters)
{
    Bytes data = tlv::encode(tag::mechanism, parameters.protocol.content());
    if (parameters.key_id)
        append(data, tlv::encode(tag::key_reference, reference(*parameters.key_id)));
    return chip.transmit({.ins = iso7816::Ins::manage_security_environment, .p1 = 0x41, .p2 = 0xA4, .data = data});
}

/// Step numbers follow [9303-11] §6.2.1.
crypto::SessionKeys authenticate(iso7816::Channel& chip, const Parameters& parameters, crypto::RandomSource& random)
{
    // 1: the chip's static key is known from DG14
    const crypto::Group group{parameters.public_key.curve()};
    begin(chip, parameters).require(sw::ok, "Chip Authentication MSE:Set AT");

    // 2: an ephemeral key for the terminal
    const crypto::KeyPair ifd = group.generate(random);
    send_public_key(chip, ifd.public_key());

    // 3: both sides agree on K and derive the session keys from it
    return crypto::derive_session_keys(crypto::shared_secret(ifd, parameters.public_key), parameters.key_size);
}

} // namespace card::auth::chip
