// SPDX-License-Identifier: Apache-2.0
#include "runner.hpp"

#include "card/base/error.hpp"
#include "card/piv/data_objects.hpp"
#include "clock.hpp"
#include "queue.hpp"
#include "recognise.hpp"
#include "text.hpp"

namespace perso {

namespace {

constexpr std::string_view recognition = text("blank card");
constexpr std::string_view letter = text("letter");
constexpr std::string_view quality_check = text("quality check");
constexpr std::size_t other_steps = 3; ///< these three

} // namespace

Finished Runner::make(Production& card, const Order& order, const std::function<void(const Production&)>& check)
{
    prepare(card.plan, order);
    begin(recognition);
    recognise_blank_card(card);
    claim(card, order);
    const std::int64_t id = card.plan.allotment.card;
    try {
        begin(letter);
        card.issuer.open_citizen_ca(card.plan.allotment.citizen_ca, now());
        card.secrets = draw_secrets(profile_, has_pin(card.plan.record.card_type), card.random);
        const auto file = write_letter(order.letters, card.plan.allotment.document_number,
            token_serial(card.plan.record.card_type, card.plan.guid), card.secrets);
        for (const Step& step : steps_)
            perform(card, id, step);
        begin(quality_check);
        check(card);
        store_.issued(id, now());
        return {card.plan.allotment.document_number, file, {}};
    } catch (const card::Error& error) {
        store_.give_up(id, error.code(), step_, now());
        throw;
    }
}

/// What is known before there is a card.
void Runner::prepare(CardPlan& plan, const Order& order)
{
    plan.issued = card::day_of(now());
    plan.issuing_authority = order.issuing_authority;
    plan.record = checked_record(store_.application(order.application), profile_, plan.issued);
    plan.term = term_of(plan.record, plan.issued, profile_.validity);
    steps_ = plan_of(plan.record.card_type, profile_);
}

void Runner::begin(std::string_view step)
{
    step_ = step;
    progress_(++number_, steps_.size() + other_steps, step);
}

/// The card and the job are one from here on.
void Runner::claim(Production& card, const Order& order)
{
    CardPlan& plan = card.plan;
    plan.guid = card::piv::make_guid(card.random.bytes(plan.guid.size()));
    plan.allotment = store_.claim(
        {.application = order.application, .operator_ = order.operator_, .kdd = card.kdd.bytes, .guid = plan.guid},
        now());
    card.record_key = [this, id = plan.allotment.card](
                          const store::CardKey& key) { store_.record_key(id, key, now()); };
}

void Runner::perform(Production& card, std::int64_t id, const Step& step)
{
    begin(step.name);
    store_.intend(id, step.name, now());
    step.perform(card);
    store_.conclude(id, step.name, now());
}

} // namespace perso
