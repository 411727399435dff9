// SPDX-License-Identifier: Apache-2.0
#include "idcard/setup/insertion.hpp"

#include "card/base/error.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace idcard::setup {

using card::Errc;
using card::Error;
using Json = nlohmann::ordered_json;

namespace {

constexpr auto policies = "policies";
constexpr auto devices = "SecurityDevices";
constexpr auto additions = "Add"; // the form since Firefox 114; before, the devices stood here themselves
constexpr auto removals = "Delete";
constexpr int default_indent = 2;

/// How far the first indented line stands in.
int indent_of(std::string_view content)
{
    const auto line = content.find("\n ");
    if (line == std::string_view::npos)
        return default_indent;
    const auto begin = line + 1;
    const auto end = std::min(content.find_first_not_of(' ', begin), content.size());
    return static_cast<int>(end - begin);
}

bool has_new_form(const Json& list)
{
    return list.contains(additions) || list.contains(removals);
}

/// Null where the document has none.
const Json* list_of(const Json& document)
{
    if (!document.is_object() || !document.contains(policies) || !document.at(policies).is_object() ||
        !document.at(policies).contains(devices) || !document.at(policies).at(devices).is_object())
        return nullptr;
    const Json& list = document.at(policies).at(devices);
    if (!has_new_form(list))
        return &list;
    return list.contains(additions) && list.at(additions).is_object() ? &list.at(additions) : nullptr;
}

std::string text_of(const Json& document, std::string_view like)
{
    return document.dump(indent_of(like), ' ', false, Json::error_handler_t::replace) + '\n';
}

} // namespace

std::string with_block(std::string_view content, std::string_view block)
{
    std::string out{content};
    if (content.find(block) != std::string_view::npos)
        return out;
    if (!out.empty() && !out.ends_with('\n'))
        out += '\n';
    return out += block;
}

bool has_block(const std::optional<std::string>& content, std::string_view block)
{
    return content && content->find(block) != std::string::npos;
}

std::optional<std::string> without_block(std::string_view content, std::string_view block)
{
    const auto at = content.find(block);
    if (block.empty() || at == std::string_view::npos || content.find(block, at + 1) != std::string_view::npos)
        return std::nullopt;
    std::string out{content};
    return out.erase(at, block.size());
}

std::string with_device(
    std::string_view content, const std::filesystem::path& module, const std::filesystem::path& file)
{
    const auto refuse = [&file](std::string_view read) {
        return Error{Errc::config_invalid, "no policies"}
            .with_field(file.string())
            .with_number(1 + std::ranges::count(read, '\n'));
    };
    Json document = Json::object();
    if (content.find_first_not_of(" \t\r\n") != std::string_view::npos) {
        try {
            document = Json::parse(content);
        } catch (const Json::parse_error& error) {
            throw refuse(content.substr(0, error.byte));
        } catch (const Json::exception&) { // a number beyond all bounds
            throw refuse({});
        }
    }
    try {
        Json& list = document[policies][devices];
        Json& target = list.is_null() || has_new_form(list) ? list[additions] : list;
        target[std::string{device_name}] = module.string();
    } catch (const Json::type_error&) { // a text or a list where an object should be
        throw refuse({});
    }
    return text_of(document, content);
}

bool has_device(std::string_view content, const std::filesystem::path& module)
{
    const Json document = Json::parse(content, nullptr, false);
    const Json* list = list_of(document);
    return list != nullptr &&
           std::ranges::any_of(*list, [&module](const Json& value) { return value == module.string(); });
}

std::optional<std::string> without_device(std::string_view content, const std::filesystem::path& module)
{
    const std::string name{device_name};
    Json document = Json::parse(content, nullptr, false);
    const Json* const found = list_of(document);
    if (found == nullptr || !found->contains(name) || found->at(name) != module.string())
        return std::nullopt;
    Json& all = document[policies];
    Json& list = all[devices];
    if (has_new_form(list)) {
        list[additions].erase(name);
        if (list[additions].empty())
            list.erase(additions);
    } else {
        list.erase(name);
    }
    if (list.empty())
        all.erase(devices);
    return text_of(document, content);
}

} // namespace idcard::setup
