// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/iso7816/counting.hpp"
#include "database/database.hpp"
#include "drivers/driver.hpp"
#include "making/prepared.hpp"
#include "production/recognise.hpp"
#include "store/store.hpp"
#include "units/perform.hpp"

#include <functional>
#include <memory>

namespace perso {

/// Where the runner stands: step `number` of `count`, counted from 1.
using RunnerProgress = std::function<void(std::size_t number, std::size_t count, std::string_view step)>;

/// What is needed to make one card besides the card.
struct Order {
    std::string application; ///< to go on with a card that was cut off: empty for whichever it is
    std::string operator_;
    std::filesystem::path letters;
    std::string issuing_authority;
    std::shared_ptr<const Prepared> prepared = {}; ///< of this application, where somebody had the time
    /// Takes the job of the card in the reader, or proves that it is still held; throws lease_lost. Nothing, if nobody
    /// else works on the store.
    std::function<void(const std::string& application)> hold = {};
};

struct Finished {
    std::string application;
    std::string document_number;
    std::filesystem::path letter;
    std::vector<card::iso7816::StepCost> costs; ///< APDUs and bytes of each step
    bool resumed = false;                       ///< an earlier attempt was gone on with
};

/// Makes one card: recognised, claimed, its letter written, each unit between a durable intent and a durable outcome,
/// checked as a counter would, issued.
///
/// What it throws as card::Error, the store has recorded: before the first unit the job is approved again and its
/// document number void; after it the job is quarantined, and resume() asks the card what became of it.
class Runner {
public:
    /// Reads the finished card back; it gets the production that wrote it.
    using Check = std::function<void(const Production&)>;

    /// `store` works over `database`.
    Runner(store::Store& store, store::Database& database, const card::profile::Profile& profile,
        RunnerProgress progress, const drivers::Driver& driver = drivers::own_card())
        : store_{store},
          database_{database},
          log_{database},
          profile_{profile},
          driver_{driver},
          progress_{std::move(progress)}
    {
    }

    /// With a blank card. If the card in the reader is one that was cut off, that one is finished instead, and the
    /// order waits for the next card. Both throw content_signer_ends before anything is claimed or written, when the
    /// content signer would expire before the card.
    Finished make(Production& card, const Order& order, const Check& check);

    /// With a card whose making was cut off: which one it is says its chip, which keys it has says INITIALIZE UPDATE,
    /// proven by its cryptogram, and what became of an open unit says its probe. Throws card_not_blank for a card that
    /// was issued, card_foreign, card_of_other_job when it is not that of the order, job_unknown for a blank card.
    Finished resume(Production& card, const Order& order, const Check& check);

private:
    Finished make_blank(Production& card, const Recognised& found, const Order& order, const Check& check);
    Finished go_on(Production& card, const Recognised& found, const store::Attempt& attempt, const Order& order,
        const Check& check);
    void plan(CardPlan& plan, const std::string& application, const Prepared* prepared = nullptr);
    void begin(std::string_view step);
    units::Work claim(Production& card, const Order& order);
    void certify_again(Production& card, const units::Work& work, const Order& order);
    void perform(Production& card, const units::Work& work, units::AttemptMemory& memory, const Order& order);
    void hold(const Order& order) const;
    Finished finish(Production& card, const units::Work& work, const Order& order, const Check& check);
    void give_up(std::int64_t id, card::Errc reason);

    store::Store& store_;
    store::Database& database_;
    units::WorkLog log_;
    const card::profile::Profile& profile_;
    const drivers::Driver& driver_;
    RunnerProgress progress_;
    std::vector<std::string_view> stages_; ///< what the operator sees, in order
    units::Units units_;
    std::string_view stage_; ///< that was shown last
    std::string step_;
    std::string application_;
};

} // namespace perso
