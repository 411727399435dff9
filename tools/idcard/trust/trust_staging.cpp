// SPDX-License-Identifier: Apache-2.0
#include "idcard/trust/trust_staging.hpp"

#include "card/base/error.hpp"
#include "idcard/draft.hpp"
#include "idcard/trust/digest_list.hpp"
#include "idcard/trust/import_note.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <set>

namespace idcard {

namespace fs = std::filesystem;

namespace {

constexpr mode_t folder_mode = 0755;
constexpr mode_t file_mode = 0644;
constexpr std::size_t longest_manifest = 16 * 1024 * 1024;

void make_folder(const fs::path& path)
{
    if (::mkdir(path.c_str(), folder_mode) != 0 || ::chmod(path.c_str(), folder_mode) != 0)
        fail_to_write(path, errno);
}

} // namespace

void write_durably(const fs::path& path, card::ByteView content)
{
    card::Descriptor file{::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, file_mode)};
    if (!file.is_open() || ::fchmod(file.get(), file_mode) != 0)
        fail_to_write(path, errno);
    if (!file.write_all(content) || ::fsync(file.get()) != 0 || !file.close())
        fail_to_write(path, errno);
}

void sync_folder(const fs::path& folder)
{
    const card::Descriptor opened{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (!opened.is_open() || ::fsync(opened.get()) != 0)
        fail_to_write(folder, errno);
}

void remove_whole(const fs::path& path)
{
    std::error_code error;
    fs::remove_all(path, error);
    if (error)
        throw card::Error{card::Errc::file_unwritable, error.message()}.with_field(path.string());
}

std::optional<card::trust::Manifest> manifest_of(const fs::path& folder)
{
    try {
        const card::Bytes manifest = read_regular_file(folder / "package.toml", longest_manifest);
        return card::trust::parse_manifest(card::as_text(manifest));
    } catch (const card::Error&) { // nothing there, or an import that was ended before it came so far
        return std::nullopt;
    }
}

void stage(const fs::path& folder, const card::trust::Installation& installation)
{
    remove_whole(folder);
    make_folder(folder);
    std::set<fs::path> folders{folder / "root"};
    for (const auto& [name, content] : installation.files)
        folders.insert((folder / name).parent_path());
    folders.erase(folder);
    for (const fs::path& part : folders)
        make_folder(part);

    for (const auto& [name, content] : installation.files)
        write_durably(folder / name, content);
    write_durably(folder / "root/present.cer", installation.root.der());
    if (installation.next)
        write_durably(folder / "root/next.cer", installation.next->der());
    if (installation.clock_at_import)
        write_durably(folder / "import.toml", card::as_bytes(import_note(*installation.clock_at_import)));
    write_durably(folder / digests_file, card::as_bytes(digest_list(installation.files)));
    write_durably(folder / "package.toml", card::as_bytes(to_toml(installation.manifest)));
    for (const fs::path& part : folders)
        sync_folder(part);
    sync_folder(folder);
}

} // namespace idcard
