// SPDX-License-Identifier: Apache-2.0
#include "commands/envelope_lock.hpp"

#include "base/durable_file.hpp"
#include "base/file_lock.hpp"
#include "card/base/error.hpp"

namespace perso {
namespace {

/// The folder of the envelopes, locked; none when another process has it so.
std::optional<card::Descriptor> locked_folder(const Office& office)
{
    make_folder(office.keepers());
    return lock_folder_if_free(office.keepers());
}

} // namespace

EnvelopeLock::EnvelopeLock(const Office& office)
{
    auto folder = locked_folder(office);
    card::require(folder.has_value(), card::Errc::store_failed, "keepers", "another process changes the envelopes");
    folder_ = std::move(*folder);
}

std::optional<EnvelopeLock> EnvelopeLock::if_free(const Office& office)
{
    auto folder = locked_folder(office);
    return folder ? std::optional{EnvelopeLock{std::move(*folder)}} : std::nullopt;
}

} // namespace perso
