// SPDX-License-Identifier: Apache-2.0
#include "idcard/trust_data.hpp"

#include "card/base/error.hpp"
#include "card/source_date.hpp"
#include "card/trust/time_bound.hpp"
#include "card/trust/trust_files.hpp"
#include "idcard/trust/installed_trust.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <fstream>

namespace idcard {

namespace fs = std::filesystem;
using card::Bytes;
using card::Errc;
using card::Error;

namespace {

constexpr std::size_t longest_file = 1U << 20;

Bytes read_file(const fs::path& path)
{
    std::ifstream file{path, std::ios::binary};
    Bytes content(longest_file + 1);
    file.read(reinterpret_cast<char*>(content.data()), static_cast<std::streamsize>(content.size()));
    if (file.bad() || file.gcount() == 0 || content.size() == static_cast<std::size_t>(file.gcount()))
        throw Error{Errc::file_unreadable, "empty, too long or not readable"}.with_field(path.string());
    content.resize(static_cast<std::size_t>(file.gcount()));
    return content;
}

/// The wrong key of a file becomes "file: key".
template <typename Parse>
auto parse_file(const fs::path& path, Parse&& parse)
{
    const Bytes content = read_file(path);
    try {
        return parse(card::as_text(content));
    } catch (const Error& error) {
        Error named{Errc::config_invalid, error.what()};
        static_cast<void>(std::move(named).with_field(
            error.field().empty() ? path.string() : fmt::format("{}: {}", path.string(), error.field())));
        if (error.number())
            static_cast<void>(std::move(named).with_number(*error.number()));
        throw named;
    }
}

} // namespace

fs::path default_trust_folder()
{
    std::error_code error;
    const fs::path system = "/var/lib/idcard/trust";
    if (fs::is_directory(system, error))
        return system;
    const char* data_home = std::getenv("XDG_DATA_HOME");
    const char* home = std::getenv("HOME");
    if (data_home != nullptr && *data_home == '/')
        return fs::path{data_home} / "idcard/trust";
    if (home != nullptr && *home == '/')
        return fs::path{home} / ".local/share/idcard/trust";
    throw Error{Errc::trust_data_invalid, "no trust folder"}.with_field(system.string());
}

TrustData load_trust(const fs::path& folder)
{
    const TrustFolder found = read_trust_folder(folder, Reading::for_verdicts);
    card::trust::KnownTimes known{.build = card::Time{std::chrono::seconds{card::source_date}}};
    if (found.manifest)
        known.package = found.manifest->period.this_update;
    if (found.installation)
        known.clock_at_import = found.installation->clock_at_import;
    try {
        card::trust::LoadedTrust loaded =
            card::trust::load_files(found.files, found.manifest ? &*found.manifest : nullptr);
        return {std::move(loaded.data), std::move(loaded.policy), card::trust::earliest(known)};
    } catch (const Error& error) {
        Error named{error.code(), error.what()};
        static_cast<void>(std::move(named).with_field((folder / error.field()).string()));
        if (error.number())
            static_cast<void>(std::move(named).with_number(*error.number()));
        throw named;
    }
}

card::profile::Profile load_profile(const fs::path& file)
{
    return parse_file(file, card::profile::parse);
}

} // namespace idcard
