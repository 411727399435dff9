// SPDX-License-Identifier: Apache-2.0
#include "office/office_lock.hpp"

#include "base/file_lock.hpp"
#include "card/base/error.hpp"

namespace perso {

OfficeLock::OfficeLock(const Office& office)
{
    auto file = lock_if_free(office.lock_file());
    card::require(file.has_value(), card::Errc::store_failed, "run.lock", "another run works in this office");
    file_ = std::move(*file);
}

std::optional<OfficeLock> OfficeLock::if_free(const Office& office)
{
    auto file = lock_if_free(office.lock_file());
    return file ? std::optional{OfficeLock{std::move(*file)}} : std::nullopt;
}

} // namespace perso
