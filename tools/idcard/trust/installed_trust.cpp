// SPDX-License-Identifier: Apache-2.0
#include "idcard/trust/installed_trust.hpp"

#include "card/base/error.hpp"
#include "card/pki/pem.hpp"
#include "idcard/draft.hpp"
#include "idcard/trust/digest_list.hpp"
#include "idcard/trust/import_note.hpp"
#include "idcard/trust/trust_staging.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
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
        const card::Descriptor file{
            ::openat(folder_.get(), name.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)};
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
    card::Descriptor folder_;
};

constexpr std::string_view citizen_part = "citizen";

struct Part {
    const char* folder;
    std::array<std::string_view, 3> endings;
};

constexpr std::array parts{Part{"csca", {".cer", ".ml", ".ldif"}}, Part{"link", {".cer"}}, Part{"crl", {".crl"}},
    Part{"citizen", {".cer", ".crl"}}, Part{"status", {".bin"}}, Part{"root", {".p7m"}}};

/// In a folder filled by hand the names may be any, the endings tell what is meant.
trust::Files read_files(const OpenFolder& folder, bool with_citizen)
{
    trust::Files files;
    if (auto policy = folder.read("policy.toml"))
        files.emplace("policy.toml", std::move(*policy));
    for (const Part& part : parts) {
        if (!with_citizen && part.folder == citizen_part)
            continue;
        for (const std::string& name : folder.names(part.folder))
            for (const std::string_view ending : part.endings)
                if (!ending.empty() && std::string_view{name}.ends_with(ending)) {
                    std::string whole = std::string{part.folder} + "/" + name;
                    if (auto content = folder.read(whole))
                        files.emplace(std::move(whole), std::move(*content));
                }
    }
    return files;
}

/// What goes wrong in a file is told with its name.
template <typename Use>
auto use_file(const fs::path& file, Use&& use)
{
    try {
        return use();
    } catch (const Error& error) {
        if (error.code() == Errc::file_unreadable)
            throw;
        unusable(file, error.what());
    }
}

std::optional<card::pki::Certificate> read_root(const OpenFolder& folder, const fs::path& path, const char* name)
{
    const auto content = folder.read(name);
    if (!content)
        return std::nullopt;
    return use_file(path / name, [&] { return card::pki::Certificate::parse(*content); });
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

TrustFolder read_opened(const OpenFolder& opened, const fs::path& folder, Reading reading)
{
    const auto manifest = opened.read("package.toml");
    const auto digests = reading == Reading::for_verdicts && manifest ? opened.read(digests_file) : std::nullopt;
    TrustFolder found{.files = read_files(opened, !digests), .manifest = {}, .installation = {}};
    if (!manifest) {
        unwrap_pem(found.files, folder);
        return found;
    }
    const auto unread =
        digests ? use_file(folder / digests_file, [&] { return parse_digest_list(card::as_text(*digests)); })
                : trust::FileDigests{};
    found.manifest = use_file(folder / "package.toml", [&] {
        trust::Manifest parsed = trust::parse_manifest(card::as_text(*manifest));
        trust::check_contents(parsed, found.files, unread);
        return parsed;
    });
    auto root = read_root(opened, folder, "root/present.cer");
    if (!root)
        unusable(folder / "root/present.cer", "it is missing");
    found.installation = trust::Installation{.manifest = *found.manifest, .files = {}, .root = std::move(*root)};
    found.installation->next = read_root(opened, folder, "root/next.cer");
    if (const auto note = opened.read("import.toml"))
        found.installation->clock_at_import =
            use_file(folder / "import.toml", [&] { return parse_import_note(card::as_text(*note)); });
    return found;
}

card::Descriptor open_lock(const fs::path& path)
{
    std::error_code ignored; // if the folder cannot be made, the lock cannot either
    fs::create_directories(path.parent_path(), ignored);
    card::Descriptor lock{::open(path.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR)};
    if (!lock.is_open())
        fail_to_write(path, errno);
    if (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0)
        throw Error{Errc::package_busy, "another import is under way"}.with_field(path.string());
    return lock;
}

} // namespace

TrustFolder read_trust_folder(const fs::path& folder, Reading reading)
{
    const OpenFolder opened{folder};
    TrustFolder found;
    if (opened.is_open())
        found = read_opened(opened, folder, reading);
    const auto first = found.files.lower_bound("csca/");
    if (first == found.files.end() || trust::part_of(first->first) != "csca")
        unusable(folder / "csca" / "*.cer", "no certificate of an issuer");
    return found;
}

TrustPlace::TrustPlace(const fs::path& folder)
{
    std::error_code error;
    folder_ = fs::weakly_canonical(fs::absolute(folder), error).lexically_normal();
    if (error)
        fail_to_write(folder, error.value());
    if (!folder_.has_filename())
        folder_ = folder_.parent_path();
}

fs::path TrustPlace::beside(std::string_view before, std::string_view after) const
{
    return folder_.parent_path() / (std::string{before} + folder_.filename().string() + std::string{after});
}

std::optional<trust::Installation> installed_in(const TrustPlace& place)
{
    std::error_code error;
    const fs::path& folder = place.folder();
    if (!fs::exists(folder, error) || (fs::is_directory(folder, error) && fs::is_empty(folder, error)))
        return std::nullopt;
    TrustFolder found = read_trust_folder(folder);
    if (!found.installation)
        unusable(folder, "not filled by a package");
    found.installation->files = std::move(found.files);
    return std::move(found.installation);
}

TrustInstaller::TrustInstaller(const TrustPlace& place)
    : folder_{place.folder()},
      staged_{place.beside(".", ".new")},
      previous_{place.beside("", ".previous")},
      lock_{open_lock(place.beside(".", ".lock"))}
{
    put_in_order();
}

/// Power was lost between the exchange of names and the last rename: what waits there is older than what is in place.
void TrustInstaller::put_in_order() const
{
    std::error_code error;
    if (!fs::exists(fs::symlink_status(staged_, error)))
        return;
    const auto older = manifest_of(staged_);
    const auto newer = manifest_of(folder_);
    if (older && newer && older->serial < newer->serial)
        keep_as_previous();
    else
        remove_whole(staged_);
}

void TrustInstaller::keep_as_previous() const
{
    remove_whole(previous_);
    if (::rename(staged_.c_str(), previous_.c_str()) != 0)
        fail_to_write(previous_, errno);
    sync_folder(folder_.parent_path());
}

bool TrustInstaller::still_holds(const std::optional<trust::Installation>& before) const
{
    const auto now = manifest_of(folder_);
    return before ? now == before->manifest : !now;
}

void TrustInstaller::replace(const trust::Installation& installation)
{
    std::error_code ignored;
    const bool first = !fs::exists(folder_, ignored) || fs::is_empty(folder_, ignored);
    try {
        stage(staged_, installation);
        const unsigned flags = first ? 0U : static_cast<unsigned>(RENAME_EXCHANGE);
        if (::renameat2(AT_FDCWD, staged_.c_str(), AT_FDCWD, folder_.c_str(), flags) != 0)
            fail_to_write(folder_, errno);
    } catch (...) {
        fs::remove_all(staged_, ignored);
        throw;
    }
    try {
        sync_folder(folder_.parent_path());
        if (!first)
            keep_as_previous();
    } catch (const Error&) { // the new trust is in its place; put_in_order() does the rest at the next import
    }
}

} // namespace idcard
