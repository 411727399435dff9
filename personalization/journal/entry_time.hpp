// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "journal/entry.hpp"
#include "journal/note.hpp"

namespace perso::audit {

/// Whether the entry can tell of what a row says was done at that time. It may be a little later: the journal does not
/// go back.
inline bool may_tell_of(const Entry& entry, card::Time done)
{
    return done <= entry.at && entry.at <= done + clock_slack;
}

} // namespace perso::audit
