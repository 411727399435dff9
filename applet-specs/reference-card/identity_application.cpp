// SPDX-License-Identifier: Apache-2.0
#include "identity_application.hpp"

#include "aids.hpp"
#include "chip_authentication.hpp"
#include "file_ids.hpp"

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

} // namespace

IdentityApplication::IdentityApplication(Chip& chip) : chip_{chip}, files_{lds_files()}, personalization_{chip} {}

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
    personalization_.restart();
    chip_authentication_chosen_ = false;
}

Answer IdentityApplication::process(const Command& command)
{
    switch (command.ins) {
    case Ins::read_binary:
    case Ins::read_binary_odd:
        return files_.read(command, lookup(command));
    case Ins::manage_security_environment:
        return set_authentication_template(command);
    case Ins::general_authenticate:
        return authenticate_chip(command);
    case Ins::generate_key_pair:
        return personalization_.generate_key(command);
    case Ins::store_data:
        return personalization_.store_data(command);
    default:
        throw Refusal{Sw::unknown_instruction};
    }
}

Answer IdentityApplication::select_file(const Command& command)
{
    return files_.select(command, lookup(command));
}

// [ACC-4]: CAN or MRZ open the files; so does the issuer until the card is handed out.
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

// [ACC-5]: in clear only to the station.
bool IdentityApplication::may_authenticate(const Command& command) const
{
    return command.holder_consented || (!chip_.image().secured() && chip_.interface == Interface::contact);
}

Answer IdentityApplication::set_authentication_template(const Command& command)
{
    require_interindustry(command);
    chip_authentication_chosen_ = false;
    require_parameters(command, set_chip_authentication);
    require(!command.administrative(), Sw::conditions);
    require(may_authenticate(command), Sw::security_status);
    chip_authentication::check_template(command, chip_.profile);
    require(chip_.image().ca_key.has_value(), Sw::reference_not_found);
    chip_authentication_chosen_ = true;
    return {};
}

Answer IdentityApplication::authenticate_chip(const Command& command)
{
    require_interindustry(command);
    require_parameters(command, 0x0000);
    require(chip_authentication_chosen_ && !command.more_follow, Sw::conditions);
    require(may_authenticate(command), Sw::security_status);
    chip_authentication_chosen_ = false;
    const SessionKeys keys = chip_authentication::agree(
        command.data, *chip_.image().ca_key, chip_.profile.ca_key_bits / 8, command.holder_consented);
    return {.data = chip_authentication::answer(), .then = keys};
}

} // namespace refcard
