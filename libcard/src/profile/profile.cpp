// SPDX-License-Identifier: Apache-2.0
#include "card/profile/profile.hpp"

#include "embedded.hpp"
#include "toml_table.hpp"

#include <algorithm>
#include <map>

namespace card::profile {

namespace {

constexpr std::int64_t most_years = 50;
constexpr std::int64_t oldest = 130;
constexpr std::int64_t longest_delay = 600'000;
constexpr std::int64_t largest_file = 0x7FFF;  // what READ BINARY can address. [7816-4:2005] §7.2.2
constexpr std::int64_t largest_image = 0xFFFF; // with its odd form, as much as one DGI carries. [GP] §11.11.2.3
constexpr std::size_t pin_block = 8;           // [800-73-4] part 2 §2.4.3
constexpr std::int64_t most_retired_keys = 20; // [800-73-4] part 1 table 4b
constexpr std::int64_t most_tries = 15;        // what 63Cx can tell

Dgi read_dgi(Table& table, const std::string& key)
{
    return {table.number<std::uint16_t>(key, {1, 0xFFFF})};
}

KeyVersion read_key_version(Table& table, const std::string& key)
{
    return {table.number<std::uint8_t>(key, {1, 0x7F})};
}

unsigned read_aes_bits(Table& table, const std::string& key)
{
    const auto bits = table.number(key, {128, 256});
    if (bits % 64 != 0)
        table.fail(key, "is no key length of AES");
    return bits;
}

Card read_card(Table table)
{
    Card card{
        .issuing_state = table.letters("issuing_state", 3),
        .country = table.letters("country", 2),
        .document_code = table.letters("document_code", 2),
        .personal_number_digits = table.number("personal_number_digits", {12, 15}),
    };
    table.finish();
    return card;
}

Validity read_validity(Table table)
{
    Validity validity{
        .under_6_until_age = table.number("under_6_until_age", {1, most_years}),
        .from_6_until_age = table.number("from_6_until_age", {1, most_years}),
        .adult_years = table.number("adult_years", {1, most_years}),
        .renewal_years = table.number("renewal_years", {1, most_years}),
        .lifetime_from_age = table.number("lifetime_from_age", {1, oldest}),
        .technical_life_years = table.number("technical_life_years", {1, most_years}),
        .lifetime_mrz_expiry = table.digits("lifetime_mrz_expiry", {6, 6}),
    };
    if (validity.from_6_until_age <= validity.under_6_until_age)
        table.fail("from_6_until_age", "is not above under_6_until_age");
    if (validity.lifetime_from_age <= validity.from_6_until_age)
        table.fail("lifetime_from_age", "is not above from_6_until_age");
    table.finish();
    return validity;
}

Buffers read_buffers(Table table)
{
    const Buffers buffers{
        .command = table.number<std::size_t>("command", {256, 65'544}),
        .response = table.number<std::size_t>("response", {256, 65'538}),
    };
    table.finish();
    return buffers;
}

Pace read_pace(Table table)
{
    const Pace pace{
        .can_digits = table.number<std::size_t>("can_digits", {6, 6}),
        .parameter_id = table.number("parameter_id", {8, 18}),
        .key_bits = read_aes_bits(table, "key_bits"),
        .mappings =
            table.list_of<Mapping>("mappings", {{"GM", Mapping::generic}, {"CAM", Mapping::chip_authentication}}),
        .cam_key_id = table.number("cam_key_id", {0, 127}),
        .first_delay_ms = table.number("first_delay_ms", {0, longest_delay}),
        .longest_delay_ms = table.number("longest_delay_ms", {0, longest_delay}),
    };
    if (pace.longest_delay_ms < pace.first_delay_ms)
        table.fail("longest_delay_ms", "is below first_delay_ms");
    table.finish();
    return pace;
}

ChipAuthentication read_chip_authentication(Table table)
{
    const ChipAuthentication chip{
        .key_id = table.number("key_id", {0, 127}),
        .key_bits = read_aes_bits(table, "key_bits"),
    };
    table.finish();
    return chip;
}

Management read_management(Table table)
{
    Management management{
        .issuer_security_domain = table.bytes("issuer_security_domain", {5, 16}),
        .transport_kvn = read_key_version(table, "transport_kvn"),
        .transport_key_bits = read_aes_bits(table, "transport_key_bits"),
        .issuer_kvn = read_key_version(table, "issuer_kvn"),
        .issuer_key_bits = read_aes_bits(table, "issuer_key_bits"),
        .diversification = table.one_of<Diversification>(
            "diversification", {{"KDF3", Diversification::kdf3}, {"AN10922", Diversification::an10922}}),
        .diversification_prefix = table.bytes("diversification_prefix", {6, 6}),
    };
    const std::size_t key_size = management.transport_key_bits / 8;
    management.transport_master_key = table.bytes("transport_master_key", {key_size, key_size});
    if (management.issuer_kvn == management.transport_kvn)
        table.fail("issuer_kvn", "equals transport_kvn");
    table.finish();
    return management;
}

Dgis read_dgis(Table table)
{
    const Dgis dgis{
        .ef_com = read_dgi(table, "ef_com"),
        .ef_sod = read_dgi(table, "ef_sod"),
        .dg1 = read_dgi(table, "dg1"),
        .dg2 = read_dgi(table, "dg2"),
        .dg7 = read_dgi(table, "dg7"),
        .dg11 = read_dgi(table, "dg11"),
        .dg12 = read_dgi(table, "dg12"),
        .dg13 = read_dgi(table, "dg13"),
        .dg14 = read_dgi(table, "dg14"),
        .dg16 = read_dgi(table, "dg16"),
        .card_security = read_dgi(table, "card_security"),
        .can = read_dgi(table, "can"),
        .mrz = read_dgi(table, "mrz"),
    };
    table.finish();
    return dgis;
}

Sizes read_sizes(Table table)
{
    const Sizes sizes{
        .dg2 = table.number<std::size_t>("dg2", {1, largest_image}),
        .dg7 = table.number<std::size_t>("dg7", {1, largest_image}),
        .other_files = table.number<std::size_t>("other_files", {1, largest_file}),
        .piv_object = table.number<std::size_t>("piv_object", {1, largest_file}),
    };
    table.finish();
    return sizes;
}

Pin read_pin(Table table)
{
    Pin pin{
        .min_digits = table.number<std::size_t>("min_digits", {4, pin_block}),
        .max_digits = table.number<std::size_t>("max_digits", {4, pin_block}),
        .tries = table.number("tries", {1, most_tries}),
    };
    if (pin.max_digits < pin.min_digits)
        table.fail("max_digits", "is below min_digits");
    pin.transport_value = table.digits("transport_value", {pin.min_digits, pin.max_digits});
    table.finish();
    return pin;
}

Puk read_puk(Table table)
{
    Puk puk{
        .digits = table.number<std::size_t>("digits", {4, pin_block}),
        .tries = table.number("tries", {1, most_tries}),
    };
    puk.transport_value = table.digits("transport_value", {puk.digits, puk.digits});
    table.finish();
    return puk;
}

ManagementKey read_management_key(Table table)
{
    static const std::map<std::uint8_t, std::size_t> sizes{{0x03, 24}, {0x08, 16}, {0x0A, 24}, {0x0C, 32}};
    ManagementKey key{.algorithm = table.number<std::uint8_t>("algorithm", {0, 0xFF}), .key = {}};
    const auto known = sizes.find(key.algorithm);
    if (known == sizes.end())
        table.fail("algorithm", "names something unknown");
    key.key = table.bytes("key", {known->second, known->second});
    table.finish();
    return key;
}

Piv read_piv(Table table)
{
    Piv piv{
        .slots = table.set_of("slots", {0x9A, 0x9C, 0x9D, 0x9E}),
        .algorithms = table.list_of("algorithms", {0x05, 0x07, 0x11, 0x14}),
        .chuid_fasc_n = table.bytes("chuid_fasc_n", {25, 25}),
        .change_counter_tag = table.tag("change_counter_tag"),
        .guid_tag = table.tag("guid_tag"),
        .retired_keys = table.number("retired_keys", {0, most_retired_keys}),
    };
    if (auto key = table.table_if("management_key"))
        piv.management_key = read_management_key(std::move(*key));
    if (piv.algorithms.size() != piv.slots.size())
        table.fail("algorithms", "does not name one for each of slots");
    piv.child_slots = table.set_of("child_slots", {piv.slots.begin(), piv.slots.end()});
    if (piv.guid_tag == piv.change_counter_tag)
        table.fail("guid_tag", "equals change_counter_tag");
    table.finish();
    return piv;
}

Dg13 read_dg13(Table table)
{
    const Dg13 dg13{
        .version = table.tag("version"),
        .card_type = table.tag("card_type"),
        .no_expiry = table.tag("no_expiry"),
        .technical_life = table.tag("technical_life"),
        .names = table.tag("names"),
        .household_book = table.tag("household_book"),
        .birth_precision = table.tag("birth_precision"),
        .status_index = table.tag("status_index"),
        .guid = table.tag("guid"),
        .slot_binding = table.tag("slot_binding"),
        .title_lao = table.tag("title_lao"),
        .given_lao = table.tag("given_lao"),
        .family_lao = table.tag("family_lao"),
        .title_latin = table.tag("title_latin"),
        .given_latin = table.tag("given_latin"),
        .family_latin = table.tag("family_latin"),
        .slot = table.tag("slot"),
        .key_hash = table.tag("key_hash"),
    };
    table.finish();
    return dg13;
}

Profile read_profile(Table root)
{
    Profile profile{
        .profile = root.text("profile", {1, 64}),
        .version = root.number("version", {1, 1}),
        .card = read_card(root.table("card")),
        .validity = read_validity(root.table("validity")),
        .buffers = read_buffers(root.table("buffers")),
        .pace = read_pace(root.table("pace")),
        .chip_authentication = read_chip_authentication(root.table("chip_authentication")),
        .management = read_management(root.table("management")),
        .dgi = read_dgis(root.table("dgi")),
        .sizes = read_sizes(root.table("sizes")),
        .pin = read_pin(root.table("pin")),
        .puk = read_puk(root.table("puk")),
        .piv = read_piv(root.table("piv")),
        .dg13 = read_dg13(root.table("dg13")),
    };
    root.finish();
    return profile;
}

} // namespace

Profile parse(std::string_view toml)
{
    try {
        const toml::table root = toml::parse(toml);
        return read_profile(Table{root, ""});
    } catch (const toml::parse_error& error) {
        invalid("toml", error.source(), error.description());
    } catch (const std::runtime_error& error) {
        invalid("toml", {}, error.what());
    }
}

const Profile& builtin()
{
    static const Profile profile = parse(embedded_profile());
    return profile;
}

} // namespace card::profile
