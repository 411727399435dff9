// SPDX-License-Identifier: Apache-2.0
#include "office/office.hpp"

#include "card/base/error.hpp"
#include "card/base/toml.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace perso {

using card::Errc;

namespace {

constexpr std::string_view schema = "idcard-office-1";

[[noreturn]] void invalid(std::string_view sentence, std::string key, const toml::node* at = nullptr)
{
    auto error = card::Error{Errc::config_invalid, card::Step{"office.toml"}, sentence}.with_field(std::move(key));
    if (at && at->source().begin.line != 0)
        throw std::move(error).with_number(long{at->source().begin.line});
    throw error;
}

/// A table whose every key must be asked for.
class Table {
public:
    Table(const toml::table& table, std::string path) : table_{table}, path_{std::move(path)} {}

    template <typename T>
    T value(std::string_view key)
    {
        const toml::node& node = require(key);
        const auto value = node.value_exact<T>();
        if (!value)
            invalid("a value of the wrong type", path(key), &node);
        return *value;
    }

    std::string optional_text(std::string_view key)
    {
        return table_.contains(key) ? value<std::string>(key) : std::string{};
    }

    std::int64_t optional_number(std::string_view key, std::int64_t otherwise)
    {
        return table_.contains(key) ? value<std::int64_t>(key) : otherwise;
    }

    bool optional_flag(std::string_view key) { return table_.contains(key) && value<bool>(key); }

    Table table(std::string_view key)
    {
        const toml::node& node = require(key);
        if (!node.is_table())
            invalid("not a table", path(key), &node);
        return Table{*node.as_table(), path(key) + "."};
    }

    const toml::array& array(std::string_view key)
    {
        const toml::node& node = require(key);
        if (!node.is_array())
            invalid("not a list", path(key), &node);
        return *node.as_array();
    }

    void finish() const
    {
        for (const auto& [key, node] : table_)
            if (!asked_.contains(std::string{key.str()}))
                invalid("an unknown key", path(key.str()), &node);
    }

    std::string path(std::string_view key) const { return path_ + std::string{key}; }

private:
    const toml::node& require(std::string_view key)
    {
        asked_.insert(std::string{key});
        const toml::node* node = table_.get(key);
        if (!node)
            invalid("a missing key", path(key), &table_);
        return *node;
    }

    const toml::table& table_;
    std::string path_;
    std::set<std::string> asked_;
};

Role read_role(const toml::node& node)
{
    const auto role = parse_role(node.value_exact<std::string>().value_or(""));
    if (!role)
        invalid("no role of this version", "person.roles", &node);
    return *role;
}

Person read_person(const toml::node& node)
{
    if (!node.is_table())
        invalid("not a table", "person", &node);
    Table table{*node.as_table(), "person."};
    Person person{.id = table.value<std::string>("id"), .full_name = table.optional_text("name")};
    for (const toml::node& role : table.array("roles"))
        person.roles.push_back(read_role(role));
    table.finish();
    return person;
}

SignerLimits read_signer(Table table)
{
    const SignerLimits standard;
    SignerLimits limits{.cards = table.optional_number("cards", standard.cards), .warn_at = 0};
    limits.warn_at = table.optional_number("warn_at", std::max<std::int64_t>(1, limits.cards / 10 * 9));
    table.finish();
    return limits;
}

ClockSettings read_clock(Table table)
{
    const ClockSettings standard;
    ClockSettings clock{
        .tolerance = std::chrono::seconds{table.optional_number("tolerance", standard.tolerance.count())},
        .longest_pause = std::chrono::days{table.optional_number("longest_pause", standard.longest_pause.count())},
        .source = table.optional_text("source")};
    table.finish();
    return clock;
}

Office read(const toml::table& root)
{
    Office office;
    Table table{root, ""};
    if (table.value<std::string>("schema") != schema)
        invalid("another schema than idcard-office-1", "schema", root.get("schema"));
    office.document_prefix = table.value<std::string>("document_prefix");

    Table authority = table.table("authority");
    office.authority = {.name = authority.value<std::string>("name"),
        .contact_email = authority.value<std::string>("contact_email"),
        .crl_url = authority.value<std::string>("crl_url")};
    authority.finish();

    Table hsm = table.table("hsm");
    office.hsm = {.module = hsm.value<std::string>("module"),
        .token = hsm.value<std::string>("token"),
        .own_token = hsm.value<bool>("own_token")};
    hsm.finish();

    if (root.contains("signer"))
        office.signer = read_signer(table.table("signer"));
    if (root.contains("clock"))
        office.clock = read_clock(table.table("clock"));
    if (root.contains("store")) {
        Table store = table.table("store");
        office.store_url = store.value<std::string>("url");
        store.finish();
    }
    if (root.contains("privacy")) {
        Table privacy = table.table("privacy");
        office.keep_data = std::chrono::days{privacy.value<std::int64_t>("keep_days")};
        privacy.finish();
    }
    office.staff_cards = table.optional_flag("staff_cards");
    office.real_cards = table.optional_flag("real_cards");
    office.counts_blanks = office.real_cards;
    if (root.contains("stock")) {
        Table stock = table.table("stock");
        office.counts_blanks = stock.value<bool>("required");
        stock.finish();
    }
    if (!office.staff_cards || root.contains("person"))
        for (const toml::node& person : table.array("person"))
            office.people.push_back(read_person(person));
    table.finish();
    return office;
}

/// A basic string of TOML.
std::string toml_string(std::string_view text)
{
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            out += '\\';
        out += c;
    }
    return out + '"';
}

