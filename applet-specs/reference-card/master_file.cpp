// SPDX-License-Identifier: Apache-2.0
#include "master_file.hpp"

#include "aids.hpp"
#include "file_ids.hpp"
#include "pace_parameters.hpp"
#include "tlv.hpp"

namespace refcard {

MasterFile::MasterFile(Chip& chip)
    : chip_{chip}, files_{{file::dir, file::atr_info, file::card_access, file::card_security}}
{
}

Bytes MasterFile::control_information() const
{
    return file_control_information(file::master, std::nullopt);
}

Answer MasterFile::process(const Command& command)
{
    require(reads_binary(command.ins), Sw::unknown_instruction);
    return files_.read(command, lookup(command));
}

Answer MasterFile::select_file(const Command& command)
{
    return files_.select(command, lookup(command));
}

// EF.CardSecurity belongs to this chip alone: only after PACE. [CRD-17]
TransparentFiles::Lookup MasterFile::lookup(const Command& command) const
{
    return [this, allowed = command.holder_consented](std::uint16_t id) {
        if (id != file::card_security)
            return free_file(id);
        require(allowed, Sw::security_status);
        require(chip_.image().card_security.has_value(), Sw::not_found);
        return *chip_.image().card_security;
    };
}

Bytes MasterFile::free_file(std::uint16_t file_id) const
{
    switch (file_id) {
    case file::dir:
        return directory();
    case file::atr_info:
        return atr_info();
    case file::card_access:
        return card_access(chip_.profile.pace);
    default:
        throw Refusal{Sw::not_found};
    }
}

// One application template per application. [7816-4:2005] §8.2.1.1
Bytes MasterFile::directory() const
{
    const auto application = [](ByteView aid) { return tlv::make(0x61, tlv::make(0x4F, aid)); };
    Bytes templates = application(identity_aid);
    if (chip_.interface == Interface::contactless)
        return templates; // the same on every card. [CRD-14]
    if (!chip_.image().pki_deleted)
        append(templates, application(piv_aid));
    append(templates, application(chip_.profile.management.isd_aid));
    return templates;
}

// Card capabilities as in the historical bytes, then the sizes of whole APDUs. [7816-4:2013] §12.1.1.9, §12.7.1
Bytes MasterFile::atr_info() const
{
    constexpr tlv::Tag capabilities = 0x47;
    constexpr tlv::Tag extended_length = 0x7F66;
    constexpr tlv::Tag size = 0x02;
    // Third byte: command chaining (80), extended Lc and Le (40), sizes told in EF.ATR/INFO (20).
    const Buffers& buffers = chip_.announced ? *chip_.announced : chip_.buffers;
    if (buffers.short_only())
        return tlv::make(capabilities, Bytes{0xF6, 0x21, 0xA0});
    return join({tlv::make(capabilities, Bytes{0xF6, 0x21, 0xE0}),
        tlv::make(extended_length,
            {tlv::make(size, big_endian(buffers.command, 2)), tlv::make(size, big_endian(buffers.response, 2))})});
}

} // namespace refcard
