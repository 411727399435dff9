// SPDX-License-Identifier: Apache-2.0
#include "idcard/trust/installed_trust.hpp"

#include "card/base/error.hpp"
#include "card/pki/pem.hpp"
#include "idcard/trust/import_note.hpp"
#include "idcard/trust/trust_staging.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <memory>

namespace idcard {

namespace fs = std::filesystem;
namespace trust = card::trust;
using card::Bytes;
using card::Errc;
using card::Error;

namespace {

[[noreturn]] void unusable(const fs::path& file, std::string_view sentence)
{
    throw Error{Errc::trust_data_invalid, sentence}.with_field(file.string());
}

/// An open folder; nothing is looked up by its path again.
class OpenFolder {
public:
    explicit OpenFolder(const fs::path& path)
        : path_{path}, folder_{::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)}
    {
    }

    bool is_open() const { return folder_.is_open(); }

    /// Nothing if there is no such file.
    std::optional<Bytes> read(const std::string& name) const
    {
        const Descriptor file{::openat(folder_.get(), name.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)};
        if (!file.is_open() && errno == ENOENT)
            return std::nullopt;
        return read_regular_file(file, path_ / name, trust::max_package_size);
    }

    std::vector<std::string> names(const char* part) const
    {
        struct Close {
            void operator()(DIR* folder) const noexcept { ::closedir(folder); }
        };

        const int descriptor = ::openat(folder_.get(), part, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (descriptor < 0)
            return {};
        const std::unique_ptr<DIR, Close> folder{::fdopendir(descriptor)};
        std::vector<std::string> names;
        while (const dirent* const entry = folder ? ::readdir(folder.get()) : nullptr)
            if (entry->d_name[0] != '.')
                names.emplace_back(entry->d_name);
        return names;
    }

private:
    fs::path path_;
    Descriptor folder_;
};

struct Part {
    const char* folder;
    std::array<std::string_view, 2> endings;
};

constexpr std::array parts{Part{"csca", {".cer"}}, Part{"link", {".cer"}}, Part{"crl", {".crl"}},
    Part{"citizen", {".cer", ".crl"}}, Part{"status", {".bin"}}, Part{"root", {".p7m"}}};

/// In a folder filled by hand the names may be any, the endings tell what is meant.
trust::Files read_files(const OpenFolder& folder)
{
    trust::Files files;
    if (auto policy = folder.read("policy.toml"))
        files.emplace("policy.toml", std::move(*policy));
    for (const Part& part : parts)
        for (const std::string& name : folder.names(part.folder))
            for (const std::string_view ending : part.endings)
                if (!ending.empty() && std::string_view{name}.ends_with(ending)) {
                    std::string whole = std::string{part.folder} + "/" + name;
                    if (auto content = folder.read(whole))
                        files.emplace(std::move(whole), std::move(*content));
                }
    return files;
}

card::pki::Certificate read_root(const Bytes& content)
{
    return card::pki::Certificate::parse(content);
}

/// What belongs to the package whose manifest stands in the folder.
trust::Installation read_installation(const OpenFolder& folder, const trust::Manifest& manifest, trust::Files files)
{
    trust::check_contents(manifest, files);
    const auto root = folder.read("root/present.cer");
    card::require(root.has_value(), Errc::trust_data_invalid, "trust folder", "no root/present.cer");
    trust::Installation found{.manifest = manifest, .files = std::move(files), .root = read_root(*root)};
    if (const auto next = folder.read("root/next.cer"))
        found.next = read_root(*next);
    if (const auto note = folder.read("import.toml"))
        found.clock_at_import = parse_import_note(card::as_text(*note));
    return found;
}

/// Whoever fills a folder by hand has files from others, often as PEM. A pin is the certificate, not its wrapping.
void unwrap_pem(trust::Files& files, const fs::path& folder)
{
    for (auto& [name, content] : files)
        try {
            if (name.ends_with(".cer"))
                content = card::pki::der_of(content, card::pki::pem::certificate);
            else if (name.ends_with(".crl"))
                content = card::pki::der_of(content, card::pki::pem::revocation_list);
        } catch (const Error& error) {
            unusable(folder / name, error.what());
        }
}

TrustFolder read_opened(const OpenFolder& opened, const fs::path& folder)
{
    TrustFolder found{.files = read_files(opened), .manifest = {}, .installation = {}};
    const auto manifest = opened.read("package.toml");
    if (!manifest) {
        unwrap_pem(found.files, folder);
        return found;
    }
    try {
        found.manifest = trust::parse_manifest(card::as_text(*manifest));
        found.installation = read_installation(opened, *found.manifest, found.files);
    } catch (const Error& error) {
        if (error.code() == Errc::file_unreadable)
            throw;
        unusable(folder / "package.toml", error.what());
    }
    return found;
}

/// Without links and without a slash at its end; its parent is made.
fs::path place_of(const fs::path& folder)
{
    std::error_code error;
    fs::path place = fs::weakly_canonical(fs::absolute(folder), error).lexically_normal();
    if (!place.has_filename())
        place = place.parent_path();
    fs::create_directories(place.parent_path(), error); // if it cannot be made, the lock cannot either
    return place;
}

fs::path beside(const fs::path& folder, std::string_view before, std::string_view after)
{
    return folder.parent_path() / (std::string{before} + folder.filename().string() + std::string{after});
}

Descriptor open_lock(const fs::path& path)
{
    Descriptor lock{::open(path.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR)};
    if (!lock.is_open())
        fail_to_write(path);
    if (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0)
        throw Error{Errc::file_unwritable, "another import is under way"}.with_field(path.string());
    return lock;
}

} // namespace

TrustFolder read_trust_folder(const fs::path& folder)
{
    const OpenFolder opened{folder};
    TrustFolder found;
    if (opened.is_open())
        found = read_opened(opened, folder);
    const auto first = found.files.lower_bound("csca/");
    if (first == found.files.end() || trust::part_of(first->first) != "csca")
        unusable(folder / "csca" / "*.cer", "no certificate of an issuer");
    return found;
}

TrustInstaller::TrustInstaller(const fs::path& folder)
    : folder_{place_of(folder)},
      staged_{beside(folder_, ".", ".new")},
      previous_{beside(folder_, "", ".previous")},
      lock_{open_lock(beside(folder_, ".", ".lock"))}
{
    put_in_order();
}

std::optional<trust::Installation> TrustInstaller::present() const
{
    std::error_code error;
    if (!fs::exists(folder_, error) || (fs::is_directory(folder_, error) && fs::is_empty(folder_, error)))
        return std::nullopt;
    TrustFolder found = read_trust_folder(folder_);
    if (!found.installation)
        unusable(folder_, "not filled by a package");
    return std::move(found.installation);
}

/// Power was lost between the exchange of names and the last rename: what waits there is older than what is in place.
void TrustInstaller::put_in_order() const
{
    std::error_code error;
    if (!fs::exists(fs::symlink_status(staged_, error)))
        return;
    const auto older = serial_of(staged_);
    const auto newer = serial_of(folder_);
    if (older && newer && *older < *newer)
        keep_as_previous();
    else
        remove_whole(staged_);
}

void TrustInstaller::keep_as_previous() const
{
    remove_whole(previous_);
    if (::rename(staged_.c_str(), previous_.c_str()) != 0)
        fail_to_write(previous_);
    sync_folder(folder_.parent_path());
}

void TrustInstaller::replace(const trust::Installation& installation)
{
    try {
        stage(staged_, installation);
    } catch (...) {
        std::error_code ignored;
        fs::remove_all(staged_, ignored);
        throw;
    }
    std::error_code error;
    const bool first = !fs::exists(folder_, error) || fs::is_empty(folder_, error);
    const unsigned flags = first ? 0U : static_cast<unsigned>(RENAME_EXCHANGE);
    if (::renameat2(AT_FDCWD, staged_.c_str(), AT_FDCWD, folder_.c_str(), flags) != 0)
        fail_to_write(folder_);
    sync_folder(folder_.parent_path());
    if (!first)
        keep_as_previous();
}

} // namespace idcard
