// SPDX-License-Identifier: Apache-2.0
#include "security_domain.hpp"

#include "aids.hpp"
#include "key_loading.hpp"
#include "tlv.hpp"
#include "transparent_files.hpp"

#include <array>

namespace refcard {

namespace {

// P1-P2 of GET DATA. [GP] §11.3.2
constexpr std::uint16_t key_information = 0x00E0;
constexpr std::uint16_t sequence_counter = 0x00C1;
constexpr std::uint16_t card_image_number = 0x0045;

constexpr std::uint8_t whole_keyset = 0x81;           // P2 of PUT KEY: several keys, the first is number 1
constexpr std::uint8_t issuer_security_domain = 0x80; // P1 of SET STATUS and GET STATUS
constexpr std::array<std::uint8_t, 3> isd_privileges{0x9E, 0xFE, 0x80};

LifeCycle next(LifeCycle now)
{
    require(now != LifeCycle::secured, Sw::conditions);
    return now == LifeCycle::op_ready ? LifeCycle::initialized : LifeCycle::secured;
}

} // namespace

Bytes SecurityDomain::control_information() const
{
    const Bytes state{static_cast<std::uint8_t>(chip_.image().life_cycle)};
    return tlv::make(0x6F, {tlv::make(0x84, aid()), tlv::make(0xA5, tlv::make(0x9F70, state))});
}

Answer SecurityDomain::process(const Command& command)
{
    switch (command.ins) {
    case Ins::get_data:
        return get_data(command);
    case Ins::put_key:
        return put_key(command);
    case Ins::delete_object:
        return delete_application(command);
    case Ins::set_status:
        return set_status(command);
    case Ins::get_status:
        return get_status(command);
    default:
        throw Refusal{Sw::unknown_instruction};
    }
}

Answer SecurityDomain::get_data(const Command& command) const
{
    require_proprietary(command);
    require_no_data(command);
    const KeySet& keys = chip_.image().keys;
    switch (command.p1p2()) {
    case key_information: {
        Bytes entries;
        for (std::uint8_t number = 1; number <= 3; ++number)
            append(entries, tlv::make(0xC0, Bytes{number, keys.kvn, key_loading::key_type_aes,
                                                static_cast<std::uint8_t>(keys.enc.size())}));
        return {.data = tlv::make(key_information, entries)};
    }
    case sequence_counter:
        return {.data = tlv::make(sequence_counter, big_endian(keys.sequence_counter, 3))};
    case card_image_number:
        return {.data = tlv::make(card_image_number, chip_.image().diversification_data)};
    default:
        throw Refusal{Sw::reference_not_found};
    }
}

// All three keys or none. [GP] §11.8
Answer SecurityDomain::put_key(const Command& command)
{
    require_administration(command);
    require(command.p2 == whole_keyset, Sw::wrong_parameters);
    require(command.p1 == chip_.image().keys.kvn, Sw::reference_not_found);
    const KeySet keys = key_loading::read(command.data, chip_.image().keys.dek);
    chip_.memory.update([&](Image& image) { image.keys = keys; });
    return {.data = key_loading::answer(keys)};
}

// The PKI application with all that is in it, for cards of small children. [GP] §11.2
Answer SecurityDomain::delete_application(const Command& command)
{
    require_administration(command);
    require_parameters(command, 0x0000);
    const ByteView name = tlv::only(command.data, 0x4F);
    require(!same(name, aid()) && !same(name, identity_aid), Sw::conditions);
    require(same(name, piv_aid) && !chip_.image().pki_deleted, Sw::reference_not_found);
    require(!chip_.image().secured(), Sw::conditions);
    chip_.memory.update([](Image& image) {
        image.pki_deleted = true;
        image.piv_keys.clear();
        image.piv_objects.clear();
        image.pin.reset();
        image.puk.reset();
    });
    return {.data = Bytes{0x00}}; // no additional data follow
}

// One step forward, never back; the last only once the maker's keys are gone. [GP] §11.10
Answer SecurityDomain::set_status(const Command& command)
{
    require_administration(command);
    require(command.p1 == issuer_security_domain, Sw::wrong_parameters);
    require(same(command.data, aid()), Sw::reference_not_found);
    const LifeCycle wanted = next(chip_.image().life_cycle);
    require(command.p2 == static_cast<std::uint8_t>(wanted), Sw::conditions);
    if (wanted == LifeCycle::secured)
        require(chip_.image().keys.kvn != chip_.profile.management.transport_kvn, Sw::conditions);
    chip_.memory.update([&](Image& image) { image.life_cycle = wanted; });
    return {};
}

// E3 { 4F AID, 9F70 life cycle, C5 privileges }. [GP] §11.4.3
Answer SecurityDomain::get_status(const Command& command) const
{
    require_administration(command);
    require(command.p1 == issuer_security_domain && command.p2 == 0x02, Sw::wrong_parameters);
    const ByteView criterion = tlv::only(command.data, 0x4F);
    require(criterion.empty() || same(criterion, aid()), Sw::reference_not_found);
    const Bytes state{static_cast<std::uint8_t>(chip_.image().life_cycle)};
    return {
        .data = tlv::make(0xE3, {tlv::make(0x4F, aid()), tlv::make(0x9F70, state), tlv::make(0xC5, isd_privileges)})};
}

} // namespace refcard
