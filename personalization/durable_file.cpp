// SPDX-License-Identifier: Apache-2.0
#include "durable_file.hpp"

#include "card/base/error.hpp"

#include <algorithm>
#include <cerrno>
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

card::Descriptor opened(const fs::path& file, int flags, mode_t mode = 0)
{
    card::Descriptor descriptor{::open(file.c_str(), flags, mode)};
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

/// Creates the file, whatever the umask says; on failure nothing is left.
void write_durably(const fs::path& file, card::ByteView content, mode_t mode)
{
    const auto out = opened(file, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (::fchmod(out.get(), mode) == 0 && out.write_all(content) && ::fsync(out.get()) == 0)
        return;
    const int reason = errno;
    ::unlink(file.c_str());
    fail(file, reason);
}

} // namespace

void write_new_file(const std::filesystem::path& file, card::ByteView content)
{
    write_durably(file, content, S_IRUSR | S_IWUSR);
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
    if (::fsync(draft_.get()) != 0 || ::link(draft_of(file_).c_str(), file_.c_str()) != 0) // link() replaces nothing
        fail(file_);
    ::unlink(draft_of(file_).c_str());
    draft_.close();
    sync_directory(file_.parent_path());
}

void publish_file(const fs::path& file, card::ByteView content, Readers readers)
{
    const fs::path draft = draft_of(file);
    remove_file(draft);
    write_durably(
        draft, content, readers == Readers::owner ? S_IRUSR | S_IWUSR : S_IRUSR | S_IWUSR | S_IRGRP | S_IROTH);
    if (::rename(draft.c_str(), file.c_str()) != 0) {
        const int reason = errno;
        ::unlink(draft.c_str());
        fail(file, reason);
    }
    sync_directory(file.parent_path());
}

void remove_drafts(const fs::path& directory)
{
    for (const fs::path& entry : entries_of(directory))
        if (entry.filename().string().starts_with(".") && entry.extension() == draft_ending)
            remove_file(entry);
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
