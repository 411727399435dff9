// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/gp/scp03.hpp"
#include "card/iso7816/chaining.hpp"
#include "card/iso7816/plain_channel.hpp"
#include "issuer/issuer.hpp"
#include "life/cards.hpp"

namespace perso {

/// A card that was issued, in a reader of the office again.
class IssuedCard {
public:
    /// All of them must outlive it.
    IssuedCard(card::iso7816::Transport& transport, issuer::Issuer& issuer_, const card::profile::Profile& profile_,
        card::crypto::RandomSource& random_)
        : plain{transport}, issuer{issuer_}, profile{profile_}, random{random_}
    {
    }

    card::iso7816::PlainChannel plain;
    issuer::Issuer& issuer;
    const card::profile::Profile& profile;
    card::crypto::RandomSource& random;

    /// Which card of this office it is, as the chip says; what it says is proven by the first administration(). Throws
    /// card_unknown for a blank card and one that this office did not make; card_foreign for one of another make, even
    /// if this office made it: nothing but SELECT is sent to it.
    life::Card recognise(store::Database& database);

    /// The PKI application as everybody sees it, no session open. Throws card_foreign without one.
    card::iso7816::ChainingChannel in_clear();

    /// A session with the PKI application under the issuer's keys of this chip. The card's cryptogram comes first: with
    /// keys that do not fit nothing more is sent (scp_cryptogram_wrong). Throws card_swapped for another chip.
    card::iso7816::ChainingChannel administration();

private:
    card::gp::Kdd kdd_;
    std::optional<card::gp::Scp03Channel> session_;
};

} // namespace perso
