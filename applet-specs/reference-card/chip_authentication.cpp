// SPDX-License-Identifier: Apache-2.0
#include "chip_authentication.hpp"

#include "ec.hpp"
#include "kdf.hpp"
#include "tlv.hpp"

namespace refcard::chip_authentication {

namespace {

constexpr tlv::Tag tag_protocol = 0x80;
constexpr tlv::Tag tag_key_id = 0x84;
constexpr tlv::Tag tag_dynamic = 0x7C;
constexpr tlv::Tag tag_ephemeral_key = 0x80;

// id-CA-ECDH | cipher. [9303-11] §9.2.2
Bytes protocol(unsigned key_bits)
{
    const auto cipher = static_cast<std::uint8_t>(key_bits / 64); // 2, 3, 4: AES-128, AES-192, AES-256
    return {0x04, 0x00, 0x7F, 0x00, 0x07, 0x02, 0x02, 0x03, 0x02, cipher};
}

} // namespace

void check_template(const Command& command, const Profile& profile)
{
    tlv::Parser parser{command.data};
    require(same(parser.take(tag_protocol), protocol(profile.ca_key_bits)), Sw::wrong_data);
    if (const auto id = parser.take_if(tag_key_id))
        require(same(id->value, big_endian(profile.ca_key_id, 1)), Sw::reference_not_found);
    parser.end();
}

SessionKeys agree(ByteView data, ByteView static_scalar, std::size_t key_size, bool holder_consented)
{
    const ec::Curve curve = ec::Curve::p256();
    const ec::Point pk_ifd = curve.decode(tlv::only(tlv::only(data, tag_dynamic), tag_ephemeral_key));
    const ec::Point shared = curve.multiply(static_scalar, pk_ifd);
    return {.k_enc = derive_9303(shared.x(), KeyUse::encryption, key_size),
        .k_mac = derive_9303(shared.x(), KeyUse::mac, key_size),
        .holder_consented = holder_consented};
}

Bytes answer()
{
    return tlv::make(tag_dynamic, ByteView{});
}

} // namespace refcard::chip_authentication
