// SPDX-License-Identifier: Apache-2.0
#include "card/session/verification.hpp"

#include "reading.hpp"
#include "slot_proof.hpp"

#include "card/auth/chip_authentication.hpp"
#include "card/auth/pace.hpp"
#include "card/base/error.hpp"
#include "card/iso7816/buffers.hpp"
#include "card/iso7816/chaining.hpp"
#include "card/iso7816/plain_channel.hpp"
#include "card/lds/security_infos.hpp"
#include "card/lds/sod.hpp"
#include "card/piv/application.hpp"
#include "card/pki/spki.hpp"
#include "card/session/detect.hpp"
#include "card/sm/secure_channel.hpp"

#include <set>

namespace card::session {

namespace {

namespace sw = iso7816::sw;
namespace file = lds::file;

using piv::Slot;
using ProofResult = trust::ChipProof::Result;

/// One visit of a card at a counter. The methods run in the order in which they stand here.
class Visit {
public:
    Visit(iso7816::Transport& transport, const VerificationRequest& request, const Progress& progress)
        : request_{request}, progress_{progress}, counter_{transport}, policy_{policy_of(request)}
    {
    }

    Verification run()
    {
        evidence_.witness = request_.witness;
        evidence_.challenge = request_.challenge;
        identify();
        try {
            examine();
        } catch (const Error& error) {
            if (!asks_for_short_apdus(error))
                throw;
            lower_limits();
            examine();
        }
        begin(Phase::judging);
        return {.verdict = judge(), .evidence = evidence_, .holder = holder_, .costs = costs()};
    }

private:
    static trust::Policy policy_of(const VerificationRequest& request)
    {
        trust::Policy policy = request.policy;
        if (request.binding == BindingCheck::required)
            policy.required.insert(trust::CheckId::binding);
        if (request.pin != nullptr)
            policy.required.insert(trust::CheckId::holder);
        return policy;
    }

    trust::Verdict judge() const
    {
        return trust::judge(
            evidence_, *request_.trust_data, policy_, *request_.profile, request_.today, request_.source_date);
    }

    /// Master file and buffers.
    void identify()
    {
        begin(Phase::identifying);
        if (plain_.transmit(iso7816::select_master_file()).sw() != sw::ok)
            unknown_card("no master file");
        plain_.set_limits(iso7816::read_limits(plain_));
    }

    /// Everything that is read and proven. What was read already is not read again.
    void examine()
    {
        read_card_access();
        open();
        if (evidence_.mapping) {
            read(file::card_security, evidence_.card_security);
            if (!channel_->is_open())
                return;
            begin(Phase::opening);
        }
        select_identity();
        read_signed_list();
        if (!evidence_.mapping)
            prove_chip();
        read_groups();
        holder_ = decode_holder(evidence_, *request_.profile);
        if (channel_->is_open() && holder_.dg13)
            visit_pki_application(*holder_.dg13);
    }

    /// What a card offers before it is opened.
    void read_card_access()
    {
        if (evidence_.card_access.was_read())
            return;
        evidence_.card_access = read_evidence(plain_, file::card_access, request_.profile->sizes.other_files);
        if (!evidence_.card_access.was_read())
            unknown_card("no EF.CardAccess");
    }

    /// PACE.
    void open()
    {
        begin(Phase::opening);
        auth::pace::Established established = establish();
        channel_.emplace(plain_, std::move(established.keys));
        if (established.mapping)
            evidence_.mapping = {std::move(established.mapping->pk_map_ic), std::move(established.mapping->ca_ic)};
        evidence_.access = trust::AccessProtocol::pace_can;
        if (request_.password->kind() == auth::Password::Kind::mrz) {
            evidence_.access = trust::AccessProtocol::pace_mrz;
            evidence_.mrz_digest = to_bytes(request_.password->secret());
        }
    }

    void select_identity()
    {
        const iso7816::Response selected = channel_->transmit(iso7816::select_application(identity_aid()));
        if (selected.sw() == sw::file_not_found)
            unknown_card("no identity application");
        selected.require(sw::ok, "SELECT identity application");
    }

