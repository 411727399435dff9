// SPDX-License-Identifier: Apache-2.0
#include "making/make_card.hpp"

#include "card/crypto/random.hpp"
#include "card/pcsc/card_connection.hpp"
#include "issuer/signer_file.hpp"
#include "issuer/store_gate.hpp"
#include "office/clock.hpp"
#include "people/signed_approval.hpp"
#include "quality/quality_check.hpp"
#include "seal/token_keys.hpp"
#include "store/open_store.hpp"
#include "store/sql_store.hpp"

#include <functional>
#include <memory>
#include <vector>

namespace perso {

namespace pcsc = card::pcsc;

namespace {

/// The card in the reader: nobody else's command reaches it, and each step's is counted.
class CardInReader {
public:
    explicit CardInReader(const std::string& reader)
        : reader_{reader},
          connection_{std::in_place, context_, reader},
          transaction_{std::in_place, *connection_},
          encoding_{*connection_}
    {
    }

    /// Until it is checked.
    card::iso7816::CountingTransport& encoding() { return encoding_; }

    /// Over a fresh connection: the card is reset, so that it answers as it will to a stranger.
    void check(const std::function<void(card::iso7816::Transport&)>& look)
    {
        connection_->reset_at_end();
        transaction_.reset();
        connection_.reset();
        pcsc::CardConnection counter{context_, reader_};
        const pcsc::Transaction undisturbed{counter};
        card::iso7816::CountingTransport counted{counter};
        counted.begin_step("quality check");
        look(counted);
        reading_ = counted.steps();
        counter.reset_at_end(); // no PIN state is left behind
    }

    /// Of the steps that sent something, the check last.
    std::vector<card::iso7816::StepCost> costs() const
    {
        auto steps = encoding_.steps();
        steps.insert(steps.end(), reading_.begin(), reading_.end());
        std::erase_if(steps, [](const auto& step) { return step.apdus == 0; });
        return steps;
    }

private:
    const std::string& reader_;
    pcsc::Context context_;
    std::optional<pcsc::CardConnection> connection_;
    std::optional<pcsc::Transaction> transaction_;
    card::iso7816::CountingTransport encoding_;
    std::vector<card::iso7816::StepCost> reading_;
};

/// Throws as ClockGuard::require_believed().
ClockGuard believed_clock(store::Database& database, const CardWork& work)
{
    ClockGuard clock{database, work.office.clock, work.clock};
    clock.require_believed(now());
    return clock;
}

/// What the office has for one card. Each member uses those before it and goes before them: the clock is believed
/// before the token is opened, and the job is given back while the store is still there.
class CardWorker {
public:
    /// Both must outlive it.
    CardWorker(const CardWork& work, const RunnerProgress& progress)
        : work_{work},
          progress_{progress},
          database_{open_database(work.office)},
          trust_{load_trust(work.office.trust())},
          clock_{believed_clock(*database_, work)},
          issuer_{work.office, work.profile, work.hsm_pin},
          seal_{issuer_.hsm().token(), *database_, now()},
          store_{*database_, work.office.document_prefix, card::crypto::system_random(), &seal_},
          job_{*database_, store_, work.leases.owner(work.reader), work.leases.time(), work.lease},
          order_{work.order}
    {
        order_.hold = [this](const std::string& application) { hold(application); };
    }

    CardWorker(const CardWorker&) = delete;
    CardWorker& operator=(const CardWorker&) = delete;

    /// The reader is asked last: without a usable signer no card is begun.
    Finished make()
    {
        issuer::open_signers(*database_, work_.office, now()).require_usable(now());
        CardInReader in_reader{work_.reader};
        Production production{in_reader.encoding(), issuer_, work_.profile, card::crypto::system_random()};
        issuer::StoreGate gate{
            *database_, work_.office, clock_, [&production] { return production.plan.allotment.card; }};
        const issuer::GateInPlace in_place{issuer_, gate};
        Finished finished = run(production, in_reader);
        finished.costs = in_reader.costs();
        return finished;
    }

private:
    Finished run(Production& production, CardInReader& in_reader)
    {
        Runner runner{store_, *database_, work_.profile,
            [&](std::size_t number, std::size_t count, std::string_view step) {
                in_reader.encoding().begin_step(std::string{step});
                progress_(number, count, step);
                job_.renew();
            },
            work_.driver};
        const auto check = [&](const Production& written) {
            in_reader.check([&](card::iso7816::Transport& counter) { work_.driver.check(counter, written, trust_); });
        };
        return work_.resume ? runner.resume(production, order_, check) : runner.make(production, order_, check);
    }

    /// The approval is asked once: what is in work is finished.
    void hold(const std::string& application)
    {
        job_(application);
        if (work_.office.staff_cards && begun_ != application)
            people::require_signed_approval(
                *database_, application, order_.operator_, trust_.citizen_authorities, now());
        begun_ = application;
    }

    const CardWork& work_;
    const RunnerProgress& progress_;
    const std::unique_ptr<store::Database> database_;
    const TrustData trust_;
    const ClockGuard clock_;
    issuer::Issuer issuer_;
    seal::OfficeSeal seal_;
    store::SqlStore store_;
    HeldJob job_;
    Order order_; ///< that of the work, with hold()
    std::string begun_;
};

} // namespace

Finished make_card(const CardWork& work, const RunnerProgress& progress)
{
    return CardWorker{work, progress}.make();
}

} // namespace perso
