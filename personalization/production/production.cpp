// SPDX-License-Identifier: Apache-2.0
#include "production/production.hpp"

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
        const auto level = application == Application::pki ? dialect_.pki_level : card::gp::SecurityLevel::all;
        session_.emplace(Session{application, card::gp::open(plain, keys(), level, opening)});
        card::require(session_->channel.card().kdd == kdd, card::Errc::card_swapped, "open a session",
            "another chip answers than the one of this job");
    }
    return session_->channel;
}

card::iso7816::Channel& Production::administration()
{
    return dialect_.administration ? dialect_.administration(*this) : session(Application::pki);
}

void Production::speak(Dialect dialect)
{
    forget_selection();
    dialect_ = std::move(dialect);
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
    perso::select(plain, application, profile, dialect_.select_answers);
    selected_ = application;
}

void Production::note_selection(Application application)
{
    forget_selection();
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

void select(
    card::iso7816::Channel& channel, Application application, const card::profile::Profile& profile, bool with_answer)
{
    const card::iso7816::Aid name = aid(application, profile);
    const auto response = channel.transmit(
        with_answer ? card::iso7816::select_application_with_answer(name) : card::iso7816::select_application(name));
    if (response.sw() == card::iso7816::sw::file_not_found)
        throw card::Error{card::Errc::card_foreign, card::Step{"SELECT"}, response.sw()};
    response.require(card::iso7816::sw::ok, "SELECT");
}

} // namespace perso