    /// EF.SOD tells which groups there are, that of another state also. EF.COM does not matter: it is not signed.
    void read_signed_list()
    {
        read(file::sod, evidence_.sod);
        if (!evidence_.sod.was_read())
            return;
        try {
            const lds::Sod sod = lds::decode_sod(evidence_.sod.content, {.leniency = pki::Leniency::foreign_legacy});
            for (const auto& [number, hash] : sod.object.hashes)
                if (number != file::dg3.group && number != file::dg4.group) // closed without Terminal Authentication
                    listed_.insert(number);
        } catch (const Error&) { // a damaged EF.SOD is judged later
        }
    }

    /// Chip Authentication with the key of DG14. New keys replace those of PACE; the next answer proves them.
    void prove_chip()
    {
        if (listed_.erase(file::dg14.group) == 0)
            return;
        trust::FileReading& dg14 = evidence_.groups[file::dg14.group];
        read(file::dg14, dg14);
        const std::optional<auth::chip::Parameters> parameters = chip_parameters(dg14);
        if (!parameters)
            return;
        begin(Phase::chip_proof);
        evidence_.chip = {.result = ProofResult::failed, .key = trust::ChipKey::of(parameters->public_key)};
        attempt([&] {
            crypto::SessionKeys keys = auth::chip::authenticate(*channel_, *parameters, *request_.random);
            channel_.emplace(plain_, std::move(keys));
            proof_due_ = true;
        });
    }

    void read_groups()
    {
        for (const unsigned number : listed_) {
            if (!channel_->is_open())
                return;
            if (evidence_.groups[number].was_read())
                continue;
            read(lds::data_group(number), evidence_.groups[number]);
            note_proof();
        }
        if (proof_due_) { // nothing was left to read
            attempt([&] { channel_->transmit(iso7816::select_application(identity_aid())); });
            note_proof();
        }
    }

    /// Only a chip with the private key can give an answer that the new keys accept; without it the channel is closed.
    void note_proof()
    {
        if (!proof_due_)
            return;
        evidence_.chip.result = channel_->is_open() ? ProofResult::passed : ProofResult::failed;
        proof_due_ = false;
    }

    /// 9E binds both applications into one card; 9A, after the PIN, tells that the holder presents it.
    void visit_pki_application(const lds::Dg13& dg13)
    {
        const bool bind =
            request_.binding != BindingCheck::left_out && binding_of(dg13, Slot::card_authentication) != nullptr;
        const bool ask_holder = request_.pin != nullptr && may_be_given_the_pin();
        if (!bind && !ask_holder)
            return;
        iso7816::ChainingChannel chaining{*channel_};
        begin(bind ? Phase::binding : Phase::holder);
        if (bind)
            evidence_.binding = refused(Slot::card_authentication);
        const bool selected = attempt([&] { piv::select(chaining, request_.profile->piv); });
        if (bind && selected)
            attempt([&] { bind_applications(chaining); });
        if (ask_holder && selected && channel_->is_open()) {
            begin(Phase::holder);
            attempt([&] { prove_holder(chaining, dg13); });
        }
    }

    /// What a slot signs beside its challenge, when everything else was seen.
    const trust::Evidence* signed_evidence() const { return request_.witness ? &evidence_ : nullptr; }

    void bind_applications(iso7816::Channel& channel)
    {
        constexpr Slot slot = Slot::card_authentication;
        evidence_.binding =
            sign_challenge(channel, slot, certified_key(channel, slot), *request_.random, signed_evidence());
    }

    /// A PIN goes only to a chip that has proven genuine.
    bool may_be_given_the_pin() const
    {
        const trust::Verdict so_far = judge();
        return so_far.overall != trust::Overall::not_genuine &&
               so_far.state(trust::CheckId::chip_genuine) == trust::State::passed;
    }

    void prove_holder(iso7816::Channel& channel, const lds::Dg13& dg13)
    {
        constexpr Slot slot = Slot::authentication;
        const lds::SlotBinding* const bound = binding_of(dg13, slot);
        if (bound == nullptr) {
            evidence_.pin_problem = Errc::pin_absent;
            return;
        }
        evidence_.holder = refused(slot);
        const crypto::PublicKey key = certified_key(channel, slot);
        if (pki::key_hash(key) != bound->key_hash)
            return; // and no PIN for a key that is not the card's
        if (const auto refusal = enter_pin(channel, request_.pin->view(), request_.last_try, *request_.profile)) {
            evidence_.pin_problem = refusal->problem;
            evidence_.pin_tries = refusal->tries_left;
            evidence_.holder = {}; // the key was not asked
            return;
        }
        attempt([&] { evidence_.holder = sign_challenge(channel, slot, key, *request_.random, signed_evidence()); });
        piv::log_out(channel); // whatever it answered
    }

