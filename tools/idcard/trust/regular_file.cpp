// SPDX-License-Identifier: Apache-2.0
#include "idcard/trust/regular_file.hpp"

#include "card/base/error.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>

namespace idcard {

namespace {

void expect(bool condition, const std::filesystem::path& path, std::string_view sentence)
{
    if (!condition)
        throw card::Error{card::Errc::file_unreadable, sentence}.with_field(path.string());
}

/// At most `size` bytes, fewer at the end of the file.
std::size_t read_some(int descriptor, std::uint8_t* out, std::size_t size, const std::filesystem::path& path)
{
    std::size_t done = 0;
    while (done < size) {
        const ssize_t got = ::read(descriptor, out + done, size - done);
        if (got < 0 && errno == EINTR)
            continue;
        expect(got >= 0, path, "cannot be read");
        if (got == 0)
            break;
        done += static_cast<std::size_t>(got);
    }
    return done;
}

} // namespace

card::Bytes read_regular_file(const std::filesystem::path& path, std::size_t limit)
{
    const card::Descriptor file{::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)};
    return read_regular_file(file, path, limit);
}

card::Bytes read_regular_file(const card::Descriptor& file, const std::filesystem::path& path, std::size_t limit)
{
    expect(file.is_open(), path, "cannot be opened, or is a symbolic link");

    struct stat status {};

    expect(::fstat(file.get(), &status) == 0 && S_ISREG(status.st_mode), path, "is no regular file");
    expect(status.st_size > 0 && static_cast<std::uintmax_t>(status.st_size) <= limit, path, "is empty or too long");
    card::Bytes content(static_cast<std::size_t>(status.st_size));
    expect(read_some(file.get(), content.data(), content.size(), path) == content.size(), path, "became shorter");
    std::uint8_t more = 0;
    expect(read_some(file.get(), &more, 1, path) == 0, path, "became longer");
    return content;
}

} // namespace idcard
