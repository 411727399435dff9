// SPDX-License-Identifier: Apache-2.0
#include "intake/batch/byte_source.hpp"

#include "base/text.hpp"
#include "card/base/descriptor.hpp"
#include "card/base/error.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <memory>

namespace perso::intake {

using card::Errc;

ByteSource source_of_file(const std::filesystem::path& file)
{
    const auto fd = std::make_shared<card::Descriptor>(::open(file.c_str(), O_RDONLY | O_CLOEXEC));

    struct stat about {};

    if (!fd->is_open() || ::fstat(fd->get(), &about) != 0 || !S_ISREG(about.st_mode))
        throw card::Error{Errc::file_unreadable, text("it is missing or no regular file")}.with_field(file.string());
    return {static_cast<std::uint64_t>(about.st_size), [fd, name = file.string()](std::uint64_t at, std::size_t size) {
                card::Bytes out(size);
                for (std::size_t done = 0; done < size;) {
                    const ssize_t got =
                        ::pread(fd->get(), out.data() + done, size - done, static_cast<off_t>(at + done));
                    if (got < 0 && errno == EINTR)
                        continue;
                    if (got <= 0)
                        throw card::Error{Errc::file_unreadable, text("it ends early")}.with_field(name);
                    done += static_cast<std::size_t>(got);
                }
                return out;
            }};
}

ByteSource source_of_bytes(card::ByteView bytes)
{
    return {bytes.size(), [bytes](std::uint64_t at, std::size_t size) {
                card::require(
                    at <= bytes.size() && size <= bytes.size() - at, Errc::file_unreadable, "bytes", "they end early");
                return card::to_bytes(bytes.subspan(static_cast<std::size_t>(at), size));
            }};
}

} // namespace perso::intake
