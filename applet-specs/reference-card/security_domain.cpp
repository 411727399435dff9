// SPDX-License-Identifier: Apache-2.0
#include "security_domain.hpp"

#include "aes.hpp"
#include "tlv.hpp"
#include "transparent_files.hpp"

#include <array>

namespace refcard {

namespace {

constexpr std::uint8_t key_type_aes = 0x88;
constexpr std::uint8_t key_size = 16;
constexpr std::size_t check_value_size = 3;

// P1-P2 of GET DATA. [GP] §11.3.2
constexpr std::uint16_t key_information = 0x00E0;
constexpr std::uint16_t sequence_counter = 0x00C1;
constexpr std::uint16_t card_image_number = 0x0045;

constexpr std::uint8_t whole_keyset = 0x81;           // P2 of PUT KEY: several keys, the first is number 1
constexpr std::uint8_t issuer_security_domain = 0x80; // P1 of SET STATUS and GET STATUS
constexpr std::array<std::uint8_t, 3> isd_privileges{0x9E, 0xFE, 0x80};

// The first bytes of a block of 01 encrypted. [GP-D] §4.1.4
Bytes check_value(ByteView key)
{
    Bytes block(aes::block_size, 0x01);
    block = aes::encrypt_block(key, block);
    block.resize(check_value_size);
    return block;
}

// 88 | 11 | 10 | key under Key-DEK | 03 | check value. [GP] §11.8.2.3, [GP-D] §7.2
Bytes take_key(ByteView& data, ByteView dek)
{
    constexpr std::size_t size = 3 + key_size + 1 + check_value_size;
    require(data.size() >= size, Sw::wrong_data);
    require(data[0] == key_type_aes && data[1] == key_size + 1 && data[2] == key_size, Sw::wrong_data);
    require(data[3 + key_size] == check_value_size, Sw::wrong_data);
    Bytes key = aes::decrypt(dek, aes::zero_block(), data.subspan(3, key_size));
    require(ct_equal(check_value(key), data.subspan(4 + key_size, check_value_size)), Sw::security_status);
    data = data.subspan(size);
    return key;
}

LifeCycle next(LifeCycle now)
{
    require(now != LifeCycle::secured, Sw::conditions);
    return now == LifeCycle::op_ready ? LifeCycle::initialized : LifeCycle::secured;
}

} // namespace

Bytes SecurityDomain::control_information() const
{
    return application_control_information(aid());
}

Answer SecurityDomain::process(const Command& command)
{
    switch (command.ins) {
    case Ins::get_data:
        return get_data(command);
    case Ins::put_key:
        return put_key(command);
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
            append(entries, tlv::make(0xC0, Bytes{number, keys.kvn, key_type_aes, key_size}));
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
    ByteView data = command.data;
    require(!data.empty(), Sw::wrong_data);
    const std::uint8_t kvn = data[0];
    require(kvn >= 0x01 && kvn <= 0x7F, Sw::wrong_data);
    data = data.subspan(1);
    const Bytes dek = chip_.image().keys.dek;
    KeySet keys{.kvn = kvn, .enc = take_key(data, dek), .mac = take_key(data, dek), .dek = take_key(data, dek)};
    require(data.empty(), Sw::wrong_data);

    chip_.memory.update([&](Image& image) { image.keys = keys; });
    return {.data = join({Bytes{kvn}, check_value(keys.enc), check_value(keys.mac), check_value(keys.dek)})};
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
