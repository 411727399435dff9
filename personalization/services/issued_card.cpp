// SPDX-License-Identifier: Apache-2.0
#include "services/issued_card.hpp"

#include "card/base/error.hpp"
#include "card/iso7816/buffers.hpp"
#include "card/piv/application.hpp"
#include "card/session/detect.hpp"
#include "production/production.hpp"

namespace perso {

using card::Errc;

life::Card IssuedCard::recognise(store::Database& database)
{
    session_.reset();
    const auto require_there = [this](const card::iso7816::Command& selection, const char* what) {
        card::require(
            plain.transmit(selection).sw() == card::iso7816::sw::ok, Errc::card_foreign, "recognise the card", what);
    };
    require_there(card::iso7816::select_master_file(), "no master file");
    plain.set_limits(card::iso7816::read_limits(plain));
    // A card of another make has none, and may not even understand the question.
    require_there(card::iso7816::select_application(card::session::identity_aid()), "no identity application");
    select(plain, Application::management, profile);
    card::gp::Challenge challenge{};
    random.fill(challenge);
    const auto chip = card::gp::initialize_update(plain, card::gp::any_kvn, challenge);
    card::require(chip.kvn.value == profile.management.issuer_kvn.value, Errc::card_unknown, "INITIALIZE UPDATE",
        "the card has no issuer keys");
    kdd_ = chip.kdd;
    return life::card_of_chip(database, kdd_.bytes);
}

card::iso7816::ChainingChannel IssuedCard::in_clear()
{
    session_.reset();
    select(plain, Application::pki, profile);
    return card::iso7816::ChainingChannel{plain};
}

card::iso7816::ChainingChannel IssuedCard::administration()
{
    session_.reset();
    select(plain, Application::pki, profile);
    session_.emplace(card::gp::open(plain, issuer.issuer_keys(kdd_), card::gp::SecurityLevel::all, random,
        card::gp::Kvn{profile.management.issuer_kvn.value}));
    card::require(session_->card().kdd == kdd_, Errc::card_swapped, "open a session",
        "another chip answers than the one that was recognised");
    return card::iso7816::ChainingChannel{*session_};
}

} // namespace perso
