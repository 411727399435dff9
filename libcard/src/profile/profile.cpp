// SPDX-License-Identifier: Apache-2.0
#include "card/profile/profile.hpp"

#include "embedded.hpp"

#include "card/base/error.hpp"
#include "card/base/hex.hpp"
#include "card/tlv/reader.hpp"
#include "card/tlv/writer.hpp"

#include <toml++/toml.h>

#include <set>

namespace card::profile {

namespace {

[[noreturn]] void invalid(const std::string& field, toml::source_region where, std::string_view sentence)
{
    Error error{Errc::config_invalid, Step{"profile"}, field + ": " + std::string{sentence}};
    if (where.begin.line == 0)
        throw std::move(error).with_field(field);
    throw std::move(error).with_field(field).with_number(static_cast<long>(where.begin.line));
}

template <class T>
struct Range {
    T least, most;
};

/// One table of the file. Each key is taken once; finish() refuses what nobody took.
class Table {
public:
    Table(const toml::table& table, std::string name) : table_{table}, name_{std::move(name)} {}

    Table table(const std::string& key)
    {
        const toml::node& node = take(key);
        if (!node.is_table())
            fail(key, node, "must be a table");
        return Table{*node.as_table(), key};
    }

    std::string text(const std::string& key, Range<std::size_t> length)
    {
        const toml::node& node = take(key);
        const auto value = node.value_exact<std::string>();
        if (!value)
            fail(key, node, "must be a text");
        if (value->size() < length.least || value->size() > length.most)
            fail(key, node, "has a wrong length");
        return *value;
    }

    std::string letters(const std::string& key, std::size_t length)
    {
        std::string value = text(key, {length, length});
        if (!std::all_of(value.begin(), value.end(), [](char c) { return c >= 'A' && c <= 'Z'; }))
            fail(key, take_again(key), "must be capital letters");
        return value;
    }

    std::string digits(const std::string& key, Range<std::size_t> length)
    {
        std::string value = text(key, length);
        if (!std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; }))
            fail(key, take_again(key), "must be digits");
        return value;
    }

    Bytes bytes(const std::string& key, Range<std::size_t> length)
    {
        const std::string hex = text(key, {2 * length.least, 2 * length.most});
        try {
            return from_hex(hex);
        } catch (const Error&) {
            fail(key, take_again(key), "must be pairs of hexadecimal digits");
        }
    }

    template <class T = unsigned>
    T number(const std::string& key, Range<std::int64_t> range)
    {
        return narrow<T>(key, take(key), range);
    }

