// SPDX-License-Identifier: Apache-2.0
#include "card/piv/application.hpp"

#include "tags.hpp"

#include "card/base/error.hpp"
#include "card/tlv/reader.hpp"
#include "card/tlv/writer.hpp"

namespace card::piv {

namespace {

void read_discretionary(ByteView value, const profile::Piv& profile, Selected& selected)
{
    tlv::Reader reader{value};
    while (!reader.at_end()) {
        const tlv::Element element = reader.next();
        if (element.tag == profile.guid_tag) {
            Guid guid{};
            if (element.value.size() != guid.size())
                throw Error{Errc::malformed_data, "GUID has a wrong length"};
            std::copy(element.value.begin(), element.value.end(), guid.begin());
            selected.guid = guid;
        } else if (element.tag == profile.change_counter_tag) {
            if (element.value.empty() || element.value.size() > 4)
                throw Error{Errc::malformed_data, "change counter has a wrong length"};
            selected.change_counter = static_cast<std::uint32_t>(from_big_endian(element.value));
        }
    }
}

void require_framed(bool good)
{
    require(good, Errc::malformed_tlv, "GET DATA, SELECT", "not one object of this tag");
}

/// The value of the only object, which has this tag. Unlike tlv::only takes a length in more bytes than it needs, up to
/// three behind 8x: PivApplet writes 82 00 FD. [X.690] §8.1.3.5
ByteView framed_value(ByteView data, tlv::Tag tag)
{
    const Bytes wanted = tlv::encode(tag);
    require_framed(data.size() > wanted.size() && equal(data.first(wanted.size()), wanted));
    std::size_t size = data[wanted.size()];
    data = data.subspan(wanted.size() + 1);
    if (size >= 0x80) {
        const std::size_t count = size - 0x80;
        require_framed(count >= 1 && count <= 3 && count <= data.size());
        size = from_big_endian(data.first(count));
        data = data.subspan(count);
    }
    require_framed(data.size() == size);
    return data;
}

} // namespace

const iso7816::Aid& application_aid()
{
    static const iso7816::Aid aid{
        Bytes{0xA0, 0x00, 0x00, 0x03, 0x08, 0x00, 0x00, 0x10, 0x00, 0x01, 0x00}}; // [800-73-4] part 1 §2.2
    return aid;
}

Selected select(iso7816::Channel& channel, const profile::Piv& profile)
{
    const auto response = channel.transmit(iso7816::select_application_with_answer(application_aid()));
    return decode_application_template(response.require(iso7816::sw::ok, "SELECT PIV").data(), profile);
}

Selected decode_application_template(ByteView answer, const profile::Piv& profile)
{
    Selected selected;
    tlv::Reader reader{tlv::only(answer, tag::application_template)};
    while (!reader.at_end()) { // free order; what other makers add is theirs
        const tlv::Element element = reader.next();
        if (element.tag == tag::discretionary_template)
            read_discretionary(element.value, profile, selected);
    }
    return selected;
}

std::vector<std::uint8_t> decode_algorithms(ByteView answer)
{
    std::vector<std::uint8_t> algorithms;
    tlv::Reader reader{framed_value(answer, tag::application_template)};
    while (!reader.at_end()) {
        const tlv::Element element = reader.next();
        if (element.tag != tag::algorithms)
            continue;
        tlv::Reader list{element.value};
        while (!list.at_end()) { // an object identifier follows, which says nothing
            const tlv::Element entry = list.next();
            if (entry.tag != tag::mechanism)
                continue;
            require(entry.value.size() == 1, Errc::malformed_data, "SELECT PIV", "no identifier of an algorithm");
            algorithms.push_back(entry.value[0]);
        }
    }
    return algorithms;
}

std::optional<Bytes> get_data(iso7816::Channel& channel, tlv::Tag object)
{
    const auto response = channel.transmit({.ins = iso7816::Ins::get_data_piv,
        .p1 = current_df_p1,
        .p2 = current_df_p2,
        .data = tlv::encode(tag::tag_list, tlv::encode(object)),
        .ne = std::max(channel.limits().ne, iso7816::max_short_ne)});
    if (response.sw() == iso7816::sw::file_not_found)
        return std::nullopt;
    const Bytes& data = response.require(iso7816::sw::ok, "GET DATA").data();
    return to_bytes(framed_value(data, template_of(object)));
}

std::optional<Bytes> read_certificate(iso7816::Channel& channel, Slot slot)
{
    const std::optional<Bytes> container = get_data(channel, certificate_object(slot));
    if (!container || container->empty()) // a card may answer 53 00 for an object that was never written
        return std::nullopt;
    return decode_certificate_container(*container);
}

} // namespace card::piv