    /// Runs a step whose failure is evidence; false if it failed. What says nothing about the card is thrown.
    template <typename Action>
    bool attempt(Action action)
    {
        try {
            action();
            return true;
        } catch (const Error& error) {
            if (is_transport_failure(error.code()) || error.code() == Errc::random_failed ||
                asks_for_short_apdus(error))
                throw;
            require_present();
            return false;
        }
    }

    /// A card that is being pulled may leave half an answer, which looks like a forged one. Before such an answer
    /// counts against the card, it must show that it is still there: whatever it says in clear is enough. An open
    /// channel has just proven as much.
    void require_present()
    {
        if (!channel_->is_open())
            plain_.transmit(iso7816::select_master_file());
    }

    /// 6700 in clear: card or reader take less than EF.ATR/INFO announces. That is believed once.
    bool asks_for_short_apdus(const Error& error) const
    {
        return !lowered_ && iso7816::length_refused(error) && !(channel_ && channel_->is_open());
    }

    void lower_limits()
    {
        lowered_ = true;
        proof_due_ = false;
        evidence_.holder = {}; // a refusal of the length says nothing about the key
        channel_.reset();
        plain_.set_limits(plain_.limits().lowered());
        begin(Phase::identifying);
        plain_.transmit(iso7816::select_master_file()).require(sw::ok, "SELECT MF");
    }

    auth::pace::Established establish()
    {
        try {
            const auto parameters = auth::pace::choose(lds::decode_security_infos(evidence_.card_access.content));
            return auth::pace::establish(plain_, parameters, *request_.password, *request_.random);
        } catch (const Error& error) {
            if (error.code() == Errc::malformed_tlv || error.code() == Errc::malformed_data)
                throw Error{Errc::pace_unsupported, Step{"EF.CardAccess"}, error.what()};
            if (error.status_word() == sw::reference_not_found)
                unknown_card("a card without this password: not personalized");
            throw;
        }
    }

    static std::optional<auth::chip::Parameters> chip_parameters(const trust::FileReading& dg14)
    {
        if (!dg14.was_read())
            return std::nullopt;
        try {
            return auth::chip::choose(lds::decode_dg14(dg14.content));
        } catch (const Error&) { // a damaged DG14 is judged later
            return std::nullopt;
        }
    }

    void read(const lds::File& which, trust::FileReading& reading)
    {
        if (reading.was_read())
            return;
        begin(Phase::reading, which.name);
        using Status = trust::FileReading::Status;
        try {
            reading = read_evidence(*channel_, which, size_bound(which, request_.profile->sizes));
        } catch (const Error& error) {
            if (!iso7816::length_refused(error) || asks_for_short_apdus(error))
                throw;
            reading = {.status = Status::failed};
        }
        if (reading.status == Status::malformed && !channel_->is_open())
            reading.status = Status::failed; // what broke is the answer, not the file
        if (reading.status == Status::failed)
            require_present();
    }

    void begin(Phase phase, std::string_view what = {})
    {
        counter_.begin_step(std::string{what.empty() ? name(phase) : what});
        if (progress_)
            progress_(phase, what);
    }

    std::vector<iso7816::StepCost> costs() const
    {
        std::vector<iso7816::StepCost> spent = counter_.steps();
        std::erase_if(spent, [](const iso7816::StepCost& step) { return step.apdus == 0; });
        return spent;
    }

    [[noreturn]] static void unknown_card(std::string_view sentence) { throw Error{Errc::card_unknown, sentence}; }

    const VerificationRequest& request_;
    const Progress& progress_;
    iso7816::CountingTransport counter_;
    const trust::Policy policy_;
    iso7816::PlainChannel plain_{counter_};
    std::optional<sm::SecureChannel> channel_;
    std::set<unsigned> listed_; ///< groups that EF.SOD names and that are still to be read
    bool proof_due_ = false;    ///< the next answer decides whether the chip is genuine
    bool lowered_ = false;      ///< to short APDUs, because of a 6700
    trust::Evidence evidence_;
    HolderData holder_;
};

} // namespace

Verification verify(iso7816::Transport& transport, const VerificationRequest& request, const Progress& progress)
{
    return Visit{transport, request, progress}.run();
}

} // namespace card::session
