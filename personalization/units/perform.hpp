// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "units/attempt_memory.hpp"
#include "units/unit.hpp"

namespace perso::units {

/// An entry that becomes durable.
enum class Entry { intent, outcome };

/// Where units leave their traces. All of it must outlive the call.
struct Durable {
    store::Database& database;
    WorkLog& log;
    AttemptMemory& memory;
    /// Inside the same change, which may be tried again: the journal, and keys and certificates, those that were in
    /// Production::to_record.
    std::function<void(Entry, const std::string& unit, const std::vector<store::CardKey>& keys)> note;
    /// Called before each unit that is done now or asked about; nothing, if empty.
    std::function<void(const Unit&)> progress = {};
    /// Called first in each change; throws lease_lost where another has the job by now.
    std::function<void()> fence = {};
};

/// Does the units of a work in their order, from wherever it stands: those with an outcome are left alone, one with an
/// intent alone is probed, and taken as done or repeated with what was prepared; the others are prepared, intended,
/// done and concluded. On a card that was recognised, and whose memory was recalled when the work was begun earlier.
///
/// An outcome becomes durable in one change with the next intent, before the card gets another command; in one of its
/// own where something is prepared for that intent, or no unit follows.
///
/// Throws what units, store and token throw; the work then stands where it stood, and may be gone on with.
void perform(const Units& units, const Work& work, Production& card, const Durable& durable);

} // namespace perso::units
