// SPDX-License-Identifier: Apache-2.0
#include "master_file.hpp"

#include "aids.hpp"
#include "file_ids.hpp"
#include "pace.hpp"
#include "tlv.hpp"

namespace refcard {

MasterFile::MasterFile(Chip& chip) : chip_{chip}, files_{{file::dir, file::atr_info, file::card_access}} {}

Bytes MasterFile::control_information() const
{
    return file_control_information(file::master, std::nullopt);
}

Answer MasterFile::process(const Command& command)
{
    require(command.ins == Ins::read_binary, Sw::unknown_instruction);
    return files_.read(command, [this](std::uint16_t id) { return content(id); });
}

Answer MasterFile::select_file(const Command& command)
{
    return files_.select(command, [this](std::uint16_t id) { return content(id); });
}

Bytes MasterFile::content(std::uint16_t file_id) const
{
    switch (file_id) {
    case file::dir:
        return directory();
    case file::atr_info:
        return atr_info();
    case file::card_access:
        return card_access(chip_.profile.pace.parameter_id);
    default:
        throw Refusal{Sw::not_found};
    }
}

// One application template per application. [7816-4:2005] §8.2.1.1
Bytes MasterFile::directory() const
{
    Bytes templates;
    for (const ByteView aid : {ByteView{identity_aid}, ByteView{piv_aid}, ByteView{chip_.profile.management.isd_aid}})
        append(templates, tlv::make(0x61, tlv::make(0x4F, aid)));
    return templates;
}

// Card capabilities as in the historical bytes, then the sizes of whole APDUs. [7816-4:2013] §12.1.1.9, §12.7.1
Bytes MasterFile::atr_info() const
{
    constexpr tlv::Tag capabilities = 0x47;
    constexpr tlv::Tag extended_length = 0x7F66;
    constexpr tlv::Tag size = 0x02;
    // Third byte: command chaining (80), extended Lc and Le (40), sizes told in EF.ATR/INFO (20).
    const Buffers& buffers = chip_.buffers;
    if (buffers.short_only())
        return tlv::make(capabilities, Bytes{0xF6, 0x21, 0xA0});
    return join({tlv::make(capabilities, Bytes{0xF6, 0x21, 0xE0}),
        tlv::make(extended_length,
            {tlv::make(size, big_endian(buffers.command, 2)), tlv::make(size, big_endian(buffers.response, 2))})});
}

} // namespace refcard