    tlv::Tag tag(const std::string& key)
    {
        const tlv::Tag tag{number<std::uint32_t>(key, {1, 0xFF'FFFF})};
        try {
            tlv::only(tlv::encode(tag, ByteView{}), tag);
        } catch (const Error&) {
            fail(key, take_again(key), "is no tag of BER-TLV");
        }
        return tag;
    }

    Dgi dgi(const std::string& key) { return {number<std::uint16_t>(key, {1, 0xFFFF})}; }

    KeyVersion key_version(const std::string& key) { return {number<std::uint8_t>(key, {1, 0x7F})}; }

    /// Different numbers, each one of `allowed`.
    std::vector<std::uint8_t> set_of(const std::string& key, const std::set<std::uint8_t>& allowed)
    {
        const toml::node& node = take(key);
        const toml::array* const array = node.as_array();
        if (array == nullptr || array->empty())
            fail(key, node, "must be a list of numbers");
        std::vector<std::uint8_t> values;
        for (const toml::node& item : *array) {
            const auto value = narrow<std::uint8_t>(key, item, {0, 0xFF});
            if (!allowed.contains(value) || std::find(values.begin(), values.end(), value) != values.end())
                fail(key, item, "names something unknown or twice the same");
            values.push_back(value);
        }
        return values;
    }

    void finish() const
    {
        for (const auto& [key, node] : table_)
            if (!taken_.contains(std::string{key.str()}))
                invalid(field(std::string{key.str()}), key.source(), "is unknown");
    }

    [[noreturn]] void fail(const std::string& key, const toml::node& node, std::string_view sentence) const
    {
        invalid(field(key), node.source(), sentence);
    }

    const toml::node& take_again(const std::string& key) const { return *table_.get(key); }

private:
    const toml::node& take(const std::string& key)
    {
        const toml::node* const node = table_.get(key);
        if (node == nullptr)
            invalid(field(key), table_.source(), "is missing");
        taken_.insert(key);
        return *node;
    }

    template <class T>
    T narrow(const std::string& key, const toml::node& node, Range<std::int64_t> range) const
    {
        const auto value = node.value_exact<std::int64_t>();
        if (!value)
            fail(key, node, "must be a whole number");
        if (*value < range.least || *value > range.most)
            fail(key, node, "is out of range");
        return static_cast<T>(*value);
    }

    std::string field(const std::string& key) const { return name_.empty() ? key : name_ + "." + key; }

    const toml::table& table_;
    std::string name_;
    std::set<std::string> taken_;
};

constexpr std::int64_t longest_delay = 600'000;
constexpr std::int64_t largest_file = 0x7FFF; // what READ BINARY can address. [7816-4:2005] §7.2.2
constexpr std::size_t pin_block = 8;          // [800-73-4] part 2 §2.4.3
constexpr std::int64_t most_tries = 15;       // what 63Cx can tell

Card read_card(Table table)
{
    Card card{
        .issuing_state = table.letters("issuing_state", 3),
        .country = table.letters("country", 2),
        .document_code = table.letters("document_code", 2),
        .lifetime_mrz_expiry = table.digits("lifetime_mrz_expiry", {6, 6}),
        .technical_life_years = table.number("technical_life_years", {1, 50}),
    };
    table.finish();
    return card;
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
        .first_delay_ms = table.number("first_delay_ms", {0, longest_delay}),
        .longest_delay_ms = table.number("longest_delay_ms", {0, longest_delay}),
    };
    if (pace.longest_delay_ms < pace.first_delay_ms)
        table.fail("longest_delay_ms", table.take_again("longest_delay_ms"), "is below first_delay_ms");
    table.finish();
    return pace;
}

ChipAuthentication read_chip_authentication(Table table)
{
    const ChipAuthentication chip{.key_id = table.number("key_id", {0, 127})};
    table.finish();
    return chip;
}

Management read_management(Table table)
{
    Management management{
        .issuer_security_domain = table.bytes("issuer_security_domain", {5, 16}),
        .transport_kvn = table.key_version("transport_kvn"),
        .issuer_kvn = table.key_version("issuer_kvn"),
        .diversification_prefix = table.bytes("diversification_prefix", {6, 6}),
        .transport_master_key = table.bytes("transport_master_key", {16, 16}),
    };
    if (management.issuer_kvn == management.transport_kvn)
        table.fail("issuer_kvn", table.take_again("issuer_kvn"), "equals transport_kvn");
    table.finish();
    return management;
}

Dgis read_dgis(Table table)
{
    const Dgis dgis{
        .ef_com = table.dgi("ef_com"),
        .ef_sod = table.dgi("ef_sod"),
        .dg1 = table.dgi("dg1"),
        .dg2 = table.dgi("dg2"),
        .dg11 = table.dgi("dg11"),
        .dg12 = table.dgi("dg12"),
        .dg13 = table.dgi("dg13"),
        .dg14 = table.dgi("dg14"),
        .can = table.dgi("can"),
    };
    table.finish();
    return dgis;
}

Sizes read_sizes(Table table)
{
    const Sizes sizes{
        .dg2 = table.number<std::size_t>("dg2", {1, largest_file}),
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
        table.fail("max_digits", table.take_again("max_digits"), "is below min_digits");
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

Piv read_piv(Table table)
{
    Piv piv{
        .slots = table.set_of("slots", {0x9A, 0x9E}),
        .chuid_fasc_n = table.bytes("chuid_fasc_n", {25, 25}),
        .change_counter_tag = table.tag("change_counter_tag"),
        .guid_tag = table.tag("guid_tag"),
    };
    if (piv.guid_tag == piv.change_counter_tag)
        table.fail("guid_tag", table.take_again("guid_tag"), "equals change_counter_tag");
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
    }
}

const Profile& builtin()
{
    static const Profile profile = parse(embedded_profile());
    return profile;
}

} // namespace card::profile
