// SPDX-License-Identifier: Apache-2.0
#include "idcard/setup/files.hpp"

#include "card/base/error.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <iterator>

namespace idcard::setup {

namespace fs = std::filesystem;
using card::Errc;
using card::Error;

namespace {

constexpr std::size_t longest_file = 4U << 20;
constexpr mode_t mode_of_owner = S_IRUSR | S_IWUSR;
constexpr mode_t mode_for_all = mode_of_owner | S_IRGRP | S_IROTH;
constexpr mode_t every_permission = 07777;

[[noreturn]] void fail(const fs::path& file, int code)
{
    throw Error{code == ENOSPC || code == EDQUOT ? Errc::disk_full : Errc::file_unwritable, "cannot be written"}
        .with_field(file.string());
}

/// The file itself, where the name is a link: dot files often are.
fs::path target_of(const fs::path& file)
{
    std::error_code error;
    if (!fs::is_symlink(file, error))
        return file;
    fs::path target = fs::canonical(file, error);
    if (error)
        fail(file, error.value());
    return target;
}

/// Everything that may fail happens before the old file is touched. Returns 0 or errno.
int write_draft(const fs::path& draft, const std::string& content, const fs::path& old, mode_t mode)
{
    const int descriptor = open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode_of_owner);
    if (descriptor < 0)
        return errno;
    int code = 0;
    std::string_view rest = content;
    while (code == 0 && !rest.empty()) {
        const auto written = write(descriptor, rest.data(), rest.size());
        if (written < 0 && errno != EINTR)
            code = errno;
        rest.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
    }

    struct stat status {};

    if (stat(old.c_str(), &status) == 0) {
        mode = status.st_mode & every_permission;
        if (code == 0 && fchown(descriptor, status.st_uid, status.st_gid) != 0)
            code = errno;
    }
    if (code == 0 && (fchmod(descriptor, mode) != 0 || fsync(descriptor) != 0))
        code = errno;
    if (close(descriptor) != 0 && code == 0)
        code = errno;
    return code;
}

} // namespace

Content read_content(const fs::path& file)
{
    std::error_code error;
    const fs::file_status status = fs::status(file, error);
    if (status.type() == fs::file_type::not_found)
        return std::nullopt;
    std::ifstream stream{file, std::ios::binary};
    std::string content{std::istreambuf_iterator<char>{stream}, {}};
    if (!fs::is_regular_file(status) || !stream.is_open() || stream.bad() || content.size() > longest_file)
        throw Error{Errc::file_unreadable, "not readable, or too long"}.with_field(file.string());
    return content;
}

void write_content(const fs::path& file, const Content& content, bool for_all)
{
    const fs::path target = target_of(file);
    if (!content) {
        if (unlink(target.c_str()) != 0 && errno != ENOENT)
            fail(file, errno);
        return;
    }
    const fs::path draft = fmt::format("{}.{}.new", target.string(), getpid());
    int code = write_draft(draft, *content, target, for_all ? mode_for_all : mode_of_owner);
    if (code == 0 && rename(draft.c_str(), target.c_str()) != 0)
        code = errno;
    if (code == 0)
        return;
    if (code != EEXIST)
        unlink(draft.c_str());
    fail(file, code);
}

std::vector<fs::path> make_folders(const fs::path& folder, bool for_all)
{
    std::vector<fs::path> missing;
    std::error_code error;
    for (fs::path at = folder; at.has_relative_path() && !fs::exists(at, error); at = at.parent_path())
        missing.push_back(at);
    std::ranges::reverse(missing);
    for (const fs::path& each : missing) {
        if (mkdir(each.c_str(), S_IRWXU) != 0 && errno != EEXIST)
            fail(each, errno);
        if (for_all && chmod(each.c_str(), S_IRWXU | S_IRGRP | S_IXGRP | S_IROTH | S_IXOTH) != 0)
            fail(each, errno);
    }
    return missing;
}

void remove_empty(const std::vector<fs::path>& folders)
{
    for (auto folder = folders.rbegin(); folder != folders.rend(); ++folder)
        rmdir(folder->c_str()); // fails where there are files, which is meant
}

} // namespace idcard::setup
