// SPDX-License-Identifier: Apache-2.0
#include "profile.hpp"

#include "disk.hpp"
#include "file_ids.hpp"
#include "piv_management.hpp"
#include "piv_slots.hpp"
#include "toml.hpp"

#include <stdexcept>

namespace refcard {

namespace {

/// One table of the file; every access names table and key when it fails.
class Table {
public:
    /// A dot in the name leads into a table of a table.
    Table(const toml::table& root, std::string name) : name_{std::move(name)}, table_{root.at_path(name_).as_table()}
    {
        if (table_ == nullptr)
            throw std::runtime_error{"profile: table [" + name_ + "] is missing"};
    }

    template <typename T>
    T number(const char* key, std::int64_t least, std::int64_t most) const
    {
        const auto value = (*table_)[key].value<std::int64_t>();
        if (!value || *value < least || *value > most)
            fail(key);
        return static_cast<T>(*value);
    }

    std::string text(const char* key) const
    {
        const auto value = (*table_)[key].value<std::string>();
        if (!value)
            fail(key);
        return *value;
    }

    Bytes hex(const char* key, std::size_t least, std::size_t most) const
    {
        const Bytes bytes = from_hex(text(key));
        if (bytes.size() < least || bytes.size() > most)
            fail(key);
        return bytes;
    }

    unsigned aes_bits(const char* key) const
    {
        const auto bits = number<unsigned>(key, 128, 256);
        if (bits % 64 != 0)
            fail(key);
        return bits;
    }

    std::vector<std::string> word_list(const char* key) const
    {
        const toml::array* list = (*table_)[key].as_array();
        if (list == nullptr || list->empty())
            fail(key);
        std::vector<std::string> words;
        for (const toml::node& node : *list)
            words.push_back(node.value<std::string>().value_or(""));
        return words;
    }

    std::vector<std::uint8_t> byte_list(const char* key) const
    {
        const toml::array* list = (*table_)[key].as_array();
        if (list == nullptr)
            fail(key);
        std::vector<std::uint8_t> bytes;
        for (const toml::node& node : *list) {
            const auto value = node.value<std::int64_t>();
            if (!value || *value < 0 || *value > 0xFF)
                fail(key);
            bytes.push_back(static_cast<std::uint8_t>(*value));
        }
        return bytes;
    }

