// SPDX-License-Identifier: Apache-2.0
#include "runner.hpp"

#include "card/base/error.hpp"
#include "card/piv/data_objects.hpp"
#include "clock.hpp"
#include "intake/intake.hpp"
#include "recognise.hpp"
#include "text.hpp"

namespace perso {

namespace {

/// The record of the store, under today's rules: the holder may have grown too old for this card since import.
intake::Record read_record(
    const store::Application& application, const card::profile::Profile& profile, card::Date today)
{
    auto checked = intake::check({application.record, application.photograph}, profile, today);
    if (!checked.accepted())
        throw card::Error{card::Errc::record_rejected, card::Step{"read the record"}, checked.rejections[0].reason}
            .with_field(checked.rejections[0].field);
    return std::move(checked.record);
}

constexpr std::string_view recognition = text("blank card");
constexpr std::string_view letter = text("letter");
constexpr std::string_view quality_check = text("quality check");
constexpr std::size_t other_steps = 3; ///< these three

} // namespace

Finished Runner::make(Production& card, const Order& order, const std::function<void(const Production&)>& check)
{
    begin(recognition);
    recognise_blank_card(card);
    claim(card, order);
    const std::int64_t id = card.plan.allotment.card;
    try {
        begin(letter);
        card.secrets = draw_secrets(profile_, card.random);
        const auto file = write_letter(order.letters, card.plan.allotment.document_number, card.secrets);
        for (const Step& step : plan_of_an_adult_card())
            perform(card, id, step);
        begin(quality_check);
        check(card);
        store_.issued(id, now());
        return {card.plan.allotment.document_number, file};
    } catch (const card::Error& error) {
        store_.give_up(id, error.code(), step_, now());
        throw;
    }
}

void Runner::begin(std::string_view step)
{
    step_ = step;
    progress_(++number_, plan_of_an_adult_card().size() + other_steps, step);
}

/// The card and the job are one from here on.
void Runner::claim(Production& card, const Order& order)
{
    const card::Time time = now();
    CardPlan& plan = card.plan;
    plan.issued = card::day_of(time);
    plan.expires = expiry_of_adult(plan.issued);
    plan.issuing_authority = order.issuing_authority;
    plan.record = read_record(store_.application(order.application), profile_, plan.issued);
    plan.guid = card::piv::make_guid(card.random.bytes(plan.guid.size()));
    plan.allotment = store_.claim(
        {.application = order.application, .operator_ = order.operator_, .kdd = card.kdd.bytes, .guid = plan.guid},
        time);
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
