// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/iso7816/counting.hpp"
#include "quality_check.hpp"
#include "step.hpp"
#include "store/store.hpp"

#include <functional>

namespace perso {

/// Where the runner stands: step `number` of `count`, counted from 1.
using RunnerProgress = std::function<void(std::size_t number, std::size_t count, std::string_view step)>;

/// What is needed to make one card besides the card.
struct Order {
    std::string application;
    std::string operator_;
    std::filesystem::path letters;
    std::string issuing_authority;
};

struct Finished {
    std::string document_number;
    std::filesystem::path letter;
    std::vector<card::iso7816::StepCost> costs; ///< APDUs and bytes of each step
};

/// Makes one card: recognised, claimed, its letter written, each step between a durable intent and a durable outcome,
/// checked as a counter would, issued.
///
/// What it throws but record_rejected, the store has recorded: before the first step the job is approved again and its
/// document number void; after it the job is quarantined.
class Runner {
public:
    Runner(store::Store& store, const card::profile::Profile& profile, RunnerProgress progress)
        : store_{store}, profile_{profile}, progress_{std::move(progress)}
    {
    }

    /// `check` reads the finished card back; it gets the production that wrote it.
    Finished make(Production& card, const Order& order, const std::function<void(const Production&)>& check);

private:
    void prepare(CardPlan& plan, const Order& order);
    void begin(std::string_view step);
    void claim(Production& card, const Order& order);
    void perform(Production& card, std::int64_t id, const Step& step);

    store::Store& store_;
    const card::profile::Profile& profile_;
    RunnerProgress progress_;
    std::vector<Step> steps_;
    std::size_t number_ = 0;
    std::string step_;
};

} // namespace perso
