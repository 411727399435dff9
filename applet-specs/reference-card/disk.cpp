// SPDX-License-Identifier: Apache-2.0
#include "disk.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace refcard {

namespace {

class Descriptor {
public:
    explicit Descriptor(int number) : number_{number} {}

    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    ~Descriptor()
    {
        if (number_ >= 0)
            ::close(number_);
    }

    bool valid() const { return number_ >= 0; }

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
    std::filesystem::path beside = path;
    beside += ".new";
    {
        const Descriptor file{::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600)};
        if (!file.valid() || !file.write(content) || !file.synchronize())
            fail("cannot write", beside);
    }
    if (::rename(beside.c_str(), path.c_str()) != 0)
        fail("cannot replace", path);
    const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
    const Descriptor directory{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (!directory.valid() || !directory.synchronize())
        fail("cannot synchronize", folder);
}

} // namespace refcard
