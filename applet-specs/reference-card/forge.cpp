// SPDX-License-Identifier: Apache-2.0
#include "forge.hpp"

#include "disk.hpp"
#include "ec.hpp"
#include "memory.hpp"
#include "piv_keys.hpp"
#include "random.hpp"

#include <stdexcept>

namespace refcard::forge {

namespace {

void require_file(const Image& image, std::uint16_t file_id)
{
    if (!image.files.contains(file_id))
        throw std::runtime_error{"the card has no file " + to_hex(big_endian(file_id, 2))};
}

std::string_view name(LifeCycle state)
{
    switch (state) {
    case LifeCycle::op_ready:
        return "OP_READY";
    case LifeCycle::initialized:
        return "INITIALIZED";
    case LifeCycle::secured:
        return "SECURED";
    }
    return "unknown";
}

std::string tries(const std::optional<Reference>& reference)
{
    return reference ? std::to_string(reference->tries) : "removed";
}

} // namespace

void replace_file(const std::filesystem::path& image, std::uint16_t file_id, const std::filesystem::path& with)
{
    ImageFile file{image};
    require_file(file.image(), file_id);
    file.update([&](Image& changed) { changed.files[file_id] = read_whole_file(with); });
}

void delete_file(const std::filesystem::path& image, std::uint16_t file_id)
{
    ImageFile file{image};
    require_file(file.image(), file_id);
    file.update([&](Image& changed) { changed.files.erase(file_id); });
}

void extract_file(const std::filesystem::path& image, std::uint16_t file_id, const std::filesystem::path& to)
{
    const Image card = read_image(image);
    require_file(card, file_id);
    refcard::replace_file(to, card.files.at(file_id));
}

void clone(const std::filesystem::path& from, const std::filesystem::path& to, ByteView can, const Profile& profile)
{
    const Image source = read_image(from);
    if (!source.can || !ct_equal(*source.can, can))
        throw std::runtime_error{"this CAN does not open the card"};

    SystemRandom random;
    Image copied = blank_image(profile, ByteView{source.diversification_data}.last(4));
    copied.diversification_data = source.diversification_data;
    copied.life_cycle = source.life_cycle;
    copied.keys = {.kvn = source.keys.kvn,
        .enc = random.bytes(source.keys.enc.size()),
        .mac = random.bytes(source.keys.mac.size()),
        .dek = random.bytes(source.keys.dek.size()),
        .sequence_counter = source.keys.sequence_counter};
    copied.can = source.can;
    copied.mrz_key = source.mrz_key;
    copied.card_security = source.card_security;
    copied.pki_deleted = source.pki_deleted;
    copied.files = source.files;
    copied.piv_objects = source.piv_objects;
    copied.change_counter = source.change_counter;
    if (source.ca_key)
        copied.ca_key = ec::Curve::p256().generate_scalar(random);
    if (source.cam_key)
        copied.cam_key = ec::Curve::by_parameter_id(profile.pace.parameter_id).generate_scalar(random);
    copied.management_key = source.management_key;
    if (copied.management_key)
        copied.management_key->value = random.bytes(copied.management_key->value.size());
    for (const auto& [slot, key] : source.piv_keys)
        copied.piv_keys[slot] = piv::generate_key(key.algorithm, random);
    if (!source.pin)
        copied.pin.reset();
    if (!source.puk)
        copied.puk.reset();
    ImageFile::create(to, copied);
}

std::string show(const std::filesystem::path& image)
{
    const Image card = read_image(image);
    std::string text;
    const auto line = [&](std::string_view label, std::string_view value) {
        text.append(label).append(": ").append(value).append("\n");
    };
    line("diversification data", to_hex(card.diversification_data));
    line("life cycle", name(card.life_cycle));
    line("key version", to_hex(big_endian(card.keys.kvn, 1)));
    line("SCP03 sessions", std::to_string(card.keys.sequence_counter));
    line("CAN", card.can ? "set" : "not set");
    line("MRZ password", card.mrz_key ? "set" : "not set");
    line("wrong passwords in a row", std::to_string(card.password_failures));
    line("Chip Authentication key", card.ca_key ? "present" : "absent");
    line("Chip Authentication Mapping key", card.cam_key ? "present" : "absent");
    if (card.card_security)
        line("EF.CardSecurity", std::to_string(card.card_security->size()) + " bytes");
    if (card.pki_deleted)
        line("PKI application", "deleted");
    for (const auto& [id, content] : card.files)
        line("file " + to_hex(big_endian(id, 2)), std::to_string(content.size()) + " bytes");
    for (const auto& [slot, key] : card.piv_keys)
        line("PIV key " + to_hex(big_endian(slot, 1)), "algorithm " + to_hex(big_endian(key.algorithm, 1)));
    for (const auto& [tag, content] : card.piv_objects)
        line("PIV object " + to_hex(big_endian(tag, 3)), std::to_string(content.size()) + " bytes");
    if (card.management_key)
        line("PIV management key", "algorithm " + to_hex(big_endian(card.management_key->algorithm, 1)));
    line("PIV change counter", std::to_string(card.change_counter));
    line("PIN tries left", tries(card.pin));
    line("PUK tries left", tries(card.puk));
    return text;
}

} // namespace refcard::forge
