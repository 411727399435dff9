// SPDX-License-Identifier: Apache-2.0
#include "pki_application.hpp"

#include "aids.hpp"
#include "key_generation.hpp"
#include "piv_objects.hpp"
#include "tlv.hpp"

#include <algorithm>

namespace refcard {

namespace {

constexpr std::uint16_t object_parameters = 0x3FFF; // P1-P2 of GET DATA and PUT DATA
constexpr std::uint8_t log_out = 0xFF;
constexpr std::uint8_t administrative_change = 0xFF; // P1 of CHANGE REFERENCE DATA without the old value
constexpr std::size_t sha256_size = 32;

constexpr tlv::Tag tag_dynamic = 0x7C;
constexpr tlv::Tag tag_challenge = 0x81;
constexpr tlv::Tag tag_response = 0x82;

ReferenceId reference_id(std::uint8_t p2)
{
    require(p2 == 0x80 || p2 == 0x81, Sw::reference_not_found);
    return ReferenceId{p2};
}

void require_administration(const Command& command)
{
    require_proprietary(command);
    require(command.administrative(), Sw::security_status);
}

// Challenge to sign and empty place for the signature, in either order. [800-73-4] part 2 table 7
ByteView take_challenge(ByteView data)
{
    tlv::Parser parser{tlv::only(data, tag_dynamic)};
    std::optional<ByteView> challenge;
    bool wants_response = false;
    while (!parser.at_end()) {
        const tlv::Object object = parser.next();
        if (object.tag == tag_challenge && !challenge)
            challenge = object.value;
        else if (object.tag == tag_response && !wants_response && object.value.empty())
            wants_response = true;
        else
            throw Refusal{Sw::wrong_data};
    }
    require(challenge && wants_response, Sw::wrong_data);
    return *challenge;
}

} // namespace

ByteView PkiApplication::aid() const
{
    return piv_aid;
}

bool PkiApplication::answers_to(ByteView name) const
{
    constexpr std::size_t provider_size = 5;
    return name.size() >= provider_size && name.size() <= piv_aid.size() && same(name, aid().first(name.size()));
}

Bytes PkiApplication::control_information() const
{
    return piv::application_template(chip_.profile.piv, chip_.image());
}

Answer PkiApplication::process(const Command& command)
{
    switch (command.ins) {
    case Ins::verify:
        return verify(command);
    case Ins::change_reference_data:
        return change_reference_data(command);
    case Ins::reset_retry_counter:
        return reset_retry_counter(command);
    case Ins::get_data_piv:
        return get_data(command);
    case Ins::put_data:
        return put_data(command);
    case Ins::general_authenticate_piv:
        return general_authenticate(command);
    case Ins::generate_key_pair:
        return generate_key(command);
    default:
        throw Refusal{Sw::unknown_instruction};
    }
}

// [800-73-4] part 2 §3.2.1
Answer PkiApplication::verify(const Command& command)
{
    require_interindustry(command);
    require(command.p1 == 0x00 || command.p1 == log_out, Sw::wrong_parameters);
    require(command.p2 == static_cast<std::uint8_t>(ReferenceId::pin), Sw::reference_not_found);
    if (command.p1 == log_out) {
        require_no_data(command);
        pin_verified_ = false;
        return {};
    }
    if (command.data.empty())
        return {.sw = pin_verified_ ? Sw::ok : tries_left(references_.tries(ReferenceId::pin))};
    // A value of a wrong form spends no try, and leaves what was proven before.
    require(references_.tries(ReferenceId::pin) > 0, Sw::blocked);
    references_.require_format(ReferenceId::pin, command.data);
    pin_verified_ = false;
    references_.verify(ReferenceId::pin, command.data);
    pin_verified_ = true;
    return {};
}

// Old value, new value; or, by the issuer, the new value alone. [800-73-4] part 2 §3.2.2
Answer PkiApplication::change_reference_data(const Command& command)
{
    if (command.p1 == administrative_change) {
        require_administration(command);
        references_.set(reference_id(command.p2), command.data);
        if (reference_id(command.p2) == ReferenceId::pin)
            pin_verified_ = false;
        return {};
    }
    require_interindustry(command);
    require(command.p1 == 0x00, Sw::wrong_parameters);
    const ReferenceId id = reference_id(command.p2);
    require(references_.tries(id) > 0, Sw::blocked);
    require(command.data.size() == 2 * References::size, Sw::wrong_data);
    const ByteView old_value = ByteView{command.data}.first(References::size);
    const ByteView new_value = ByteView{command.data}.last(References::size);
    references_.require_format(id, old_value);
    references_.require_format(id, new_value);
    if (id == ReferenceId::pin)
        pin_verified_ = false;
    references_.verify(id, old_value);
    references_.set(id, new_value);
    if (id == ReferenceId::pin)
        pin_verified_ = true;
    return {};
}

// PUK, new PIN. [800-73-4] part 2 §3.2.3
Answer PkiApplication::reset_retry_counter(const Command& command)
{
    require_interindustry(command);
    require(command.p1 == 0x00, Sw::wrong_parameters);
    require(command.p2 == static_cast<std::uint8_t>(ReferenceId::pin), Sw::reference_not_found);
    require(references_.tries(ReferenceId::puk) > 0, Sw::blocked);
    require(command.data.size() == 2 * References::size, Sw::wrong_data);
    const ByteView puk = ByteView{command.data}.first(References::size);
    const ByteView new_pin = ByteView{command.data}.last(References::size);
    references_.require_format(ReferenceId::puk, puk);
    references_.require_format(ReferenceId::pin, new_pin);
    references_.verify(ReferenceId::puk, puk);
    references_.set(ReferenceId::pin, new_pin);
    pin_verified_ = false;
    return {};
}

Answer PkiApplication::get_data(const Command& command) const
{
    require_interindustry(command);
    require_parameters(command, object_parameters);
    return {.data = piv::read_object(chip_.image(), piv::to_tag(tlv::only(command.data, piv::tag_list)))};
}

bool PkiApplication::has_slot(std::uint8_t key_reference) const
{
    return std::ranges::find(chip_.profile.piv.slots, key_reference) != chip_.profile.piv.slots.end();
}

// After the card was handed out only what a renewal needs stays open. [ACC-8]
bool PkiApplication::may_put(std::uint32_t tag) const
{
    if (tag == piv::chuid)
        return true;
    if (tag == piv::capabilities)
        return !chip_.image().secured();
    const auto slot = piv::slot_of_certificate(tag);
    require(slot && has_slot(*slot), Sw::not_supported);
    return true;
}

Answer PkiApplication::put_data(const Command& command)
{
    require_administration(command);
    require_parameters(command, object_parameters);
    tlv::Parser parser{command.data};
    const std::uint32_t tag = piv::to_tag(parser.take(piv::tag_list));
    const ByteView content = parser.take(piv::tag_content);
    parser.end();
    require(may_put(tag), Sw::conditions);
    require(content.size() <= chip_.profile.piv.largest_object, Sw::not_enough_memory);
    chip_.memory.update([&](Image& image) {
        if (content.empty())
            image.piv_objects.erase(tag);
        else
            image.piv_objects[tag] = copy(content);
        ++image.change_counter;
    });
    return {};
}

// [800-73-4] part 2 §3.2.4
Answer PkiApplication::general_authenticate(const Command& command) const
{
    require_interindustry(command);
    require(command.p1 == algorithm_p256 && has_slot(command.p2), Sw::wrong_parameters);
    const auto key = chip_.image().piv_keys.find(command.p2);
    require(key != chip_.image().piv_keys.end(), Sw::reference_not_found);
    const bool issuer = command.administrative() && !chip_.image().secured();
    require(command.p2 == piv::card_authentication_key || pin_verified_ || issuer, Sw::security_status);

    const ByteView hash = take_challenge(command.data);
    require(hash.size() == sha256_size, Sw::wrong_data);
    const Bytes signature = ec::Curve::p256().sign(key->second, hash);
    return {.data = tlv::make(tag_dynamic, tlv::make(tag_response, signature))};
}

// AC { 80 algorithm }. [800-73-4] part 2 §3.3.2
Answer PkiApplication::generate_key(const Command& command)
{
    require_administration(command);
    require(!chip_.image().secured(), Sw::conditions);
    require(command.p1 == 0x00 && has_slot(command.p2), Sw::wrong_parameters);
    require_p256(tlv::only(tlv::only(command.data, 0xAC), 0x80));
    const ec::Curve curve = ec::Curve::p256();
    const Bytes scalar = curve.generate_scalar(chip_.random);
    chip_.memory.update([&](Image& image) { image.piv_keys[command.p2] = scalar; });
    return {.data = public_key_template(curve.multiply_generator(scalar))};
}

} // namespace refcard
