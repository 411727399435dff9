// SPDX-License-Identifier: Apache-2.0
#include "card/trust/policy.hpp"

#include "card/base/error.hpp"
#include "card/base/toml.hpp"

namespace card::trust {

namespace {

constexpr std::string_view schema = "idcard-policy-1";

[[noreturn]] void invalid(std::string_view field, const toml::source_region& where, std::string_view sentence)
{
    throw Error{Errc::config_invalid, Step{"policy.toml"}, sentence}
        .with_field(std::string{field})
        .with_number(static_cast<long>(where.begin.line));
}

std::string read_text(std::string_view key, const toml::node& node)
{
    const auto text = node.value_exact<std::string>();
    if (!text)
        invalid(key, node.source(), "is not a text");
    return *text;
}

std::set<CheckId> read_required(const toml::node& node)
{
    if (!node.is_array())
        invalid("required", node.source(), "is not a list");
    std::set<CheckId> required;
    for (const toml::node& item : *node.as_array()) {
        const auto id = check_named(read_text("required", item));
        if (!id)
            invalid("required", item.source(), "is not the name of a check");
        required.insert(*id);
    }
    return required;
}

bool read_flag(std::string_view key, const toml::node& node)
{
    const auto flag = node.value_exact<bool>();
    if (!flag)
        invalid(key, node.source(), "is neither true nor false");
    return *flag;
}

constexpr std::int64_t longest_days = 3'660;

unsigned read_days(std::string_view key, const toml::node& node)
{
    const auto days = node.value_exact<std::int64_t>();
    if (!days || *days < 1 || *days > longest_days)
        invalid(key, node.source(), "is not a number of days from 1 to 3660");
    return static_cast<unsigned>(*days);
}

Freshness read_limits(const toml::node& node)
{
    if (!node.is_table())
        invalid("limits", node.source(), "is not a table");
    Freshness limits;
    for (const auto& [key, value] : *node.as_table()) {
        if (key == "signer_crl_days")
            limits.signer_crl_days = read_days("signer_crl_days", value);
        else if (key == "card_status_days")
            limits.card_status_days = read_days("card_status_days", value);
        else
            invalid(key.str(), value.source(), "is not known");
    }
    return limits;
}

Policy read(const toml::table& table)
{
    Policy policy{.required = {}, .issuing_state = {}, .country = {}};
    std::string found;
    for (const auto& [key, node] : table) {
        if (key == "schema")
            found = read_text("schema", node);
        else if (key == "issuing_state")
            policy.issuing_state = read_text("issuing_state", node);
        else if (key == "country")
            policy.country = read_text("country", node);
        else if (key == "foreign_documents")
            policy.foreign_documents = read_flag("foreign_documents", node);
        else if (key == "required")
            policy.required = read_required(node);
        else if (key == "limits")
            policy.limits = read_limits(node);
        else
            invalid(key.str(), node.source(), "is not known");
    }
    if (found != schema)
        invalid("schema", table.source(), "is not idcard-policy-1");
    for (const auto& [key, value] : {std::pair{"issuing_state", policy.issuing_state}, {"country", policy.country}})
        if (value.empty())
            invalid(key, table.source(), "is missing");
    if (policy.required.empty())
        invalid("required", table.source(), "is missing: a policy that requires nothing finds everything genuine");
    return policy;
}

} // namespace

Policy default_policy()
{
    Policy policy;
    policy.required = {CheckId::access_protocol, CheckId::sod_signature, CheckId::chain, CheckId::group_hash,
        CheckId::chip_genuine, CheckId::access_parameters, CheckId::document_validity};
    return policy;
}

Policy parse_policy(std::string_view text)
{
    try {
        return read(toml::parse(text));
    } catch (const toml::parse_error& error) {
        invalid("policy", error.source(), error.description());
    } catch (const std::runtime_error& error) {
        invalid("policy", {}, error.what());
    }
}

std::string to_toml(const Policy& policy)
{
    std::string out = "# Which checks a verdict requires. What was not done stands in its headline in any case.\n";
    out += "schema = \"" + std::string{schema} + "\"\n";
    out += "issuing_state = \"" + policy.issuing_state + "\"\ncountry = \"" + policy.country + "\"\n";
    if (policy.foreign_documents)
        out += "foreign_documents = true\n";
    out += "required = [\n";
    for (const CheckId id : policy.required)
        out += "    \"" + std::string{name(id)} + "\",\n";
    out += "]\n\n# How old data may be, in days since their thisUpdate, before the answer is stale.\n[limits]\n";
    out += "signer_crl_days = " + std::to_string(policy.limits.signer_crl_days) + "\n";
    return out + "card_status_days = " + std::to_string(policy.limits.card_status_days) + "\n";
}

} // namespace card::trust
