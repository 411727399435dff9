// SPDX-License-Identifier: Apache-2.0
#include "base/durable_file.hpp"

#include "card/base/error.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace perso {

using card::Errc;

namespace fs = std::filesystem;

namespace {

constexpr std::string_view draft_ending = ".new";

[[noreturn]] void fail(const fs::path& file, int reason = errno)
{
    const Errc code = reason == EEXIST                       ? Errc::file_exists
                      : reason == ENOSPC || reason == EDQUOT ? Errc::disk_full
                                                             : Errc::file_unwritable;
    throw card::Error{code, std::strerror(reason)}.with_field(file.string());
}

card::Descriptor opened(const fs::path& file, int flags)
{
    card::Descriptor descriptor{::open(file.c_str(), flags)};
    if (!descriptor.is_open())
        fail(file);
    return descriptor;
}

[[noreturn]] void fail_reading(const fs::path& file, const std::error_code& error)
{
    throw card::Error{Errc::file_unreadable, error.message()}.with_field(file.string());
}

fs::path draft_of(const fs::path& file)
{
    return file.parent_path() / ("." + file.filename().string() + std::string{draft_ending});
}

/// Of what is not there nothing is to be removed.
void remove_file(const fs::path& file)
{
    if (::unlink(file.c_str()) != 0 && errno != ENOENT)
        fail(file);
}

/// All of the content, on the disk under the name of the draft, whatever the umask says; on failure nothing is left.
/// Errors name the file.
fs::path write_draft(const fs::path& file, card::ByteView content, mode_t mode)
{
    fs::path draft = draft_of(file);
    remove_file(draft);
    const card::Descriptor out{
        ::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR)};
    if (!out.is_open())
        fail(file);
    if (::fchmod(out.get(), mode) == 0 && out.write_all(content) && ::fsync(out.get()) == 0)
        return draft;
    const int reason = errno;
    ::unlink(draft.c_str());
    fail(file, reason);
}

/// The draft becomes the file, unless something has that name: both are left as they are then.
void take_new_name(const fs::path& draft, const fs::path& file)
{
    if (::renameat2(AT_FDCWD, draft.c_str(), AT_FDCWD, file.c_str(), RENAME_NOREPLACE) == 0)
        return;
    const bool unknown = errno == EINVAL || errno == ENOSYS; // to the file system; link() replaces nothing either
    if (!unknown || ::link(draft.c_str(), file.c_str()) != 0)
        fail(file);
    ::unlink(draft.c_str());
}

} // namespace

void write_new_file(const std::filesystem::path& file, card::ByteView content)
{
    const fs::path draft = write_draft(file, content, S_IRUSR | S_IWUSR);
    try {
        take_new_name(draft, file);
    } catch (const card::Error&) {
        ::unlink(draft.c_str());
        throw;
    }
    sync_directory(file.parent_path());
}

GrowingFile::GrowingFile(fs::path file) : file_{std::move(file)}
{
    if (is_there(file_))
        throw card::Error{Errc::file_exists, "it would be overwritten"}.with_field(file_.string());
    draft_ =
        card::Descriptor{::open(draft_of(file_).c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR)};
    if (!draft_.is_open())
        fail(file_);
}

GrowingFile::~GrowingFile()
{
    if (draft_.is_open())
        ::unlink(draft_of(file_).c_str());
}

void GrowingFile::append(card::ByteView content)
{
    if (!draft_.write_all(content))
        fail(file_);
}

void GrowingFile::finish()
{
    if (::fsync(draft_.get()) != 0)
        fail(file_);
    take_new_name(draft_of(file_), file_);
    draft_.close();
    sync_directory(file_.parent_path());
}

void publish_file(const fs::path& file, card::ByteView content, Readers readers)
{
    const fs::path draft = write_draft(
        file, content, readers == Readers::owner ? S_IRUSR | S_IWUSR : S_IRUSR | S_IWUSR | S_IRGRP | S_IROTH);
    if (::rename(draft.c_str(), file.c_str()) != 0) {
        const int reason = errno;
        ::unlink(draft.c_str());
        fail(file, reason);
    }
    sync_directory(file.parent_path());
}

void remove_drafts(const fs::path& directory, std::string_view ending)
{
    const std::string ends = std::string{ending} + std::string{draft_ending};
    for (const fs::path& entry : entries_of(directory)) {
        const std::string name = entry.filename().string();
        if (name.starts_with(".") && name.ends_with(ends) && name.size() > ends.size())
            remove_file(entry);
    }
}

void make_folder(const fs::path& directory)
{
    std::error_code error;
    if (directory.empty() || fs::is_directory(directory, error))
        return;
    const fs::path parent = directory.parent_path();
    make_folder(parent);
    const bool is_new = fs::create_directory(directory, error);
    if (error)
        fail(directory, error == std::errc::file_exists ? ENOTDIR : error.value());
    if (is_new)
        sync_directory(parent);
}

std::vector<fs::path> entries_of(const fs::path& directory)
{
    std::vector<fs::path> entries;
    std::error_code error;
    for (fs::directory_iterator entry{directory, error}; !error && entry != fs::directory_iterator{};
         entry.increment(error))
        entries.push_back(entry->path());
    if (error && error != std::errc::no_such_file_or_directory)
        fail_reading(directory, error);
    std::sort(entries.begin(), entries.end());
    return entries;
}

bool is_there(const fs::path& file)
{
    std::error_code error;
    const bool found = fs::exists(file, error);
    if (error)
        fail_reading(file, error);
    return found;
}

void sync_directory(const std::filesystem::path& directory)
{
    const auto folder = opened(directory.empty() ? "." : directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (::fsync(folder.get()) != 0)
        fail(directory);
}

void sync_file_system(const std::filesystem::path& directory)
{
    const auto folder = opened(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (::syncfs(folder.get()) != 0)
        fail(directory);
}

} // namespace perso
