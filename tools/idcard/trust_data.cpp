// SPDX-License-Identifier: Apache-2.0
#include "idcard/trust_data.hpp"

#include "card/base/error.hpp"

#include <fmt/format.h>

#include <algorithm>
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

std::vector<fs::path> certificates(const fs::path& folder)
{
    std::vector<fs::path> files;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator{folder, error})
        if (entry.path().extension() == ".cer")
            files.push_back(entry.path());
    if (error || files.empty())
        throw Error{Errc::trust_data_invalid, "no certificate of an issuer"}.with_field((folder / "*.cer").string());
    std::ranges::sort(files);
    return files;
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
    TrustData trust;
    for (const fs::path& file : certificates(folder / "csca")) {
        try {
            trust.data.anchors.add(read_file(file));
        } catch (const Error& error) {
            throw Error{Errc::trust_data_invalid, error.what()}.with_field(file.string());
        }
    }
    const fs::path policy = folder / "policy.toml";
    std::error_code error;
    trust.policy =
        fs::exists(policy, error) ? parse_file(policy, card::trust::parse_policy) : card::trust::default_policy();
    return trust;
}

card::profile::Profile load_profile(const fs::path& file)
{
    return parse_file(file, card::profile::parse);
}

} // namespace idcard
