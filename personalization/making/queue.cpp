// SPDX-License-Identifier: Apache-2.0
#include "making/queue.hpp"

#include "card/base/error.hpp"
#include "office/clock.hpp"

namespace perso {

intake::Checked check_again(
    const store::Application& application, const card::profile::Profile& profile, card::Date day)
{
    return intake::check({application.record, application.photograph, application.signature}, profile, day);
}

intake::Record checked_record(
    const store::Application& application, const card::profile::Profile& profile, card::Date day)
{
    auto checked = check_again(application, profile, day);
    if (!checked.accepted())
        throw card::Error{card::Errc::record_rejected, card::Step{"read the record"}, checked.rejections[0].reason}
            .with_field(checked.rejections[0].field);
    return std::move(checked.record);
}

std::string next_in_queue(store::Store& store, const std::string& operator_, const card::profile::Profile& profile,
    const std::function<store::Application(const std::string& application)>& read,
    const std::function<void(const std::string& application, const intake::Rejections&)>& rejected)
{
    for (;;) {
        const std::string application = store.next_approved(operator_);
        const card::Time time = now();
        const auto checked = check_again(read(application), profile, card::day_of(time));
        if (checked.accepted())
            return application;
        store.reject(application, checked.rejections, time);
        rejected(application, checked.rejections);
    }
}

store::Lease take_from_queue(const JobLeases& leases, store::Store& store, const card::profile::Profile& profile,
    const std::function<store::Application(const std::string& application)>& read,
    const std::function<void(const std::string& application, const intake::Rejections&)>& rejected)
{
    for (;;) {
        const store::Lease lease = leases.take();
        const card::Time time = now();
        const auto checked = [&] {
            try {
                return check_again(read(lease.application), profile, card::day_of(time));
            } catch (...) { // what cannot be read is held by nobody
                leases.release(lease);
                throw;
            }
        }();
        if (checked.accepted())
            return lease;
        store.reject(lease.application, checked.rejections, time);
        leases.release(lease);
        rejected(lease.application, checked.rejections);
    }
}

} // namespace perso
