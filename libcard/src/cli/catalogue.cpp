// SPDX-License-Identifier: Apache-2.0
#include "card/cli/catalogue.hpp"

#include <boost/locale.hpp>
#include <fmt/format.h>

#include <cstdlib>

namespace card::cli {

namespace {

constexpr auto domain = "idcard";
constexpr auto lao_file = "lo/LC_MESSAGES/idcard.mo";

std::locale make_locale(Language language, const std::filesystem::path& folder)
{
    if (language == Language::english || folder.empty())
        return std::locale::classic();
    boost::locale::generator generator;
    generator.categories(
        boost::locale::message_facet | boost::locale::information_facet | boost::locale::codepage_facet);
    generator.add_messages_path(folder.string());
    generator.add_messages_domain(domain);
    return generator("lo.UTF-8");
}

} // namespace

Language language(std::string_view code)
{
    if (code == "en")
        return Language::english;
    if (code == "lo")
        return Language::lao;
    throw Error{Errc::usage, "unknown language"}.with_field("--lang");
}

std::string_view code(Language language)
{
    return language == Language::lao ? "lo" : "en";
}

Language language_of_environment()
{
    for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        const char* value = std::getenv(name);
        if (value == nullptr || *value == '\0')
            continue;
        const std::string_view locale{value};
        return locale == "lo" || locale.starts_with("lo_") || locale.starts_with("lo.") ? Language::lao
                                                                                        : Language::english;
    }
    return Language::english;
}

std::filesystem::path catalogue_folder()
{
    namespace fs = std::filesystem;
    std::error_code error;
    const fs::path program = fs::read_symlink("/proc/self/exe", error).parent_path();
    if (error)
        return {};
    const auto holds_catalogue = [&error](const fs::path& folder) { return fs::exists(folder / lao_file, error); };
    if (const fs::path installed = program.parent_path() / "share/locale"; holds_catalogue(installed))
        return installed;
    for (fs::path folder = program; folder.has_relative_path(); folder = folder.parent_path())
        if (fs::exists(folder / "CMakeCache.txt", error))
            return holds_catalogue(folder / "po/locale") ? folder / "po/locale" : fs::path{};
    return {};
}

Catalogue::Catalogue(Language language, const std::filesystem::path& folder)
    : language_{language}, locale_{make_locale(language, folder)}
{
}

std::string Catalogue::text(const char* english) const
{
    return boost::locale::gettext(english, locale_);
}

std::string Catalogue::text(std::string_view context, std::string_view english) const
{
    return boost::locale::pgettext(std::string{context}.c_str(), std::string{english}.c_str(), locale_);
}

std::string Catalogue::text(const Message& message, Part part) const
{
    return text(fmt::format("{}/{}", message.identifier, name(part)), english(message, part));
}

std::string Catalogue::text(const Error& error, Part part) const
{
    return fill(text(message(error.code()), part), error);
}

} // namespace card::cli
