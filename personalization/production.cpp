// SPDX-License-Identifier: Apache-2.0
#include "production.hpp"

#include "card/base/error.hpp"
#include "card/iso7816/status_word.hpp"
#include "card/piv/application.hpp"
#include "card/session/detect.hpp"

namespace perso {

namespace {

card::iso7816::Aid aid(Application application, const card::profile::Profile& profile)
{
    switch (application) {
    case Application::identity:
        return card::session::identity_aid();
    case Application::pki:
        return card::piv::application_aid();
    case Application::management:
        break;
    }
    return card::iso7816::Aid{profile.management.issuer_security_domain};
}

} // namespace

card::gp::Scp03Channel& Production::session(Application application)
{
    if (!session_ || session_->application != application || !session_->channel.is_open()) {
        end_session();
        select(plain, application, profile);
        const auto kvn = issuer_keys_ ? profile.management.issuer_kvn : profile.management.transport_kvn;
        session_.emplace(Session{application,
            card::gp::open(plain, keys(), card::gp::SecurityLevel::all, random, card::gp::Kvn{kvn.value})});
        card::require(session_->channel.card().kdd == kdd, card::Errc::card_swapped, "open a session",
            "another chip answers than the one of this job");
    }
    return session_->channel;
}

card::gp::KeySet Production::keys()
{
    return issuer_keys_ ? issuer.issuer_keys(kdd) : issuer.transport_keys(kdd);
}

void select(card::iso7816::Channel& channel, Application application, const card::profile::Profile& profile)
{
    // With an answer: the issuer security domain of [GP] §11.9 has no other form.
    const auto response = channel.transmit(card::iso7816::select_application_with_answer(aid(application, profile)));
    if (response.sw() == card::iso7816::sw::file_not_found)
        throw card::Error{card::Errc::card_foreign, card::Step{"SELECT"}, response.sw()};
    response.require(card::iso7816::sw::ok, "SELECT");
}

} // namespace perso
