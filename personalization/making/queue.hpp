// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/profile/profile.hpp"
#include "intake/intake.hpp"
#include "making/job_leases.hpp"
#include "store/store.hpp"

#include <functional>

namespace perso {

/// A record of the store under the rules of that day, which may be others than those of its import: the holder has
/// grown too old for this type of card, or the card holds less.
intake::Checked check_again(
    const store::Application& application, const card::profile::Profile& profile, card::Date day);

/// The same where only a good one can be used. Throws record_rejected with the first field.
intake::Record checked_record(
    const store::Application& application, const card::profile::Profile& profile, card::Date day);

/// The application whose card is to be made next. Those that today's rules refuse are rejected in the store, told to
/// `rejected`, and stand in nobody's way; `read` opens one. Throws as Store::next_approved, and as `read`.
std::string next_in_queue(store::Store& store, const std::string& operator_, const card::profile::Profile& profile,
    const std::function<store::Application(const std::string& application)>& read,
    const std::function<void(const std::string& application, const intake::Rejections&)>& rejected);

/// The same, and from now on this process holds it. Throws as JobLeases::take.
store::Lease take_from_queue(const JobLeases& leases, store::Store& store, const card::profile::Profile& profile,
    const std::function<store::Application(const std::string& application)>& read,
    const std::function<void(const std::string& application, const intake::Rejections&)>& rejected);

} // namespace perso
