// SPDX-License-Identifier: Apache-2.0
#include "pace_parameters.hpp"

#include "tlv.hpp"

#include <algorithm>

namespace refcard {

namespace {

// Parameters of MSE:Set AT. [9303-11] §4.4.4.1
constexpr tlv::Tag tag_protocol = 0x80;
constexpr tlv::Tag tag_password = 0x83;
constexpr tlv::Tag tag_parameter_id = 0x84;

constexpr std::uint8_t pace_version = 2;

std::vector<PaceProtocol> offered(const Profile::Pace& profile)
{
    std::vector<PaceProtocol> protocols;
    for (const Mapping mapping : profile.mappings)
        protocols.push_back({.mapping = mapping, .key_size = profile.key_bits / 8});
    return protocols;
}

} // namespace

// id-PACE | mapping | cipher. [9303-11] §9.2.1
Bytes PaceProtocol::object_identifier() const
{
    constexpr std::uint8_t ecdh_gm = 0x02;
    constexpr std::uint8_t ecdh_cam = 0x06;
    const std::uint8_t map = mapping == Mapping::generic ? ecdh_gm : ecdh_cam;
    const auto cipher = static_cast<std::uint8_t>(key_size / 8); // 2, 3, 4: AES-128, AES-192, AES-256
    return {0x04, 0x00, 0x7F, 0x00, 0x07, 0x02, 0x02, 0x04, map, cipher};
}

Bytes card_access(const Profile::Pace& profile)
{
    constexpr tlv::Tag set = 0x31;
    constexpr tlv::Tag sequence = 0x30;
    constexpr tlv::Tag integer = 0x02;
    constexpr tlv::Tag object_identifier = 0x06;
    Bytes infos;
    for (const PaceProtocol& protocol : offered(profile))
        append(infos, tlv::make(sequence, {tlv::make(object_identifier, protocol.object_identifier()),
                                              tlv::make(integer, big_endian(pace_version, 1)),
                                              tlv::make(integer, big_endian(profile.parameter_id, 1))}));
    return tlv::make(set, infos);
}

PaceTemplate read_pace_template(const Command& command, const Profile::Pace& profile)
{
    tlv::Parser parser{command.data};
    const ByteView identifier = parser.take(tag_protocol);
    const ByteView password = parser.take(tag_password);
    const auto parameter_id = parser.take_if(tag_parameter_id);
    parser.end();

    const std::vector<PaceProtocol> protocols = offered(profile);
    const auto named = [&](const PaceProtocol& protocol) { return same(identifier, protocol.object_identifier()); };
    const auto protocol = std::ranges::find_if(protocols, named);
    require(protocol != protocols.end(), Sw::wrong_data);
    if (parameter_id)
        require(same(parameter_id->value, big_endian(profile.parameter_id, 1)), Sw::reference_not_found);
    require(password.size() == 1, Sw::reference_not_found);
    const PacePassword reference{password[0]};
    require(reference == PacePassword::mrz || reference == PacePassword::can, Sw::reference_not_found);
    return {.protocol = *protocol, .password = reference};
}

} // namespace refcard
