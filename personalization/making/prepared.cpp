// SPDX-License-Identifier: Apache-2.0
#include "making/prepared.hpp"

#include "making/queue.hpp"

namespace perso {

Prepared prepare(const store::Application& application, const card::profile::Profile& profile, card::Date day)
{
    Prepared prepared{.application = application.number,
        .day = day,
        .record = checked_record(application, profile, day),
        .groups = {}};
    prepared.groups = early_groups(prepared.record, day);
    return prepared;
}

} // namespace perso
