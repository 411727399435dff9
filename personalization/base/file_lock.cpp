// SPDX-License-Identifier: Apache-2.0
#include "base/file_lock.hpp"

#include "card/base/error.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>

namespace perso {
namespace {

/// What was opened, locked; errno tells why it was not opened.
std::optional<card::Descriptor> lock_opened(card::Descriptor opened, const std::filesystem::path& path)
{
    if (opened.is_open() && ::flock(opened.get(), LOCK_EX | LOCK_NB) == 0)
        return opened;
    if (opened.is_open() && errno == EWOULDBLOCK)
        return std::nullopt;
    throw card::Error{card::Errc::file_unwritable, std::strerror(errno)}.with_field(path.string());
}

} // namespace

std::optional<card::Descriptor> lock_if_free(const std::filesystem::path& file)
{
    constexpr int flags = O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW;
    return lock_opened(card::Descriptor{::open(file.c_str(), flags, S_IRUSR | S_IWUSR)}, file);
}

std::optional<card::Descriptor> lock_folder_if_free(const std::filesystem::path& folder)
{
    return lock_opened(card::Descriptor{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)}, folder);
}

} // namespace perso
