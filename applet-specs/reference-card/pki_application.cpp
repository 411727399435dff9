// SPDX-License-Identifier: Apache-2.0
#include "pki_application.hpp"

#include "aids.hpp"
#include "piv_authentication.hpp"
#include "piv_keys.hpp"
#include "piv_objects.hpp"
#include "tlv.hpp"

#include <algorithm>
#include <array>

namespace refcard {

namespace {

constexpr std::uint16_t object_parameters = 0x3FFF; // P1-P2 of GET DATA and PUT DATA

/// Of the YubiKeys whose commands a card of another make follows.
constexpr std::array<std::uint8_t, 3> version{5, 7, 0};

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
        return pin_.verify(command);
    case Ins::change_reference_data:
        return pin_.change_reference_data(command);
    case Ins::reset_retry_counter:
        return pin_.reset_retry_counter(command);
    case Ins::get_data_piv:
        return get_data(command);
    case Ins::put_data:
        return put_data(command);
    case Ins::general_authenticate_piv:
        return general_authenticate(command);
    case Ins::generate_key_pair:
        return generate_key(command);
    default:
        require(management_.available(), Sw::unknown_instruction);
        return process_of_other_makes(command);
    }
}

// Commands that Yubico added to PIV.
Answer PkiApplication::process_of_other_makes(const Command& command)
{
    switch (command.ins) {
    case Ins::import_key:
        return import_key(command);
    case Ins::set_retries:
        require_administrator(command);
        require(!chip_.image().secured(), Sw::conditions);
        return pin_.set_retries(command);
    case Ins::set_management_key:
        require_administrator(command);
        return management_.set_key(command);
    case Ins::get_metadata:
        return metadata(command);
    case Ins::get_version:
        require_interindustry(command);
        require_parameters(command, 0x0000);
        return {.data = copy(version)};
    default:
        throw Refusal{Sw::unknown_instruction};
    }
}

// Inside SCP03; or with the management key, in the class of ISO commands.
void PkiApplication::require_administrator(const Command& command) const
{
    if (management_.available() && !command.proprietary && !command.administrative())
        require(management_.authenticated(), Sw::security_status);
    else
        require_administration(command);
}

bool PkiApplication::knows_algorithm(std::uint8_t id) const
{
    return piv::knows_algorithm(id) && (id != piv::rsa_4096 || of_other_make());
}

bool PkiApplication::in_profile(const piv::Slot& slot) const
{
    if (slot.retired() != 0)
        return slot.retired() <= chip_.profile.piv.retired_keys;
    return std::ranges::find(chip_.profile.piv.slots, slot.key_reference) != chip_.profile.piv.slots.end();
}

const piv::Slot* PkiApplication::slot_of_key(std::uint8_t key_reference) const
{
    const auto found = std::ranges::find(piv::slots, key_reference, &piv::Slot::key_reference);
    return found != piv::slots.end() && in_profile(*found) ? &*found : nullptr;
}

const piv::Slot* PkiApplication::slot_of_certificate(std::uint32_t tag) const
{
    const auto found = std::ranges::find(piv::slots, tag, &piv::Slot::certificate);
    return found != piv::slots.end() && in_profile(*found) ? &*found : nullptr;
}

Answer PkiApplication::get_data(const Command& command) const
{
    require_interindustry(command);
    require_parameters(command, object_parameters);
    const std::uint32_t tag = piv::to_tag(tlv::only(command.data, piv::tag_list));
    require(may_get(tag), Sw::security_status);
    return {.data = piv::read_object(chip_.image(), tag)};
}

bool PkiApplication::may_get(std::uint32_t tag) const
{
    const piv::Container* other = piv::other_container(tag);
    return !of_other_make() || other == nullptr || !other->wants_pin || pin_.verified();
}

