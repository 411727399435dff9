// SPDX-License-Identifier: Apache-2.0
#include "disk.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <thread>
#include <utility>

namespace refcard {

namespace {

using FileStatus = struct stat;

class Descriptor {
public:
    explicit Descriptor(int number) : number_{number} {}

    Descriptor(Descriptor&& other) noexcept : number_{other.release()} {}

    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    ~Descriptor()
    {
        if (number_ >= 0)
            ::close(number_);
    }

    bool valid() const { return number_ >= 0; }

    int release() { return std::exchange(number_, -1); }

    bool lock() const { return ::flock(number_, LOCK_EX | LOCK_NB) == 0; }

    /// Whether it is still this file that the path names: it may have been replaced since it was opened.
    bool is_at(const std::filesystem::path& path) const
    {
        FileStatus mine{};
        FileStatus there{};
        return ::fstat(number_, &mine) == 0 && ::stat(path.c_str(), &there) == 0 && mine.st_dev == there.st_dev &&
               mine.st_ino == there.st_ino;
    }

    bool synchronize() const { return ::fsync(number_) == 0; }

    bool write(ByteView content) const
    {
        while (!content.empty()) {
            const ssize_t count = ::write(number_, content.data(), content.size());
            if (count < 0)
                return false;
            content = content.subspan(static_cast<std::size_t>(count));
        }
        return true;
    }

private:
    int number_;
};

[[noreturn]] void fail(const std::string& what, const std::filesystem::path& path)
{
    throw std::runtime_error{what + " " + path.string()};
}

/// Returns the new file, locked before the path names it.
Descriptor put_in_place(const std::filesystem::path& path, ByteView content)
{
    std::filesystem::path beside = path;
    beside += ".new";
    Descriptor file{::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600)};
    if (!file.valid() || !file.lock() || !file.write(content) || !file.synchronize())
        fail("cannot write", beside);
    if (::rename(beside.c_str(), path.c_str()) != 0)
        fail("cannot replace", path);
    const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
    const Descriptor directory{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (!directory.valid() || !directory.synchronize())
        fail("cannot synchronize", folder);
    return file;
}

} // namespace

Bytes read_whole_file(const std::filesystem::path& path)
{
    std::ifstream in{path, std::ios::binary};
    if (!in)
        fail("cannot open", path);
    Bytes content;
    for (auto at = std::istreambuf_iterator<char>{in}; at != std::istreambuf_iterator<char>{}; ++at)
        content.push_back(static_cast<std::uint8_t>(*at));
    if (in.bad())
        fail("cannot read", path);
    return content;
}

void replace_file(const std::filesystem::path& path, ByteView content)
{
    put_in_place(path, content);
}

SoleFile::SoleFile(std::filesystem::path path) : path_{std::move(path)}
{
    using namespace std::chrono_literals;
    const auto deadline = std::chrono::steady_clock::now() + 1s;
    for (;;) {
        Descriptor file{::open(path_.c_str(), O_RDONLY | O_CLOEXEC)};
        if (!file.valid())
            fail("cannot open", path_);
        if (file.lock() && file.is_at(path_)) {
            locked_ = file.release();
            return;
        }
        if (std::chrono::steady_clock::now() >= deadline)
            fail("another process uses", path_);
        std::this_thread::sleep_for(20ms);
    }
}

SoleFile::~SoleFile()
{
    ::close(locked_);
}

void SoleFile::replace(ByteView content)
{
    ::close(std::exchange(locked_, put_in_place(path_, content).release()));
}

} // namespace refcard
