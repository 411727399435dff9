// SPDX-License-Identifier: Apache-2.0
#include "image.hpp"

#include "diversification.hpp"
#include "status.hpp"
#include "tlv.hpp"

#include <stdexcept>

namespace refcard {

namespace {

constexpr std::string_view magic = "idcard-refcard image 2\n";

// Data objects of an image, in this order. Only this file knows them.
constexpr tlv::Tag tag_diversification_data = 0x81;
constexpr tlv::Tag tag_life_cycle = 0x82;
constexpr tlv::Tag tag_keys = 0xA3; // 80 KVN, 81 ENC, 82 MAC, 83 DEK, 84 counter
constexpr tlv::Tag tag_can = 0x84;
constexpr tlv::Tag tag_password_failures = 0x85;
constexpr tlv::Tag tag_delay_owed = 0x86;
constexpr tlv::Tag tag_file = 0xA7; // 80 identifier, 81 content
constexpr tlv::Tag tag_ca_key = 0x88;
constexpr tlv::Tag tag_piv_key = 0xA9;    // 80 key reference, 81 algorithm, 82 secret
constexpr tlv::Tag tag_piv_object = 0xAA; // 80 tag, 81 content
constexpr tlv::Tag tag_change_counter = 0x8B;
constexpr tlv::Tag tag_pin = 0xAC; // 80 value, 81 tries, 82 most tries
constexpr tlv::Tag tag_puk = 0xAD;
constexpr tlv::Tag tag_mrz_key = 0x8E;
constexpr tlv::Tag tag_cam_key = 0x8F;
constexpr tlv::Tag tag_card_security = 0x90;
constexpr tlv::Tag tag_pki_deleted = 0x91;
constexpr tlv::Tag tag_management_key = 0xB2; // 80 algorithm, 81 value

Bytes number(tlv::Tag tag, std::uint64_t value)
{
    return tlv::make(tag, big_endian(value, 4));
}

template <typename T>
T take_number(tlv::Parser& parser, tlv::Tag tag)
{
    return static_cast<T>(from_big_endian(parser.take(tag)));
}

Bytes encode(const KeySet& keys)
{
    return tlv::make(tag_keys, {number(0x80, keys.kvn), tlv::make(0x81, keys.enc), tlv::make(0x82, keys.mac),
                                   tlv::make(0x83, keys.dek), number(0x84, keys.sequence_counter)});
}

KeySet decode_keys(ByteView bytes)
{
    tlv::Parser parser{bytes};
    return {.kvn = take_number<std::uint8_t>(parser, 0x80),
        .enc = copy(parser.take(0x81)),
        .mac = copy(parser.take(0x82)),
        .dek = copy(parser.take(0x83)),
        .sequence_counter = take_number<std::uint32_t>(parser, 0x84)};
}

template <typename Id>
Bytes encode(tlv::Tag tag, const std::map<Id, Bytes>& map)
{
    Bytes all;
    for (const auto& [id, content] : map)
        append(all, tlv::make(tag, {number(0x80, id), tlv::make(0x81, content)}));
    return all;
}

template <typename Id>
void decode(tlv::Parser& parser, tlv::Tag tag, std::map<Id, Bytes>& map)
{
    while (const auto object = parser.take_if(tag)) {
        tlv::Parser inner{object->value};
        const auto id = take_number<Id>(inner, 0x80);
        map[id] = copy(inner.take(0x81));
    }
}

Bytes encode(const std::map<std::uint8_t, PivKey>& keys)
{
    Bytes all;
    for (const auto& [reference, key] : keys)
        append(all, tlv::make(tag_piv_key,
                        {number(0x80, reference), number(0x81, key.algorithm), tlv::make(0x82, key.secret)}));
    return all;
}

void decode(tlv::Parser& parser, std::map<std::uint8_t, PivKey>& keys)
{
    while (const auto object = parser.take_if(tag_piv_key)) {
        tlv::Parser inner{object->value};
        const auto reference = take_number<std::uint8_t>(inner, 0x80);
        const auto algorithm = take_number<std::uint8_t>(inner, 0x81);
        keys[reference] = {.algorithm = algorithm, .secret = copy(inner.take(0x82))};
    }
}

Bytes encode(tlv::Tag tag, const std::optional<Reference>& reference)
{
    if (!reference)
        return {};
    const Bytes most = reference->most_tries ? number(0x82, *reference->most_tries) : Bytes{};
    return tlv::make(tag, {tlv::make(0x80, reference->value), number(0x81, reference->tries), most});
}

std::optional<Reference> decode_reference(tlv::Parser& parser, tlv::Tag tag)
{
    const auto object = parser.take_if(tag);
    if (!object)
        return std::nullopt;
    tlv::Parser inner{object->value};
    Reference reference{.value = copy(inner.take(0x80)), .tries = take_number<unsigned>(inner, 0x81)};
    if (!inner.at_end())
        reference.most_tries = take_number<unsigned>(inner, 0x82);
    return reference;
}

Bytes encode(const std::optional<ManagementKey>& key)
{
    if (!key)
        return {};
    return tlv::make(tag_management_key, {number(0x80, key->algorithm), tlv::make(0x81, key->value)});
}

std::optional<ManagementKey> decode_management_key(tlv::Parser& parser)
{
    const auto object = parser.take_if(tag_management_key);
    if (!object)
        return std::nullopt;
    tlv::Parser inner{object->value};
    const auto algorithm = take_number<std::uint8_t>(inner, 0x80);
    return ManagementKey{.algorithm = algorithm, .value = copy(inner.take(0x81))};
}

Bytes encode(tlv::Tag tag, const std::optional<Bytes>& value)
{
    return value ? tlv::make(tag, *value) : Bytes{};
}

std::optional<Bytes> decode_optional(tlv::Parser& parser, tlv::Tag tag)
{
    const auto object = parser.take_if(tag);
    return object ? std::optional{copy(object->value)} : std::nullopt;
}

Image decode_body(ByteView body)
{
    tlv::Parser parser{body};
    Image image;
    image.diversification_data = copy(parser.take(tag_diversification_data));
    image.life_cycle = take_number<LifeCycle>(parser, tag_life_cycle);
    image.keys = decode_keys(parser.take(tag_keys));
    image.can = decode_optional(parser, tag_can);
    image.password_failures = take_number<std::uint32_t>(parser, tag_password_failures);
    image.delay_owed = take_number<std::uint32_t>(parser, tag_delay_owed) != 0;
    decode(parser, tag_file, image.files);
    image.ca_key = decode_optional(parser, tag_ca_key);
    decode(parser, image.piv_keys);
    decode(parser, tag_piv_object, image.piv_objects);
    image.change_counter = take_number<std::uint16_t>(parser, tag_change_counter);
    image.pin = decode_reference(parser, tag_pin);
    image.puk = decode_reference(parser, tag_puk);
    image.mrz_key = decode_optional(parser, tag_mrz_key);
    image.cam_key = decode_optional(parser, tag_cam_key);
    image.card_security = decode_optional(parser, tag_card_security);
    image.pki_deleted = take_number<std::uint32_t>(parser, tag_pki_deleted) != 0;
    image.management_key = decode_management_key(parser);
    parser.end();
    return image;
}

} // namespace

Image blank_image(const Profile& profile, ByteView chip_serial)
{
    const Bytes data = join({profile.management.diversification_prefix, chip_serial});
    return {
        .diversification_data = data,
        .keys = transport_keys(profile.management, data),
        .pin = Reference{.value = padded_reference(profile.pin.transport_value), .tries = profile.pin.tries},
        .puk = Reference{.value = padded_reference(profile.puk.transport_value), .tries = profile.puk.tries},
        .management_key = profile.piv.management_key,
    };
}

Bytes padded_reference(ByteView digits)
{
    Bytes padded = copy(digits);
    padded.resize(8, 0xFF);
    return padded;
}

Bytes encode(const Image& image)
{
    return join({text_bytes(magic), tlv::make(tag_diversification_data, image.diversification_data),
        number(tag_life_cycle, static_cast<std::uint8_t>(image.life_cycle)), encode(image.keys),
        encode(tag_can, image.can), number(tag_password_failures, image.password_failures),
        number(tag_delay_owed, image.delay_owed ? 1 : 0), encode(tag_file, image.files),
        encode(tag_ca_key, image.ca_key), encode(image.piv_keys), encode(tag_piv_object, image.piv_objects),
        number(tag_change_counter, image.change_counter), encode(tag_pin, image.pin), encode(tag_puk, image.puk),
        encode(tag_mrz_key, image.mrz_key), encode(tag_cam_key, image.cam_key),
        encode(tag_card_security, image.card_security), number(tag_pki_deleted, image.pki_deleted ? 1 : 0),
        encode(image.management_key)});
}

Image decode_image(ByteView bytes)
{
    const Bytes expected = text_bytes(magic);
    if (bytes.size() < expected.size() || !same(bytes.first(expected.size()), expected))
        throw std::runtime_error{"not an image of this reference card"};
    try {
        return decode_body(bytes.subspan(expected.size()));
    } catch (const Refusal&) {
        throw std::runtime_error{"the card image is damaged"};
    }
}

} // namespace refcard
