// SPDX-License-Identifier: Apache-2.0
#include "card/piv/openfips201.hpp"

#include "tags.hpp"

#include "card/base/error.hpp"
#include "card/tlv/writer.hpp"

namespace card::piv::openfips201 {

namespace {

constexpr const char* put_data_step = "PUT DATA ADMIN";
constexpr const char* has_key_step = "CHANGE REFERENCE DATA ADMIN, key";
constexpr std::uint8_t admin_p2 = 0x00;
constexpr StatusWord exists_already{0x6E27}; // of this applet

// Requests.
constexpr tlv::Tag create_object_request{0x64};
constexpr tlv::Tag create_key_request{0x66};
constexpr tlv::Tag configuration_request{0x68};

// Their fields, in this order.
namespace field {
constexpr tlv::Tag id{0x8B};
constexpr tlv::Tag contact{0x8C};
constexpr tlv::Tag contactless{0x8D};
constexpr tlv::Tag mechanism{0x8E};
constexpr tlv::Tag role{0x8F};
constexpr tlv::Tag attribute{0x90};
} // namespace field

// Of the configuration.
constexpr tlv::Tag pin_policy{0xA0};
constexpr tlv::Tag pin_tries{0x86};
constexpr tlv::Tag pin_tries_contactless{0x87};
constexpr tlv::Tag puk_policy{0xA1};
constexpr tlv::Tag puk_tries{0x83};
constexpr tlv::Tag puk_tries_contactless{0x84};
constexpr unsigned most_tries = 15;
constexpr tlv::Tag options{0xA4};
constexpr tlv::Tag no_contactless_administration{0x81};
constexpr tlv::Tag single_key{0x83};
constexpr std::uint8_t yes = 0xFF;

constexpr std::uint8_t role_key_establishment = 0x02;
constexpr std::uint8_t role_signature = 0x04;
constexpr std::uint8_t no_attribute = 0x00; // none is importable

constexpr tlv::Tag sequence{0x30};

template <typename Value>
Bytes one_byte(tlv::Tag tag, Value value)
{
    return tlv::encode(tag, Bytes{static_cast<std::uint8_t>(value)});
}

iso7816::Response put_data_admin(iso7816::Channel& channel, tlv::Tag request, ByteView content)
{
    return channel.transmit({.ins = iso7816::Ins::put_data_piv,
        .p1 = current_df_p1,
        .p2 = admin_p2,
        .data = tlv::encode(request, content)});
}

void configure(iso7816::Channel& channel, ByteView content)
{
    put_data_admin(channel, configuration_request, content).require(iso7816::sw::ok, put_data_step);
}

Created create(iso7816::Channel& channel, tlv::Tag request, ByteView content)
{
    const auto response = put_data_admin(channel, request, content);
    response.require({iso7816::sw::ok, exists_already}, put_data_step);
    return response.sw() == exists_already ? Created::before : Created::now;
}

} // namespace

Created create_object(iso7816::Channel& channel, tlv::Tag object, const AccessRule& rule)
{
    return create(channel, create_object_request,
        concat({tlv::encode(field::id, tlv::encode(object)), one_byte(field::contact, rule.contact),
            one_byte(field::contactless, rule.contactless)}));
}

Created create_key(iso7816::Channel& channel, Slot slot, Algorithm algorithm, const AccessRule& rule)
{
    return create(channel, create_key_request,
        concat({one_byte(field::id, slot), one_byte(field::contact, rule.contact),
            one_byte(field::contactless, rule.contactless), one_byte(field::mechanism, algorithm),
            one_byte(field::role, manages_keys(slot) ? role_key_establishment : role_signature),
            one_byte(field::attribute, no_attribute)}));
}

bool has_key(iso7816::Channel& channel, Slot slot, Algorithm algorithm)
{
    // An empty change: a key that is there refuses it, because it may not be imported or because nothing is in it.
    const auto response = channel.transmit({.ins = iso7816::Ins::change_reference_data,
        .p1 = static_cast<std::uint8_t>(algorithm),
        .p2 = static_cast<std::uint8_t>(slot),
        .data = tlv::encode(sequence, ByteView{})});
    if (response.sw() == iso7816::sw::reference_not_found)
        return false;
    response.require({iso7816::sw::security_status_not_satisfied, iso7816::sw::wrong_data}, has_key_step);
    return true;
}

// The applet takes no number for contactless use that is not below the other one.
void limit_tries(iso7816::Channel& channel, const Limits& tries)
{
    for (const unsigned number : {tries.pin, tries.puk})
        require(number >= 1 && number <= most_tries, Errc::malformed_data, put_data_step, "not 1 to 15 tries");
    configure(
        channel, concat({tlv::encode(pin_policy,
                             concat({one_byte(pin_tries, tries.pin), one_byte(pin_tries_contactless, tries.pin - 1)})),
                     tlv::encode(puk_policy,
                         concat({one_byte(puk_tries, tries.puk), one_byte(puk_tries_contactless, tries.puk - 1)}))}));
}

void restrict_administration(iso7816::Channel& channel)
{
    configure(channel,
        tlv::encode(options, concat({one_byte(no_contactless_administration, yes), one_byte(single_key, yes)})));
}

} // namespace card::piv::openfips201
