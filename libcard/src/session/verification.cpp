// SPDX-License-Identifier: Apache-2.0
#include "card/session/verification.hpp"

#include "binding.hpp"
#include "holder_data.hpp"
#include "reading.hpp"

#include "card/auth/chip_authentication.hpp"
#include "card/auth/pace.hpp"
#include "card/base/error.hpp"
#include "card/iso7816/buffers.hpp"
#include "card/iso7816/plain_channel.hpp"
#include "card/lds/security_infos.hpp"
#include "card/lds/sod.hpp"
#include "card/piv/slots.hpp"
#include "card/session/detect.hpp"
#include "card/sm/secure_channel.hpp"

#include <set>

namespace card::session {

namespace {

namespace sw = iso7816::sw;
namespace file = lds::file;

using ProofResult = trust::ChipProof::Result;

/// One visit of a card at a counter. The methods run in the order in which they stand here.
class Visit {
public:
    Visit(iso7816::Transport& transport, const VerificationRequest& request, const Progress& progress)
        : request_{request}, progress_{progress}, counter_{transport}
    {
    }

    Verification run()
    {
        identify();
        open();
        read_signed_list();
        prove_chip();
        read_groups();
        const HolderData holder = decode_holder(evidence_, *request_.profile);
        if (request_.binding != BindingCheck::left_out && channel_->is_open() && holder.dg13 &&
            names_card_authentication(*holder.dg13))
            bind_applications();
        begin(Phase::judging);
        return {
            .verdict = trust::judge(
                evidence_, *request_.anchors, request_.policy, *request_.profile, request_.today, request_.source_date),
            .evidence = evidence_,
            .holder = holder,
            .costs = costs(),
        };
    }

private:
    /// Master file, buffers, EF.CardAccess: all that a card tells before it is opened.
    void identify()
    {
        begin(Phase::identifying);
        if (plain_.transmit(iso7816::select_master_file()).sw() != sw::ok)
            unknown_card("no master file");
        plain_.set_limits(iso7816::read_limits(plain_));
        evidence_.card_access = read_evidence(plain_, file::card_access, request_.profile->sizes.other_files);
        if (!evidence_.card_access.was_read())
            unknown_card("no EF.CardAccess");
    }

    /// PACE, then the identity application inside its channel.
    void open()
    {
        begin(Phase::opening);
        channel_.emplace(plain_, establish_keys());
        evidence_.access = request_.password->kind() == auth::Password::Kind::can ? trust::AccessProtocol::pace_can
                                                                                  : trust::AccessProtocol::pace_mrz;
        const iso7816::Response selected = channel_->transmit(iso7816::select_application(identity_aid()));
        if (selected.sw() == sw::file_not_found)
            unknown_card("no identity application");
        selected.require(sw::ok, "SELECT identity application");
    }

    /// EF.SOD tells which groups there are. EF.COM does not matter: it is not signed.
    void read_signed_list()
    {
        evidence_.sod = read(file::sod);
        if (!evidence_.sod.was_read())
            return;
        try {
            for (const auto& [number, hash] : lds::decode_sod(evidence_.sod.content).object.hashes)
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
        const trust::FileReading& dg14 = evidence_.groups[file::dg14.group] = read(file::dg14);
        const std::optional<auth::chip::Parameters> parameters = chip_parameters(dg14);
        if (!parameters)
            return;
        begin(Phase::chip_proof);
        evidence_.chip = {.result = ProofResult::failed, .key = parameters->public_key};
        try {
            crypto::SessionKeys keys = auth::chip::authenticate(*channel_, *parameters, *request_.random);
            channel_.emplace(plain_, std::move(keys));
            proof_due_ = true;
        } catch (const Error& error) {
            if (is_transport_failure(error.code()) || error.code() == Errc::random_failed)
                throw;
            require_present();
        }
    }

    void read_groups()
    {
        for (const unsigned number : listed_) {
            if (!channel_->is_open())
                return;
            evidence_.groups[number] = read(lds::data_group(number));
            note_proof();
        }
        if (proof_due_) { // nothing was left to read
            try {
                channel_->transmit(iso7816::select_application(identity_aid()));
            } catch (const Error& error) {
                if (is_transport_failure(error.code()) || channel_->is_open())
                    throw; // nothing was heard that could count for or against the chip
                require_present();
            }
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

    void bind_applications()
    {
        begin(Phase::binding);
        evidence_.binding = prove_binding(*channel_, *request_.profile, *request_.random);
        if (evidence_.binding.result == trust::SlotProof::Result::refused)
            require_present();
    }

    /// A card that is being pulled may leave half an answer, which looks like a forged one. Before such an answer
    /// counts against the card, it must show that it is still there: whatever it says in clear is enough. An open
    /// channel has just proven as much.
    void require_present()
    {
        if (!channel_->is_open())
            plain_.transmit(iso7816::select_master_file());
    }

    crypto::SessionKeys establish_keys()
    {
        try {
            const auto parameters = auth::pace::choose(lds::decode_security_infos(evidence_.card_access.content));
            return auth::pace::establish(plain_, parameters, *request_.password, *request_.random).keys;
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

    static bool names_card_authentication(const lds::Dg13& dg13)
    {
        return std::any_of(dg13.slots.begin(), dg13.slots.end(), [](const lds::SlotBinding& binding) {
            return binding.slot == static_cast<std::uint8_t>(piv::Slot::card_authentication);
        });
    }

    trust::FileReading read(const lds::File& which)
    {
        begin(Phase::reading, which.name);
        const profile::Sizes& sizes = request_.profile->sizes;
        trust::FileReading reading =
            read_evidence(*channel_, which, which == file::dg2 ? sizes.dg2 : sizes.other_files);
        using Status = trust::FileReading::Status;
        if (reading.status == Status::malformed && !channel_->is_open())
            reading.status = Status::failed; // what broke is the answer, not the file
        if (reading.status == Status::failed)
            require_present();
        return reading;
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
    iso7816::PlainChannel plain_{counter_};
    std::optional<sm::SecureChannel> channel_;
    std::set<unsigned> listed_; ///< groups that EF.SOD names and that are still to be read
    bool proof_due_ = false;    ///< the next answer decides whether the chip is genuine
    trust::Evidence evidence_;
};

} // namespace

Verification verify(iso7816::Transport& transport, const VerificationRequest& request, const Progress& progress)
{
    return Visit{transport, request, progress}.run();
}

} // namespace card::session
