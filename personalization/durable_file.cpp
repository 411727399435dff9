// SPDX-License-Identifier: Apache-2.0
#include "durable_file.hpp"

#include "card/base/error.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace perso {

using card::Errc;

namespace {

[[noreturn]] void fail(const std::filesystem::path& file)
{
    const int reason = errno;
    const Errc code = reason == EEXIST                       ? Errc::file_exists
                      : reason == ENOSPC || reason == EDQUOT ? Errc::disk_full
                                                             : Errc::file_unwritable;
    throw card::Error{code, std::strerror(reason)}.with_field(file.string());
}

class Descriptor {
public:
    Descriptor(const std::filesystem::path& file, int flags, mode_t mode = 0) : fd_{::open(file.c_str(), flags, mode)}
    {
        if (fd_ < 0)
            fail(file);
    }

    ~Descriptor() { ::close(fd_); }

    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    int get() const { return fd_; }

private:
    int fd_;
};

bool write_all(int fd, card::ByteView content)
{
    while (!content.empty()) {
        const ssize_t written = ::write(fd, content.data(), content.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        content = content.subspan(static_cast<std::size_t>(written));
    }
    return ::fsync(fd) == 0;
}

} // namespace

void write_new_file(const std::filesystem::path& file, card::ByteView content)
{
    const Descriptor out{file, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR};
    if (!write_all(out.get(), content)) {
        const int reason = errno;
        ::unlink(file.c_str());
        errno = reason;
        fail(file);
    }
    sync_directory(file.parent_path());
}

void sync_directory(const std::filesystem::path& directory)
{
    const Descriptor folder{directory.empty() ? "." : directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC};
    if (::fsync(folder.get()) != 0)
        fail(directory);
}

void sync_file_system(const std::filesystem::path& directory)
{
    const Descriptor folder{directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC};
    if (::syncfs(folder.get()) != 0)
        fail(directory);
}

} // namespace perso
