// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "database/sealer.hpp"
#include "intake/record.hpp"

#include <optional>
#include <string>
#include <vector>

namespace perso::batches {

/// What a person shall look at before a record is approved. None of it refuses a record: namesakes exist.
enum class NoticeKind {
    same_photograph,     ///< as in a record of another citizen
    same_name_and_birth, ///< as in a record of another citizen
    title_and_sex,       ///< they contradict each other
    household_address    ///< another record of the household has another address
};

/// "same_photograph", …
std::string_view name(NoticeKind kind);
/// What a person reads, English.
const char* sentence(NoticeKind kind);

struct Notice {
    NoticeKind kind;
    std::string other; ///< the other application; empty if it is about this one alone

    friend bool operator==(const Notice&, const Notice&) = default;
};

/// What was noted when the record was imported, for whoever approves it.
std::vector<Notice> notices_of(store::Database& database, std::string_view application);

/// Whether the titles say another sex than the record.
bool title_contradicts(const intake::Record& record);

/// What records of different citizens have in common.
class Likenesses {
public:
    /// Photographs, names and dates of birth stand in the store as hashes under a key of the sealer.
    Likenesses(store::Database& database, store::Sealer& sealer) : database_{database}, sealer_{sealer} {}

    /// Compares a record that was just imported with all others, and keeps what later ones are compared with. Those of
    /// `household` are other records of the same household with another address. Notices of a record that came before
    /// under this application are forgotten. Inside a change.
    std::vector<Notice> note(const intake::Record& record, const std::vector<std::string>& household, card::Time now);

private:
    store::Database& database_;
    store::Sealer& sealer_;
};

} // namespace perso::batches
