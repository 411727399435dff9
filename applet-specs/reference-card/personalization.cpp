// SPDX-License-Identifier: Apache-2.0
#include "personalization.hpp"

#include "aes.hpp"
#include "key_generation.hpp"
#include "tlv.hpp"

#include <algorithm>

namespace refcard {

namespace {

constexpr std::size_t mrz_key_size = 20; // SHA-1

void require_open(const Chip& chip, const Command& command)
{
    require_administration(command);
    require(!chip.image().secured(), Sw::conditions);
}

bool is_digit(std::uint8_t c)
{
    return c >= '0' && c <= '9';
}

} // namespace

// A6 { 84 key identifier, 80 algorithm }: a control reference template for key agreement
Answer Personalization::generate_key(const Command& command)
{
    require_open(chip_, command);
    require_parameters(command, 0x0000);
    tlv::Parser parser{tlv::only(command.data, 0xA6)};
    const ByteView key_id = parser.take(0x84);
    require_p256(parser.take(0x80));
    parser.end();

    const Profile& profile = chip_.profile;
    const bool is_ca = same(key_id, big_endian(profile.ca_key_id, 1));
    require(is_ca || same(key_id, big_endian(profile.pace.cam_key_id, 1)), Sw::reference_not_found);
    const ec::Curve curve = is_ca ? ec::Curve::p256() : ec::Curve::by_parameter_id(profile.pace.parameter_id);
    const Bytes scalar = curve.generate_scalar(chip_.random);
    chip_.memory.update([&](Image& image) { (is_ca ? image.ca_key : image.cam_key) = scalar; });
    return {.data = public_key_template(curve.multiply_generator(scalar))};
}

Answer Personalization::store_data(const Command& command)
{
    require_open(chip_, command);
    const auto complete = incoming_.take(command, [this](std::uint16_t dgi) { return largest(dgi); });
    std::vector<Change> changes;
    try {
        for (const DataGrouping& grouping : complete)
            changes.push_back(is_password(grouping.dgi) ? new_password(grouping) : new_file(grouping));
    } catch (const Refusal&) {
        restart();
        throw;
    }
    if (!changes.empty())
        chip_.memory.update([&](Image& image) {
            for (const Change& change : changes)
                change(image);
        });
    return {};
}

bool Personalization::is_password(std::uint16_t dgi) const
{
    return dgi == chip_.profile.can_dgi || dgi == chip_.profile.mrz_dgi;
}

const Profile::StoredFile& Personalization::stored_file(std::uint16_t dgi) const
{
    const auto found = std::ranges::find(chip_.profile.files, dgi, &Profile::StoredFile::dgi);
    require(found != chip_.profile.files.end(), Sw::reference_not_found);
    return *found;
}

std::size_t Personalization::largest(std::uint16_t dgi) const
{
    if (is_password(dgi))
        return dgi == chip_.profile.can_dgi ? aes::block_size : 2 * aes::block_size;
    return dgi == chip_.profile.card_security_dgi ? chip_.profile.largest_card_security : stored_file(dgi).largest;
}

Personalization::Change Personalization::new_file(const DataGrouping& grouping) const
{
    require(!grouping.encrypted, Sw::wrong_data);
    if (grouping.dgi == chip_.profile.card_security_dgi)
        return [value = grouping.value](Image& image) { image.card_security = value; };
    return
        [file = stored_file(grouping.dgi).file_id, value = grouping.value](Image& image) { image.files[file] = value; };
}

Personalization::Change Personalization::new_password(const DataGrouping& grouping) const
{
    const Bytes password = decrypt(grouping);
    const bool is_can = grouping.dgi == chip_.profile.can_dgi;
    require(is_can ? password.size() == chip_.profile.pace.can_digits && std::ranges::all_of(password, is_digit)
                   : password.size() == mrz_key_size,
        Sw::wrong_data);
    return [is_can, password](Image& image) {
        (is_can ? image.can : image.mrz_key) = password;
        image.password_failures = 0;
        image.delay_owed = false;
    };
}

// Whole blocks under Key-DEK. [GP-D] §4.1.3
Bytes Personalization::decrypt(const DataGrouping& grouping) const
{
    require(grouping.encrypted && grouping.value.size() % aes::block_size == 0, Sw::wrong_data);
    return aes::unpad(aes::decrypt(chip_.image().keys.dek, aes::zero_block(), grouping.value));
}

} // namespace refcard
