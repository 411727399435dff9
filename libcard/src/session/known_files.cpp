// SPDX-License-Identifier: Apache-2.0
#include "card/lds/file_ids.hpp"
#include "card/piv/slots.hpp"
#include "card/session/file_set.hpp"

#include <algorithm>
#include <charconv>

namespace card::session {

namespace {

constexpr KnownFile master(std::uint32_t id, std::uint8_t short_id, std::string_view name, bool needs_password)
{
    return {Place::master_file, id, short_id, name, needs_password, 0};
}

constexpr KnownFile identity(const lds::File& file)
{
    return {Place::identity, file.id, file.short_id, file.name, true, file.group};
}

constexpr KnownFile object(tlv::Tag tag, std::string_view name)
{
    return {Place::pki, tag.value, 0, name, false, 0};
}

std::vector<KnownFile> make_list()
{
    std::vector<KnownFile> files{
        master(0x2F00, 0x1E, "EF.DIR", false),
        master(0x2F01, 0x01, "EF.ATR/INFO", false),
        master(lds::file::card_access.id, lds::file::card_access.short_id, "EF.CardAccess", false),
        master(0x011D, 0x1D, "EF.CardSecurity", true),
        identity(lds::file::com),
        identity(lds::file::sod),
    };
    for (const lds::File& group : lds::data_groups)
        files.push_back(identity(group));
    const KnownFile objects[] = {
        object(piv::object::discovery, "discovery"),
        object(piv::object::chuid, "CHUID"),
        object(piv::object::ccc, "CCC"),
        object(piv::object::certificate_9a, "certificate 9A"),
        object(piv::object::certificate_9c, "certificate 9C"),
        object(piv::object::certificate_9d, "certificate 9D"),
        object(piv::object::certificate_9e, "certificate 9E"),
        object(piv::object::security_object, "security object"),
    };
    files.insert(files.end(), std::begin(objects), std::end(objects));
    return files;
}

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same_name(std::string_view a, std::string_view b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

std::optional<std::uint32_t> hexadecimal(std::string_view text)
{
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
    if (error != std::errc{} || end != text.data() + text.size() || text.size() % 2 != 0)
        return std::nullopt;
    return value;
}

} // namespace

std::span<const KnownFile> known_files()
{
    static const std::vector<KnownFile> files = make_list();
    return files;
}

std::vector<KnownFile> files_named(std::string_view text)
{
    const std::optional<std::uint32_t> id = hexadecimal(text);
    std::vector<KnownFile> found;
    for (const KnownFile& file : known_files())
        if (same_name(file.name, text) || file.id == id)
            found.push_back(file);
    return found;
}

} // namespace card::session