    [[noreturn]] void fail(const char* key) const
    {
        throw std::runtime_error{"profile: " + name_ + "." + key + " is missing or out of range"};
    }

private:
    std::string name_;
    const toml::table* table_;
};

std::vector<Profile::StoredFile> read_files(const Table& dgi, const Table& sizes)
{
    const auto dg2_size = sizes.number<std::size_t>("dg2", 1, 65'535);
    const auto dg7_size = sizes.number<std::size_t>("dg7", 1, 65'535);
    const auto other_size = sizes.number<std::size_t>("other_files", 1, 32'767);

    struct Name {
        const char* key;
        std::uint16_t file_id; // [9303-10] §4.6
        std::size_t largest;
    };

    std::vector<Profile::StoredFile> stored;
    for (const auto [key, file_id, largest] :
        {Name{"ef_com", file::com, other_size}, Name{"ef_sod", file::sod, other_size},
            Name{"dg1", file::dg(1), other_size}, Name{"dg2", file::dg(2), dg2_size},
            Name{"dg7", file::dg(7), dg7_size}, Name{"dg11", file::dg(11), other_size},
            Name{"dg12", file::dg(12), other_size}, Name{"dg13", file::dg(13), other_size},
            Name{"dg14", file::dg(14), other_size}, Name{"dg16", file::dg(16), other_size}}) {
        stored.push_back({dgi.number<std::uint16_t>(key, 1, 0xFFFF), file_id, largest});
    }
    return stored;
}

std::vector<Mapping> read_mappings(const Table& pace)
{
    std::vector<Mapping> mappings;
    for (const std::string& word : pace.word_list("mappings")) {
        if (word != "GM" && word != "CAM")
            pace.fail("mappings");
        mappings.push_back(word == "GM" ? Mapping::generic : Mapping::chip_authentication);
    }
    return mappings;
}

/// The curves of this card, by their standardized domain parameters. [9303-11] §9.5.1
unsigned read_parameter_id(const Table& pace)
{
    const auto id = pace.number<unsigned>("parameter_id", 12, 15);
    if (id == 14)
        pace.fail("parameter_id");
    return id;
}

Profile::Management read_management(const Table& table)
{
    const std::string method = table.text("diversification");
    if (method != "KDF3" && method != "AN10922")
        table.fail("diversification");
    const unsigned key_bits = table.aes_bits("transport_key_bits");
    return {.isd_aid = table.hex("issuer_security_domain", 5, 16),
        .transport_kvn = table.number<std::uint8_t>("transport_kvn", 1, 0x7F),
        .transport_key_bits = key_bits,
        .diversification = method == "KDF3" ? Diversification::kdf3 : Diversification::an10922,
        .diversification_prefix = table.hex("diversification_prefix", 6, 6),
        .transport_master_key = table.hex("transport_master_key", key_bits / 8, key_bits / 8)};
}

constexpr std::int64_t reference_size = 8;

std::optional<ManagementKey> read_management_key(const toml::table& root)
{
    if (!root.at_path("piv.management_key"))
        return std::nullopt;
    const Table table{root, "piv.management_key"};
    const auto algorithm = table.number<std::uint8_t>("algorithm", 0, 0xFF);
    if (!piv::knows_management_algorithm(algorithm))
        table.fail("algorithm");
    const std::size_t size = piv::management_key_size(algorithm);
    return ManagementKey{.algorithm = algorithm, .value = table.hex("key", size, size)};
}

} // namespace

Profile Profile::parse(std::string_view text)
{
    const toml::table root = toml::parse(text);
    const Table buffers{root, "buffers"};
    const Table pace{root, "pace"};
    const Table chip_authentication{root, "chip_authentication"};
    const Table management{root, "management"};
    const Table dgi{root, "dgi"};
    const Table sizes{root, "sizes"};
    const Table pin{root, "pin"};
    const Table puk{root, "puk"};
    const Table piv_table{root, "piv"};
    const auto puk_digits = puk.number<std::size_t>("digits", 1, reference_size);

    return {
        .buffers = {.command = buffers.number<std::size_t>("command", 64, 65'535),
            .response = buffers.number<std::size_t>("response", 64, 65'535)},
        .pace = {.can_digits = pace.number<std::size_t>("can_digits", 1, 15),
            .parameter_id = read_parameter_id(pace),
            .key_bits = pace.aes_bits("key_bits"),
            .mappings = read_mappings(pace),
            .cam_key_id = pace.number<std::uint8_t>("cam_key_id", 1, 127),
            .first_delay_ms = pace.number<unsigned>("first_delay_ms", 0, 60'000),
            .longest_delay_ms = pace.number<unsigned>("longest_delay_ms", 0, 60'000)},
        .ca_key_id = chip_authentication.number<std::uint8_t>("key_id", 1, 127),
        .ca_key_bits = chip_authentication.aes_bits("key_bits"),
        .management = read_management(management),
        .files = read_files(dgi, sizes),
        .can_dgi = dgi.number<std::uint16_t>("can", 1, 0xFFFF),
        .mrz_dgi = dgi.number<std::uint16_t>("mrz", 1, 0xFFFF),
        .card_security_dgi = dgi.number<std::uint16_t>("card_security", 1, 0xFFFF),
        .largest_card_security = sizes.number<std::size_t>("other_files", 1, 32'767),
        .pin = {.min_digits = pin.number<std::size_t>("min_digits", 1, reference_size),
            .max_digits = pin.number<std::size_t>("max_digits", 1, reference_size),
            .tries = pin.number<unsigned>("tries", 1, 15),
            .transport_value = text_bytes(pin.text("transport_value"))},
        .puk = {.min_digits = puk_digits,
            .max_digits = puk_digits,
            .tries = puk.number<unsigned>("tries", 1, 15),
            .transport_value = text_bytes(puk.text("transport_value"))},
        .piv = {.slots = piv_table.byte_list("slots"),
            .largest_object = sizes.number<std::size_t>("piv_object", 1, 32'767),
            .change_counter_tag = piv_table.number<std::uint8_t>("change_counter_tag", 0x80, 0x9E),
            .guid_tag = piv_table.number<std::uint8_t>("guid_tag", 0x80, 0x9E),
            .retired_keys = piv_table.number<unsigned>("retired_keys", 0, piv::most_retired),
            .management_key = read_management_key(root)},
    };
}

Profile Profile::load(const std::filesystem::path& path)
{
    const Bytes content = read_whole_file(path);
    return parse({reinterpret_cast<const char*>(content.data()), content.size()});
}

const Profile& Profile::builtin()
{
    static const Profile profile = parse(embedded_profile());
    return profile;
}

} // namespace refcard