std::string person_toml(const Person& person)
{
    std::string text = fmt::format("\n[[person]]\nid = {}\n", toml_string(person.id));
    if (!person.full_name.empty())
        text += fmt::format("name = {}\n", toml_string(person.full_name));
    text += "roles = [";
    for (const Role role : person.roles)
        text += fmt::format("{}{}", text.back() == '[' ? "" : ", ", toml_string(name(role)));
    return text + "]\n";
}

} // namespace

Office load_office(const std::filesystem::path& directory)
{
    const auto file = directory / "office.toml";
    if (!std::filesystem::exists(file))
        throw card::Error{Errc::office_missing, "no office.toml"}.with_field(directory.string());
    try {
        Office office = read(toml::parse_file(file.string()));
        office.directory = std::filesystem::canonical(directory);
        check(office);
        return office;
    } catch (const toml::parse_error& error) {
        throw card::Error{Errc::config_invalid, card::Step{"office.toml"}, "not well formed"}
            .with_field("office.toml")
            .with_number(long{error.source().begin.line});
    } catch (const std::runtime_error&) {
        throw card::Error{Errc::config_invalid, card::Step{"office.toml"}, "not well formed"}.with_field("office.toml");
    }
}

std::string office_toml(const Office& office)
{
    std::string text =
        fmt::format("# An issuing office. No secret stands here: PINs come by prompt or file descriptor.\n"
                    "schema = {}\n"
                    "document_prefix = {}\n",
            toml_string(schema), toml_string(office.document_prefix));
    if (office.staff_cards)
        text += fmt::format("staff_cards = true\nreal_cards = {}\n", office.real_cards);
    text +=
        fmt::format("\n[authority]\nname = {}\ncontact_email = {}\ncrl_url = {}\n", toml_string(office.authority.name),
            toml_string(office.authority.contact_email), toml_string(office.authority.crl_url));
    text += fmt::format("\n[hsm]\nmodule = {}\ntoken = {}\nown_token = {}\n", toml_string(office.hsm.module.string()),
        toml_string(office.hsm.token), office.hsm.own_token);
    if (office.signer != SignerLimits{})
        text += fmt::format("\n[signer]\ncards = {}\nwarn_at = {}\n", office.signer.cards, office.signer.warn_at);
    if (office.clock != ClockSettings{})
        text +=
            fmt::format("\n[clock]\ntolerance = {}\nlongest_pause = {}\nsource = {}\n", office.clock.tolerance.count(),
                office.clock.longest_pause.count(), toml_string(office.clock.source.string()));
    if (!office.store_url.empty())
        text += fmt::format("\n[store]\nurl = {}\n", toml_string(office.store_url));
    if (office.keep_data != Office{}.keep_data)
        text += fmt::format("\n[privacy]\nkeep_days = {}\n", office.keep_data.count());
    if (office.counts_blanks != office.real_cards)
        text += fmt::format("\n[stock]\nrequired = {}\n", office.counts_blanks);
    for (const Person& person : office.people)
        text += person_toml(person);
    return text;
}

} // namespace perso
