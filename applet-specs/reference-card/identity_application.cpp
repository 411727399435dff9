// SPDX-License-Identifier: Apache-2.0
#include "identity_application.hpp"

#include "aes.hpp"
#include "aids.hpp"
#include "chip_authentication.hpp"
#include "file_ids.hpp"
#include "key_generation.hpp"
#include "tlv.hpp"

#include <algorithm>

namespace refcard {

namespace {

constexpr std::uint16_t set_chip_authentication = 0x41A4; // P1-P2 of MSE: set for computation, AT

std::vector<std::uint16_t> lds_files()
{
    std::vector<std::uint16_t> ids{file::com, file::sod};
    for (unsigned number = 1; number <= 16; ++number)
        ids.push_back(file::dg(number));
    return ids;
}

void require_personalization(const Chip& chip, const Command& command)
{
    require_administration(command);
    require(!chip.image().secured(), Sw::conditions);
}

} // namespace

IdentityApplication::IdentityApplication(Chip& chip) : chip_{chip}, files_{lds_files()} {}

ByteView IdentityApplication::aid() const
{
    return identity_aid;
}

Bytes IdentityApplication::control_information() const
{
    return application_control_information(identity_aid);
}

void IdentityApplication::deselect()
{
    files_.forget_current();
    incoming_.restart();
    chip_authentication_chosen_ = false;
}

Answer IdentityApplication::process(const Command& command)
{
    switch (command.ins) {
    case Ins::read_binary:
        return files_.read(command, lookup(command));
    case Ins::manage_security_environment:
        return set_authentication_template(command);
    case Ins::general_authenticate:
        return authenticate_chip(command);
    case Ins::generate_key_pair:
        return generate_key(command);
    case Ins::store_data:
        return store_data(command);
    default:
        throw Refusal{Sw::unknown_instruction};
    }
}

Answer IdentityApplication::select_file(const Command& command)
{
    return files_.select(command, lookup(command));
}

// [ACC-4]: the holder's CAN opens the files; so does the issuer until the card is handed out.
TransparentFiles::Lookup IdentityApplication::lookup(const Command& command) const
{
    const bool allowed = command.holder_consented || (command.administrative() && !chip_.image().secured());
    return [this, allowed](std::uint16_t id) {
        require(allowed, Sw::security_status);
        const auto found = chip_.image().files.find(id);
        require(found != chip_.image().files.end(), Sw::not_found);
        return found->second;
    };
}

Answer IdentityApplication::set_authentication_template(const Command& command)
{
    require_interindustry(command);
    chip_authentication_chosen_ = false;
    require_parameters(command, set_chip_authentication);
    require(!command.administrative(), Sw::conditions);
    require(command.holder_consented || !chip_.image().secured(), Sw::security_status);
    chip_authentication::check_template(command, chip_.profile.ca_key_id);
    require(chip_.image().ca_key.has_value(), Sw::reference_not_found);
    chip_authentication_chosen_ = true;
    return {};
}

Answer IdentityApplication::authenticate_chip(const Command& command)
{
    require_interindustry(command);
    require_parameters(command, 0x0000);
    require(chip_authentication_chosen_ && !command.more_follow, Sw::conditions);
    require(command.holder_consented || !chip_.image().secured(), Sw::security_status);
    chip_authentication_chosen_ = false;
    const SessionKeys keys = chip_authentication::agree(command.data, *chip_.image().ca_key, command.holder_consented);
    return {.data = chip_authentication::answer(), .then = keys};
}

// A6 { 84 key identifier, 80 algorithm }: a control reference template for key agreement. [7816-8:2004] §5.1
Answer IdentityApplication::generate_key(const Command& command)
{
    require_personalization(chip_, command);
    require_parameters(command, 0x0000);
    tlv::Parser parser{tlv::only(command.data, 0xA6)};
    const ByteView key_id = parser.take(0x84);
    require_p256(parser.take(0x80));
    parser.end();
    require(same(key_id, big_endian(chip_.profile.ca_key_id, 1)), Sw::reference_not_found);

    const ec::Curve curve = ec::Curve::p256();
    const Bytes scalar = curve.generate_scalar(chip_.random);
    chip_.memory.update([&](Image& image) { image.ca_key = scalar; });
    return {.data = public_key_template(curve.multiply_generator(scalar))};
}

Answer IdentityApplication::store_data(const Command& command)
{
    require_personalization(chip_, command);
    const auto grouping = incoming_.take(command, [this](std::uint16_t dgi) { return largest(dgi); });
    if (grouping)
        commit(*grouping);
    return {};
}

std::size_t IdentityApplication::largest(std::uint16_t dgi) const
{
    if (dgi == chip_.profile.can_dgi)
        return aes::block_size;
    const auto found = std::ranges::find(chip_.profile.files, dgi, &Profile::StoredFile::dgi);
    require(found != chip_.profile.files.end(), Sw::reference_not_found);
    return found->largest;
}

void IdentityApplication::commit(const DataGrouping& grouping)
{
    if (grouping.dgi == chip_.profile.can_dgi) {
        const Bytes can = decrypt_can(grouping);
        chip_.memory.update([&](Image& image) {
            image.can = can;
            image.can_failures = 0;
            image.delay_owed = false;
        });
        return;
    }
    require(!grouping.encrypted, Sw::wrong_data);
    const auto target = std::ranges::find(chip_.profile.files, grouping.dgi, &Profile::StoredFile::dgi);
    chip_.memory.update([&](Image& image) { image.files[target->file_id] = grouping.value; });
}

// One block under Key-DEK: the digits, padded. [GP-D] §4.1.3
Bytes IdentityApplication::decrypt_can(const DataGrouping& grouping) const
{
    require(grouping.encrypted && grouping.value.size() == aes::block_size, Sw::wrong_data);
    const Bytes can = aes::unpad(aes::decrypt(chip_.image().keys.dek, aes::zero_block(), grouping.value));
    const auto is_digit = [](std::uint8_t c) { return c >= '0' && c <= '9'; };
    require(can.size() == chip_.profile.pace.can_digits && std::ranges::all_of(can, is_digit), Sw::wrong_data);
    return can;
}

} // namespace refcard
