// SPDX-License-Identifier: Apache-2.0
#include "production.hpp"

#include "card/base/error.hpp"
#include "card/iso7816/status_word.hpp"
#include "card/piv/application.hpp"
#include "card/session/detect.hpp"

#include <utility>

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
        const auto begun = std::exchange(opening_, std::nullopt);
        end_session();
        select(application);
        const auto kvn = issuer_keys_ ? profile.management.issuer_kvn : profile.management.transport_kvn;
        const auto opening = begun && begun->application == application
                                 ? begun->opening
                                 : card::gp::begin(plain, random, card::gp::Kvn{kvn.value});
        session_.emplace(Session{application, card::gp::open(plain, keys(), card::gp::SecurityLevel::all, opening)});
        card::require(session_->channel.card().kdd == kdd, card::Errc::card_swapped, "open a session",
            "another chip answers than the one of this job");
    }
    return session_->channel;
}

card::gp::KeySet Production::keys()
{
    return issuer_keys_ ? issuer.issuer_keys(kdd) : issuer.transport_keys(kdd);
}

void Production::select(Application application)
{
    if (selected_ == application)
        return;
    forget_selection();
    perso::select(plain, application, profile);
    selected_ = application;
}

void Production::forget_selection()
{
    end_session();
    selected_.reset();
}

const card::gp::CardIdentification& Production::identify()
{
    session_.reset();
    opening_.emplace(Begun{selected_.value(), card::gp::begin(plain, random)});
    return opening_->opening.card;
}

void select(card::iso7816::Channel& channel, Application application, const card::profile::Profile& profile)
{
    const auto response = channel.transmit(card::iso7816::select_application(aid(application, profile)));
    if (response.sw() == card::iso7816::sw::file_not_found)
        throw card::Error{card::Errc::card_foreign, card::Step{"SELECT"}, response.sw()};
    response.require(card::iso7816::sw::ok, "SELECT");
}

} // namespace perso