// After the card was handed out only what a renewal needs stays open. [ACC-8]
bool PkiApplication::may_put(std::uint32_t tag) const
{
    if (tag == piv::chuid || tag == piv::security_object)
        return true;
    if (tag == piv::capabilities)
        return !chip_.image().secured();
    if (of_other_make() && piv::other_container(tag) != nullptr)
        return !chip_.image().secured();
    const bool keeps_history = of_other_make() || chip_.profile.piv.retired_keys > 0;
    require(slot_of_certificate(tag) != nullptr || (tag == piv::key_history && keeps_history), Sw::not_supported);
    return true;
}

Answer PkiApplication::put_data(const Command& command)
{
    require_administrator(command);
    require_parameters(command, object_parameters);
    const auto [tag, content] = piv::to_object(command.data);
    require(may_put(tag), Sw::conditions);
    require(content.size() <= chip_.profile.piv.largest_object, Sw::not_enough_memory);
    chip_.memory.update([&, tag = tag, content = content](Image& image) {
        if (content.empty())
            image.piv_objects.erase(tag);
        else
            image.piv_objects[tag] = copy(content);
        ++image.change_counter;
    });
    return {};
}

// Until the card is handed out its issuer stands in for the holder, who has no PIN yet. [ACC-9]
bool PkiApplication::may_use(const piv::Slot& slot, const Command& command) const
{
    if (command.administrative() && !chip_.image().secured())
        return true;
    switch (slot.pin) {
    case piv::PinPolicy::never:
        return true;
    case piv::PinPolicy::once:
        return pin_.verified();
    case piv::PinPolicy::always:
        return pin_.verified_just_before(command);
    }
    return false;
}

// P1 names the algorithm, P2 the key. [800-73-4] part 2 §3.2.4
Answer PkiApplication::general_authenticate(const Command& command)
{
    require_interindustry(command);
    if (command.p2 == piv::card_management && management_.available())
        return management_.authenticate(command);
    if (command.p1p2() == piv::card_management)
        return {.data = piv::challenge(command.data, chip_.random)};
    const piv::Slot* slot = slot_of_key(command.p2);
    require(slot != nullptr && knows_algorithm(command.p1), Sw::wrong_parameters);
    const auto key = chip_.image().piv_keys.find(command.p2);
    require(key != chip_.image().piv_keys.end(), Sw::reference_not_found);
    require(key->second.algorithm == command.p1, Sw::wrong_parameters);
    require(may_use(*slot, command), Sw::security_status);
    return {.data = piv::authenticate(*slot, key->second, command.data)};
}

// AC { 80 algorithm }. [800-73-4] part 2 §3.3.2
Answer PkiApplication::generate_key(const Command& command)
{
    require_administrator(command);
    require(!chip_.image().secured(), Sw::conditions);
    require(command.p1 == 0x00 && slot_of_key(command.p2) != nullptr, Sw::wrong_parameters);
    const ByteView algorithm = tlv::only(tlv::only(command.data, 0xAC), 0x80);
    require(algorithm.size() == 1 && knows_algorithm(algorithm[0]), Sw::wrong_data);
    const PivKey key = piv::generate_key(algorithm[0], chip_.random);
    chip_.memory.update([&](Image& image) { image.piv_keys[command.p2] = key; });
    return {.data = piv::public_key_template(key)};
}

// P1 names the algorithm, P2 the key.
Answer PkiApplication::import_key(const Command& command)
{
    require_administrator(command);
    require(!chip_.image().secured(), Sw::conditions);
    require(knows_algorithm(command.p1) && slot_of_key(command.p2) != nullptr, Sw::wrong_parameters);
    const PivKey key = piv::import_key(command.p1, command.data);
    chip_.memory.update([&](Image& image) { image.piv_keys[command.p2] = key; });
    return {};
}

// Of 9B alone: 01 algorithm.
Answer PkiApplication::metadata(const Command& command) const
{
    require_interindustry(command);
    require_parameters(command, piv::card_management);
    return {.data = tlv::make(0x01, Bytes{chip_.image().management_key->algorithm})};
}

} // namespace refcard
