// SPDX-License-Identifier: Apache-2.0
#include "idcard/setup/record.hpp"

#include "card/base/error.hpp"
#include "card/base/hex.hpp"
#include "card/crypto/hash.hpp"
#include "idcard/setup/files.hpp"
#include "idcard/setup/insertion.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

namespace idcard::setup {

namespace fs = std::filesystem;
using card::Errc;
using card::Error;
using Json = nlohmann::ordered_json;

namespace {

constexpr auto schema = "idcard/setup-record-1";
constexpr auto record_name = "record.json";
constexpr std::array kind_names{"whole", "block", "policy", "store"}; // in the order of Kind

Kind kind_of(const std::string& name)
{
    const auto* const found = std::ranges::find(kind_names, std::string_view{name});
    if (found == kind_names.end())
        throw Json::other_error::create(0, "unknown kind", static_cast<const Json*>(nullptr));
    return static_cast<Kind>(found - kind_names.begin());
}

Json to_json(const Entry& entry)
{
    Json folders = Json::array();
    for (const fs::path& folder : entry.folders)
        folders.push_back(folder.string());
    return {{"area", entry.area}, {"program", entry.program}, {"file", entry.file.string()},
        {"kind", kind_names.at(static_cast<std::size_t>(entry.kind))}, {"inserted", entry.inserted},
        {"folders", folders}, {"existed", entry.before.has_value()}, {"after", entry.after}};
}

Entry entry_of(const Json& json)
{
    Entry entry{.area = json.at("area").get<std::string>(),
        .program = json.at("program").get<std::string>(),
        .file = json.at("file").get<std::string>(),
        .kind = kind_of(json.at("kind").get<std::string>()),
        .inserted = json.at("inserted").get<std::string>(),
        .folders = {},
        .before = std::nullopt,
        .after = json.at("after").get<std::string>()};
    for (const Json& folder : json.at("folders"))
        entry.folders.emplace_back(folder.get<std::string>());
    if (json.at("existed").get<bool>())
        entry.before.emplace(); // read by the caller
    return entry;
}

} // namespace

std::string fingerprint(const std::string& content)
{
    return card::to_hex(card::crypto::digest(card::crypto::Hash::sha256, card::as_bytes(content)));
}

Record::Record(fs::path folder) : folder_{std::move(folder)}
{
    const fs::path file = folder_ / record_name;
    const Content text = read_content(file);
    if (!text)
        return;
    try {
        const Json document = Json::parse(*text);
        if (document.at("schema") != schema)
            throw Json::other_error::create(0, "unknown schema", static_cast<const Json*>(nullptr));
        for (const Json& json : document.at("entries"))
            entries_.push_back(entry_of(json));
    } catch (const Json::exception&) {
        throw Error{Errc::config_invalid, "no record of setup"}.with_field(file.string());
    }
    for (Entry& entry : entries_)
        if (entry.before) {
            entry.before = read_content(kept_content(entry.file));
            if (!entry.before)
                throw Error{Errc::file_unreadable, "the earlier content"}.with_field(kept_content(entry.file).string());
        }
}

const Entry* Record::find(const fs::path& file) const
{
    const auto found = std::ranges::find(entries_, file, &Entry::file);
    return found == entries_.end() ? nullptr : &*found;
}

void Record::put(Entry entry)
{
    remove(entry.file);
    entries_.push_back(std::move(entry));
}

void Record::remove(const fs::path& file)
{
    std::erase_if(entries_, [&file](const Entry& entry) { return entry.file == file; });
}

void Record::save() const
{
    make_folders(folder_);
    std::set<fs::path> wanted;
    Json entries = Json::array();
    for (const Entry& entry : entries_) {
        entries.push_back(to_json(entry));
        if (entry.before) {
            write_content(kept_content(entry.file), entry.before);
            wanted.insert(kept_content(entry.file));
        }
    }
    const fs::path file = folder_ / record_name;
    if (entries_.empty())
        write_content(file, std::nullopt);
    else
        write_content(file, Json{{"schema", schema}, {"entries", entries}}.dump(2) + '\n');
    std::error_code error;
    for (const auto& each : fs::directory_iterator{folder_, error})
        if (each.path().extension() == ".before" && !wanted.contains(each.path()))
            write_content(each.path(), std::nullopt);
    if (entries_.empty())
        remove_empty({folder_.parent_path(), folder_});
}

fs::path Record::kept_content(const fs::path& file) const
{
    constexpr std::size_t digits = 16;
    return folder_ / (fingerprint(file.string()).substr(0, digits) + ".before");
}

Content without_ours(const Entry& entry, const Content& current)
{
    if (!current)
        return std::nullopt; // somebody took the whole file away
    if (fingerprint(*current) == entry.after || current == entry.before)
        return entry.before;
    switch (entry.kind) {
    case Kind::whole:
        break;
    case Kind::block:
        if (auto rest = without_block(*current, entry.inserted))
            return rest;
        break;
    case Kind::policy:
        if (auto rest = without_device(*current, entry.inserted))
            return rest;
        break;
    case Kind::store:
        return current;
    }
    throw Error{Errc::setup_changed, "changed since"}.with_field(entry.file.string());
}

} // namespace idcard::setup
