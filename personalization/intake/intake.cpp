// SPDX-License-Identifier: Apache-2.0
#include "intake/intake.hpp"

#include "card/base/error.hpp"
#include "intake/parse_json.hpp"
#include "text.hpp"

#include <fstream>
#include <iterator>

namespace perso::intake {

namespace {

constexpr std::string_view schema = "idcard-record-1";
constexpr std::size_t largest_record = 64 * 1024;
constexpr std::size_t largest_photograph = 256 * 1024;
constexpr std::size_t face_record_overhead = 256; ///< CBEFF and ISO/IEC 19794-5 headers around the picture in DG2

Name read_name(ObjectReader& names, const std::string& script, rules::Reason (*rule)(std::string_view))
{
    ObjectReader fields = names.object(script);
    Name name{.title = fields.optional_text("title", rule),
        .given = fields.text("given", rule),
        .family = fields.optional_text("family", rule)};
    fields.finish();
    return name;
}

Place read_place(ObjectReader place)
{
    Place read{.village = place.text("village", rules::lao_text),
        .district = place.text("district", rules::lao_text),
        .province = place.text("province", rules::lao_text)};
    place.finish();
    return read;
}

rules::Reason calendar_date(std::string_view value)
{
    if (!parse_partial_date(value))
        return text("no date like 1990-05-12, 1990-05 or 1990");
    return std::nullopt;
}

rules::Reason file_name(std::string_view value)
{
    if (value.empty() || value.size() > 100 || value.find('/') != value.npos || value.find('\0') != value.npos)
        return text("not the bare name of a file beside the record");
    return std::nullopt;
}

PartialDate read_birth_date(ObjectReader& record, card::Date today)
{
    const std::string text = record.text("birth_date", calendar_date);
    if (text.empty())
        return {};
    const PartialDate birth = *parse_partial_date(text);
    if (const auto reason = rules::adult_birth_date(birth, today))
        record.reject("birth_date", *reason);
    return birth;
}

Sex read_sex(ObjectReader& record)
{
    const std::string sex = record.choice("sex", {"X", "M", "F"});
    return sex == "M" ? Sex::male : sex == "F" ? Sex::female : Sex::unspecified;
}

void read_names(ObjectReader& record, Record& out, const Rejections& rejections)
{
    const std::size_t before = rejections.size();
    ObjectReader names = record.object("name");
    out.lao = read_name(names, "lao", rules::lao_text);
    out.latin = read_name(names, "latin", rules::latin_name);
    names.finish();
    if (rejections.size() == before && out.lao.family.empty() != out.latin.family.empty())
        record.reject("name", text("a family name in one script only"));
}

/// The whole file; nothing if it is missing, empty or larger than that.
std::optional<card::Bytes> read_file(const std::filesystem::path& path, std::size_t largest)
{
    std::ifstream in{path, std::ios::binary};
    card::Bytes bytes(largest + 1);
    in.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(in.gcount()));
    if (in.bad() || (!in.eof() && in.fail()) || bytes.empty() || bytes.size() > largest)
        return std::nullopt;
    return bytes;
}

} // namespace

Checked check(const RecordFiles& files, const card::profile::Profile& profile, card::Date today)
{
    Checked checked;
    const auto json = parse_json(files.json, checked.rejections);
    if (!json)
        return checked;
    Record& out = checked.record;
    ObjectReader record{*json, "", checked.rejections};
    record.choice("schema", {schema});
    out.application = record.text("application", rules::application_number);
    record.choice("card_type", {"adult"});
    out.personal_number = record.text("personal_number", rules::personal_number);
    read_names(record, out, checked.rejections);
    out.sex = read_sex(record);
    out.birth_date = read_birth_date(record, today);
    out.birth_place = read_place(record.object("birth_place"));
    out.address = read_place(record.object("address"));
    out.household_book = record.text("household_book", rules::household_book);

    if (!record.text("photograph", file_name).empty()) {
        const auto header = read_jpeg_header(files.photograph);
        if (const auto reason = rules::photograph(files.photograph, header, profile.sizes.dg2 - face_record_overhead))
            record.reject("photograph", *reason);
        out.photograph = files.photograph;
        out.photograph_width = header ? header->width : std::uint16_t{0};
        out.photograph_height = header ? header->height : std::uint16_t{0};
    }
    record.finish();
    return checked;
}

LoadedRecord load(const std::filesystem::path& path)
{
    const auto content = read_file(path, largest_record);
    if (!content)
        throw card::Error{card::Errc::file_unreadable, "the record cannot be read or is larger than 64 KiB"}.with_field(
            path.string());
    LoadedRecord loaded{.files = {.json = std::string{card::as_text(*content)}}};
    Rejections ignored; // check() names them
    const auto json = parse_json(loaded.files.json, ignored);
    if (!json || !json->is_object() || !json->contains("photograph") || !(*json)["photograph"].is_string())
        return loaded;
    const auto name = (*json)["photograph"].get<std::string>();
    if (file_name(name))
        return loaded;
    if (auto photograph = read_file(path.parent_path() / name, largest_photograph))
        loaded.files.photograph = std::move(*photograph);
    else
        loaded.rejections.push_back({"photograph", text("the file is missing, empty or larger than 256 KiB")});
    return loaded;
}

std::string canonical_json(std::string_view json)
{
    return nlohmann::json::parse(json).dump(); // keys are kept in order of their bytes
}

} // namespace perso::intake
