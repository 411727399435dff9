// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/profile/profile.hpp"
#include "jobs/job.hpp"
#include "production/data_preparation.hpp"

namespace perso {

/// What can be made ready of a card before there is one: the record checked by the rules of the day, and the data
/// groups that tell nothing but the record.
struct Prepared {
    std::string application;
    card::Date day;
    intake::Record record;
    std::map<unsigned, card::Bytes> groups;
};

/// Throws record_rejected with the first field that the rules of this day refuse.
Prepared prepare(const store::Application& application, const card::profile::Profile& profile, card::Date day);

} // namespace perso
