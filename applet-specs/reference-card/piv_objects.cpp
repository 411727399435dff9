// SPDX-License-Identifier: Apache-2.0
#include "piv_objects.hpp"

#include "aids.hpp"
#include "status.hpp"

#include <algorithm>
#include <array>

namespace refcard::piv {

namespace {

constexpr std::size_t guid_size = 16;
constexpr tlv::Tag tag_guid_in_chuid = 0x34;

/// PIN of this application only. [800-73-4] part 1 §3.3.2
constexpr std::array<std::uint8_t, 2> pin_usage_policy{0x40, 0x00};

Bytes discovery_object()
{
    return tlv::make(discovery, {tlv::make(0x4F, piv_aid), tlv::make(0x5F2F, pin_usage_policy)});
}

// Zeros as long as no well-formed CHUID was written.
Bytes guid(const Image& image)
{
    const auto found = image.piv_objects.find(chuid);
    if (found == image.piv_objects.end())
        return Bytes(guid_size);
    try {
        tlv::Parser parser{found->second};
        while (!parser.at_end()) {
            const tlv::Object object = parser.next();
            if (object.tag == tag_guid_in_chuid && object.value.size() == guid_size)
                return copy(object.value);
        }
    } catch (const Refusal&) {
        return Bytes(guid_size);
    }
    return Bytes(guid_size);
}

} // namespace

std::uint32_t to_tag(ByteView list)
{
    require(!list.empty() && list.size() <= 3, Sw::wrong_data);
    return static_cast<std::uint32_t>(from_big_endian(list));
}

const Container* other_container(std::uint32_t tag)
{
    const auto found = std::ranges::find(other_containers, tag, &Container::tag);
    return found != other_containers.end() ? &*found : nullptr;
}

NewObject to_object(ByteView data)
{
    tlv::Parser parser{data};
    if (const auto group = parser.take_if(biometric_group)) {
        parser.end();
        return {.tag = biometric_group, .content = group->value};
    }
    const std::uint32_t tag = to_tag(parser.take(tag_list));
    require(tag != biometric_group, Sw::wrong_data);
    const ByteView content = parser.take(tag_content);
    parser.end();
    return {.tag = tag, .content = content};
}

Bytes read_object(const Image& image, std::uint32_t tag)
{
    if (tag == discovery) {
        require(image.pin.has_value(), Sw::not_found);
        return discovery_object();
    }
    const auto found = image.piv_objects.find(tag);
    require(found != image.piv_objects.end(), Sw::not_found);
    return tlv::make(tag == biometric_group ? tag : tag_content, found->second);
}

Bytes application_template(const Profile::Piv& profile, const Image& image)
{
    const ByteView identifier = ByteView{piv_aid}.subspan(5); // without the registered provider
    const ByteView provider = ByteView{piv_aid}.first(5);
    return tlv::make(
        0x61, {tlv::make(0x4F, identifier), tlv::make(0x79, tlv::make(0x4F, provider)),
                  tlv::make(0x73, {tlv::make(profile.guid_tag, guid(image)),
                                      tlv::make(profile.change_counter_tag, big_endian(image.change_counter, 2))})});
}

} // namespace refcard::piv
