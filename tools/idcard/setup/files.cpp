// SPDX-License-Identifier: Apache-2.0
#include "idcard/setup/files.hpp"

#include "idcard/draft.hpp"

#include "card/base/error.hpp"

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

/// The file itself, where the name is a link: dot files often are.
fs::path target_of(const fs::path& file)
{
    std::error_code error;
    if (!fs::is_symlink(file, error))
        return file;
    fs::path target = fs::canonical(file, error);
    if (error)
        fail_to_write(file, error.value());
    return target;
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
            fail_to_write(file, errno);
        return;
    }
    Draft draft{target, file};
    draft.write(card::as_bytes(*content));
    draft.take_after(target, for_all ? mode_for_all : mode_of_owner);
    draft.finish();
    draft.keep();
}

std::vector<fs::path> missing_folders(const fs::path& folder)
{
    std::vector<fs::path> missing;
    std::error_code error;
    for (fs::path at = folder; at.has_relative_path() && !fs::exists(at, error); at = at.parent_path())
        missing.push_back(at);
    std::ranges::reverse(missing);
    return missing;
}

void make_folders(const fs::path& folder, bool for_all)
{
    for (const fs::path& each : missing_folders(folder)) {
        if (mkdir(each.c_str(), S_IRWXU) != 0 && errno != EEXIST)
            fail_to_write(each, errno);
        if (for_all && chmod(each.c_str(), S_IRWXU | S_IRGRP | S_IXGRP | S_IROTH | S_IXOTH) != 0)
            fail_to_write(each, errno);
    }
}

void remove_empty(const std::vector<fs::path>& folders)
{
    for (auto folder = folders.rbegin(); folder != folders.rend(); ++folder)
        rmdir(folder->c_str()); // fails where there are files, which is meant
}

} // namespace idcard::setup
