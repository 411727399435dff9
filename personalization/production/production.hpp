// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/gp/scp03.hpp"
#include "card/iso7816/chaining.hpp"
#include "card/iso7816/plain_channel.hpp"
#include "card/iso7816/select.hpp"
#include "card/pki/certificate.hpp"
#include "issuer/issuer.hpp"
#include "letters/letters.hpp"
#include "production/data_preparation.hpp"

#include <functional>
#include <optional>

namespace perso {

/// The three applications of a card, in each of which one session is held.
enum class Application { identity, pki, management };

class Production;

/// How cards of other makes are spoken to; as it stands, ours.
struct Dialect {
    card::gp::SecurityLevel pki_level = card::gp::SecurityLevel::all; ///< of sessions with the PKI application
    bool select_answers = false; ///< SELECT by name is understood with an answer only
    /// Gives the channel on which the PKI application takes its administration; empty: an SCP03 session.
    std::function<card::iso7816::Channel&(Production&)> administration = {};
};

/// One card in the making: what the steps are given, and what they leave for the steps that follow.
class Production {
public:
    /// All of them must outlive it.
    Production(card::iso7816::Transport& transport, issuer::Issuer& issuer_, const card::profile::Profile& profile_,
        card::crypto::RandomSource& random_)
        : plain{transport}, issuer{issuer_}, profile{profile_}, random{random_}
    {
    }

    card::iso7816::PlainChannel plain;
    issuer::Issuer& issuer;
    const card::profile::Profile& profile;
    card::crypto::RandomSource& random;

    card::gp::Kdd kdd;                    ///< which chip this is
    card::lds::SecurityInfos card_access; ///< EF.CardAccess
    CardPlan plan;
    CardSecrets secrets;
    std::vector<store::CardKey> to_record; ///< keys and certificates that become durable with the next entry

    std::optional<card::crypto::Point> chip_authentication_key;
    std::optional<card::crypto::Point> mapping_key; ///< of chip authentication mapping, where the profile has it
    std::map<card::piv::Slot, card::crypto::PublicKey> slot_keys;
    std::map<card::piv::Slot, card::Bytes> certificates; ///< DER
    card::Bytes chuid, ccc, security_object;             ///< contents
    IdentityFiles files;
    card::Bytes sod, card_security;

    /// The session under the card's present keys with this application; opened when another one, or none, is open.
    /// Throws scp_cryptogram_wrong, scp_failed.
    card::gp::Scp03Channel& session(Application application);

    /// The PKI application, as the issuer administers it on a card of this make. Throws what its opening throws.
    card::iso7816::Channel& administration();

    /// From now on; nothing is sent.
    void speak(Dialect dialect);

    /// After a command outside of it the card has ended the session.
    void end_session()
    {
        session_.reset();
        opening_.reset();
    }

    /// Selects it in the clear, unless it is selected already. Throws card_foreign when the card does not have it.
    void select(Application application);
    /// The caller selected it.
    void note_selection(Application application);

    bool is_selected(Application application) const { return selected_ == application; }

    /// Something else was selected.
    void forget_selection();

    /// INITIALIZE UPDATE in the selected application: which chip this is and whose keys it has. The session that is
    /// opened next there goes on with it, if nothing is sent in between.
    const card::gp::CardIdentification& identify();

    /// The keys of the card are the issuer's from now on.
    void use_issuer_keys() { issuer_keys_ = true; }

    bool has_issuer_keys() const { return issuer_keys_; }

    /// Those of the card now.
    card::gp::KeySet keys();

private:
    struct Session {
        Application application;
        card::gp::Scp03Channel channel;
    };

    struct Begun {
        Application application;
        card::gp::Opening opening;
    };

    std::optional<Session> session_;
    std::optional<Begun> opening_;
    std::optional<Application> selected_;
    bool issuer_keys_ = false;
    Dialect dialect_;
};

/// Selects an application in the clear, with its answer or without. Throws card_foreign when the card does not have it.
void select(card::iso7816::Channel& channel, Application application, const card::profile::Profile& profile,
    bool with_answer = false);

} // namespace perso
