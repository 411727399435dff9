// SPDX-License-Identifier: Apache-2.0
#include "chip_authentication.hpp"

#include "ec.hpp"
#include "kdf.hpp"
#include "tlv.hpp"

#include <array>

namespace refcard::chip_authentication {

namespace {

// id-CA-ECDH-AES-CBC-CMAC-128. [9303-11] §9.2.2
constexpr std::array<std::uint8_t, 10> protocol{0x04, 0x00, 0x7F, 0x00, 0x07, 0x02, 0x02, 0x03, 0x02, 0x02};
constexpr tlv::Tag tag_protocol = 0x80;
constexpr tlv::Tag tag_key_id = 0x84;
constexpr tlv::Tag tag_dynamic = 0x7C;
constexpr tlv::Tag tag_ephemeral_key = 0x80;

} // namespace

void check_template(const Command& command, std::uint8_t key_id)
{
    tlv::Parser parser{command.data};
    require(same(parser.take(tag_protocol), protocol), Sw::wrong_data);
    if (const auto id = parser.take_if(tag_key_id))
        require(same(id->value, big_endian(key_id, 1)), Sw::reference_not_found);
    parser.end();
}

SessionKeys agree(ByteView data, ByteView static_scalar, bool holder_consented)
{
    const ec::Curve curve = ec::Curve::p256();
    const ec::Point pk_ifd = curve.decode(tlv::only(tlv::only(data, tag_dynamic), tag_ephemeral_key));
    const ec::Point shared = curve.multiply(static_scalar, pk_ifd);
    return {.k_enc = derive_9303(shared.x(), KeyUse::encryption),
        .k_mac = derive_9303(shared.x(), KeyUse::mac),
        .holder_consented = holder_consented};
}

Bytes answer()
{
    return tlv::make(tag_dynamic, ByteView{});
}

} // namespace refcard::chip_authentication
