// SPDX-License-Identifier: Apache-2.0
#include "commands/envelope_lock.hpp"

#include "card/base/error.hpp"
#include "durable_file.hpp"

#include <fcntl.h>
#include <sys/file.h>

#include <cerrno>
#include <cstring>

namespace perso {

using card::Errc;

namespace {

/// The folder of the envelopes, locked; none when another process has it so.
card::Descriptor locked_folder(const Office& office)
{
    make_folder(office.keepers());
    card::Descriptor folder{::open(office.keepers().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (!folder.is_open())
        throw card::Error{Errc::file_unwritable, std::strerror(errno)}.with_field(office.keepers().string());
    if (::flock(folder.get(), LOCK_EX | LOCK_NB) == 0)
        return folder;
    if (errno != EWOULDBLOCK)
        throw card::Error{Errc::file_unwritable, std::strerror(errno)}.with_field(office.keepers().string());
    return card::Descriptor{};
}

} // namespace

EnvelopeLock::EnvelopeLock(const Office& office) : folder_{locked_folder(office)}
{
    card::require(folder_.is_open(), Errc::store_failed, "keepers", "another process changes the envelopes");
}

std::optional<EnvelopeLock> EnvelopeLock::if_free(const Office& office)
{
    card::Descriptor folder = locked_folder(office);
    return folder.is_open() ? std::optional{EnvelopeLock{std::move(folder)}} : std::nullopt;
}

} // namespace perso
