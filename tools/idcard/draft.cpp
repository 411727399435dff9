// SPDX-License-Identifier: Apache-2.0
#include "idcard/draft.hpp"

#include "card/base/error.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

namespace idcard {

namespace fs = std::filesystem;
using card::Errc;
using card::Error;

void fail_to_write(const fs::path& file, int code)
{
    throw Error{code == ENOSPC || code == EDQUOT ? Errc::disk_full : Errc::file_unwritable, std::strerror(code)}
        .with_field(file.string());
}

Draft::Draft(const fs::path& final_path) : Draft{final_path, final_path} {}

Draft::Draft(fs::path final_path, fs::path shown)
    : final_{std::move(final_path)},
      shown_{std::move(shown)},
      path_{fmt::format("{}.{}.new", final_.string(), getpid())},
      descriptor_{open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR)}
{
    if (!descriptor_.is_open())
        fail_to_write(shown_, errno);
}

Draft::~Draft()
{
    if (!kept_)
        unlink(path_.c_str());
}

void Draft::write(card::ByteView content)
{
    if (!descriptor_.write_all(content))
        fail_to_write(shown_, errno);
}

void Draft::reserve(std::size_t size)
{
    const int code = posix_fallocate(descriptor_.get(), 0, static_cast<off_t>(size));
    if (code != 0 && code != EOPNOTSUPP && code != EINVAL) // not every file system can
        fail_to_write(shown_, code);
}

void Draft::take_after(const fs::path& old, mode_t mode)
{
    constexpr mode_t every_permission = 07777;

    struct stat status {};

    if (stat(old.c_str(), &status) == 0) {
        mode = status.st_mode & every_permission;
        if (fchown(descriptor_.get(), status.st_uid, status.st_gid) != 0)
            fail_to_write(shown_, errno);
    }
    if (fchmod(descriptor_.get(), mode) != 0 || fsync(descriptor_.get()) != 0)
        fail_to_write(shown_, errno);
}

void Draft::finish()
{
    if (!descriptor_.close())
        fail_to_write(shown_, errno);
}

void Draft::keep()
{
    if (rename(path_.c_str(), final_.c_str()) != 0)
        fail_to_write(shown_, errno);
    kept_ = true;
}

} // namespace idcard
