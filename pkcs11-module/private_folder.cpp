// SPDX-License-Identifier: Apache-2.0
#include "private_folder.hpp"

#include "card/base/hex.hpp"
#include "card/crypto/random.hpp"

#include <cerrno>
#include <memory>
#include <utility>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace p11 {

namespace {

constexpr mode_t owner_only = 0700;
constexpr mode_t open_to_others = 0077;
constexpr off_t largest_file = 1 << 20;

bool belongs_to_us_alone(int fd, mode_t kind, off_t& size)
{
    struct stat status {};

    if (::fstat(fd, &status) != 0 || (status.st_mode & S_IFMT) != kind)
        return false;
    size = status.st_size;
    return status.st_uid == ::geteuid() && (status.st_mode & open_to_others) == 0;
}

void make_folders(const std::filesystem::path& path)
{
    std::error_code ignored;
    if (path.has_parent_path() && path.parent_path() != path && !std::filesystem::exists(path.parent_path(), ignored))
        make_folders(path.parent_path());
    ::mkdir(path.c_str(), owner_only);
}

} // namespace

PrivateFolder::PrivateFolder(const std::filesystem::path& path, bool make)
{
    if (make)
        make_folders(path);
    card::Descriptor folder{::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)};
    off_t size = 0;
    if (folder.is_open() && belongs_to_us_alone(folder.get(), S_IFDIR, size))
        folder_ = std::move(folder);
}

std::optional<card::Bytes> PrivateFolder::read(const std::string& name) const
{
    if (!folder_.is_open())
        return std::nullopt;
    const card::Descriptor file{::openat(folder_.get(), name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)};
    off_t size = 0;
    if (!file.is_open() || !belongs_to_us_alone(file.get(), S_IFREG, size) || size > largest_file)
        return std::nullopt;
    card::Bytes content(static_cast<std::size_t>(size));
    for (std::size_t filled = 0; filled < content.size();) {
        const ssize_t got = ::read(file.get(), content.data() + filled, content.size() - filled);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return std::nullopt;
        filled += static_cast<std::size_t>(got);
    }
    return content;
}

/// The name of a new file with this content; empty if it could not be written.
std::string PrivateFolder::write_beside(const std::string& name, card::ByteView content) const
{
    if (!folder_.is_open())
        return {};
    const std::string beside = name + "." + card::to_hex(card::crypto::system_random().bytes(8));
    const card::Descriptor file{::openat(
        folder_.get(), beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR)};
    if (file.is_open() && file.write_all(content))
        return beside;
    if (file.is_open())
        remove(beside);
    return {};
}

void PrivateFolder::write(const std::string& name, card::ByteView content) const
{
    const std::string beside = write_beside(name, content);
    if (!beside.empty() && ::renameat(folder_.get(), beside.c_str(), folder_.get(), name.c_str()) != 0)
        remove(beside);
}

void PrivateFolder::write_first(const std::string& name, card::ByteView content) const
{
    const std::string beside = write_beside(name, content);
    if (beside.empty())
        return;
    const int failed = ::linkat(folder_.get(), beside.c_str(), folder_.get(), name.c_str(), 0);
    static_cast<void>(failed); // somebody was first: as good
    remove(beside);
}

void PrivateFolder::remove(const std::string& name) const
{
    if (folder_.is_open())
        ::unlinkat(folder_.get(), name.c_str(), 0);
}

std::vector<std::string> PrivateFolder::names() const
{
    std::vector<std::string> names;
    const int own = !folder_.is_open() ? -1 : ::openat(folder_.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR* const opened = own < 0 ? nullptr : ::fdopendir(own);
    if (opened == nullptr) {
        if (own >= 0)
            ::close(own);
        return names;
    }
    const std::unique_ptr<DIR, int (*)(DIR*)> directory{opened, &::closedir};
    while (const dirent* const entry = ::readdir(directory.get()))
        names.emplace_back(entry->d_name);
    return names;
}

} // namespace p11
