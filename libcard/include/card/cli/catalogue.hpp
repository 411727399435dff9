// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/cli/messages.hpp"

#include <filesystem>
#include <locale>
#include <string>
#include <string_view>

namespace card::cli {

enum class Language { english, lao };

/// "en", "lo". Throws Errc::usage on anything else.
Language language(std::string_view code);
std::string_view code(Language language);

/// The language of LC_ALL, LC_MESSAGES or LANG, the first that is set; English for all but Lao.
Language language_of_environment();

/// The folder that holds `lo/LC_MESSAGES/idcard.mo`, found from the place of the running program: share/locale of
/// the installation, po/locale of the build tree. Empty when there is none; then every text is English.
std::filesystem::path catalogue_folder();

/// The texts of the programs in one language. Two catalogues of different languages may be used at once; no locale
/// of the system is needed.
class Catalogue {
public:
    explicit Catalogue(Language language, const std::filesystem::path& folder = catalogue_folder());

    Language language() const noexcept { return language_; }

    /// A text of the command line or of a page; the English one is its key and is found by xgettext.
    std::string text(const char* english) const;

    /// A text with a context, `VERDICT-GENUINE/headline`.
    std::string text(std::string_view context, std::string_view english) const;

    /// One part of a message, placeholders not yet filled.
    std::string text(const Message& message, Part part) const;

    /// One part of the message of an error, filled.
    std::string text(const Error& error, Part part) const;

private:
    Language language_;
    std::locale locale_;
};

} // namespace card::cli
