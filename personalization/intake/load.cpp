// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "card/base/error.hpp"
#include "card/text/encoding.hpp"
#include "intake/damage.hpp"
#include "intake/fields.hpp"
#include "intake/file_name.hpp"
#include "intake/intake.hpp"
#include "intake/parse_json.hpp"

#include <fstream>

namespace perso::intake {

namespace {

constexpr std::size_t largest_record = 64 * 1024;

/// The whole file; nothing if it is missing, empty or larger than that.
std::optional<card::Bytes> read_file(const std::filesystem::path& path, std::size_t largest)
{
    std::ifstream in{path, std::ios::binary};
    card::Bytes bytes(largest + 1); // one byte more tells that it is too large
    in.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(in.gcount()));
    if (in.bad() || (!in.eof() && in.fail()) || bytes.empty() || bytes.size() > largest)
        return std::nullopt;
    return bytes;
}

/// The text of a file as UTF-8, in whatever encoding of Unicode a program saved it; as it is if it is in none, and then
/// no JSON.
std::string as_utf8(const card::Bytes& content)
{
    auto decoded = card::text::decode_text(content);
    if (auto* known = std::get_if<card::text::DecodedText>(&decoded))
        return std::move(known->text);
    return std::string{card::as_text(content)};
}

/// The picture that the record names under this key; empty if it names none.
card::Bytes load_picture(
    const nlohmann::json& record, const std::string& key, const Pictures& pictures, Rejections& rejections)
{
    const auto found = record.find(key);
    if (found == record.end() || !found->is_string())
        return {};
    const auto name = found->get<std::string>();
    if (file_name(name)) // check() says so
        return {};
    auto picture = pictures(name);
    if (!picture)
        rejections.push_back({key, text("the file is missing, empty or larger than 256 KiB")});
    return picture.value_or(card::Bytes{});
}

Rejections damage_of(const nlohmann::json& record)
{
    Rejections found;
    for (const std::string& path : all_paths()) {
        const auto pointer = pointer_to(path);
        if (!record.contains(pointer) || !record[pointer].is_string())
            continue;
        if (const auto reason = damage(path, record[pointer].get_ref<const std::string&>()))
            found.push_back({path, std::string{*reason}});
    }
    return found;
}

} // namespace

LoadedRecord load(const std::filesystem::path& path)
{
    return load(path, pictures_in(path.parent_path()));
}

LoadedRecord load(const std::filesystem::path& path, const Pictures& pictures)
{
    const auto content = read_file(path, largest_record);
    if (!content)
        throw card::Error{card::Errc::file_unreadable, text("the record cannot be read or is larger than 64 KiB")}
            .with_field(path.string());
    return with_pictures(as_utf8(*content), pictures);
}

Pictures pictures_in(const std::filesystem::path& folder)
{
    return [folder](const std::string& name) { return read_file(folder / name, largest_picture); };
}

LoadedRecord with_pictures(std::string json_text, const Pictures& pictures)
{
    LoadedRecord loaded{.files = {.json = std::move(json_text)}};
    Rejections ignored; // check() names them
    const auto json = parse_json(loaded.files.json, ignored);
    if (!json || !json->is_object())
        return loaded;
    loaded.rejections = damage_of(*json);
    loaded.files.photograph = load_picture(*json, "photograph", pictures, loaded.rejections);
    loaded.files.signature = load_picture(*json, "signature", pictures, loaded.rejections);
    return loaded;
}

LoadedRecord unreadable_record(const char* reason)
{
    return {.files = {}, .rejections = {{whole_record, reason}}};
}

std::string canonical_json(std::string_view json)
{
    return nlohmann::json::parse(json).dump(); // keys are kept in order of their bytes
}

} // namespace perso::intake
