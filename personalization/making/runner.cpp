// SPDX-License-Identifier: Apache-2.0
#include "making/runner.hpp"

#include "base/text.hpp"
#include "card/base/error.hpp"
#include "card/piv/data_objects.hpp"
#include "life/term.hpp"
#include "making/queue.hpp"
#include "office/clock.hpp"
#include "units/attempts.hpp"
#include "units/production_memory.hpp"
#include "units/units.hpp"

#include <algorithm>

namespace perso {

using card::Errc;

namespace {

constexpr std::string_view recognition = text("blank card");
constexpr std::string_view letter = text("letter");
constexpr std::string_view quality_check = text("quality check");

/// What the operator sees: each stage once, in order.
std::vector<std::string_view> stages_of(const units::Units& units)
{
    std::vector<std::string_view> stages{recognition, letter};
    for (const units::Unit& unit : units)
        if (stages.back() != unit.stage)
            stages.push_back(unit.stage);
    stages.push_back(quality_check);
    return stages;
}

/// Without its security object a card could not be finished, whatever was written on it before.
void require_content_signer(const Production& card)
{
    if (has_pki(card.plan.record.card_type))
        card.issuer.require_content_signer(card.plan.term.last_day);
}

} // namespace

Finished Runner::make(Production& card, const Order& order, const Check& check)
{
    plan(card.plan, order.application, order.prepared.get());
    card.plan.issuing_authority = order.issuing_authority;
    begin(recognition);
    const Recognised found = driver_.identify(card);
    const auto attempt = store_.attempt_of(card.kdd.bytes);
    if (!attempt)
        return make_blank(card, found, order, check);
    Order other = order;
    other.application = attempt->application;
    return go_on(card, found, *attempt, other, check);
}

Finished Runner::resume(Production& card, const Order& order, const Check& check)
{
    const Recognised found = driver_.identify(card);
    const auto attempt = store_.attempt_of(card.kdd.bytes);
    card::require(attempt.has_value(), Errc::job_unknown, "resume", "no card with this chip was begun");
    return go_on(card, found, *attempt, order, check);
}

Finished Runner::make_blank(Production& card, const Recognised& found, const Order& order, const Check& check)
{
    require_content_signer(card);
    driver_.recognise_blank(card, found);
    units::AttemptMemory memory{database_, card.issuer.hsm().token()};
    card.secrets = draw_secrets(profile_, has_pin(card.plan.record.card_type), card.random);
    const units::Work work = claim(card, order);
    try {
        begin(letter);
        card.issuer.open_citizen_ca(card.plan.allotment.citizen_ca, now());
        write_letter(order.letters, card.plan.allotment.document_number,
            token_serial(card.plan.record.card_type, card.plan.guid), card.secrets);
        perform(card, work, memory, order);
        return finish(card, work, order, check);
    } catch (const card::Error& error) {
        give_up(work.card, error.code());
        throw;
    }
}

Finished Runner::go_on(
    Production& card, const Recognised& found, const store::Attempt& attempt, const Order& order, const Check& check)
{
    units::require_resumable(attempt, order.application);
    if (attempt.revoked)
        throw card::Error{Errc::revoked_already, card::Step{"resume"}, "this card was revoked while it lay aside"}
            .with_field(attempt.allotment.document_number);
    units::AttemptMemory memory{database_, card.issuer.hsm().token()};
    const auto work = log_.unfinished(attempt.allotment.card);
    card::require(
        work.has_value(), Errc::outcome_unknown, "resume", "of this attempt nothing was kept: lay the card aside");
    units::recall(card, memory.load(*work));
    card.plan.allotment = attempt.allotment;
    card.plan.guid = attempt.guid;
    plan(card.plan, attempt.application);
    require_content_signer(card);
    begin(recognition);
    driver_.recognise_begun(card, found); // nothing is written before: not to the card, and not to the store
    hold(order);
    store_.reopen(attempt.allotment.card, order.operator_, now());
    try {
        begin(letter);
        card.issuer.open_citizen_ca(card.plan.allotment.citizen_ca, now());
        restore_letter(order.letters, card.plan.allotment.document_number,
            token_serial(card.plan.record.card_type, card.plan.guid), card.secrets);
        certify_again(card, *work, order);
        perform(card, *work, memory, order);
        Finished finished = finish(card, *work, order, check);
        finished.resumed = true;
        return finished;
    } catch (const card::Error& error) {
        give_up(work->card, error.code());
        throw;
    }
}

/// What is known before there is a card; of an attempt that was cut off, as on the day of its beginning.
void Runner::plan(CardPlan& plan, const std::string& application, const Prepared* prepared)
{
    if (!plan.issued.ok())
        plan.issued = card::day_of(now());
    const bool ready = prepared && prepared->application == application && prepared->day == plan.issued;
    plan.record = ready ? prepared->record : checked_record(store_.application(application), profile_, plan.issued);
    plan.early_groups = ready ? prepared->groups : std::map<unsigned, card::Bytes>{};
    plan.term = term_of(plan.record, plan.issued, profile_.validity);
    units_ = driver_.plan(plan.record, profile_);
    stages_ = stages_of(units_);
    application_ = application;
}

void Runner::begin(std::string_view step)
{
    step_ = step;
    stage_ = step;
    const auto found = std::ranges::find(stages_, step);
    progress_(static_cast<std::size_t>(found - stages_.begin()) + 1, stages_.size(), step);
}

/// The card and the job are one from here on.
units::Work Runner::claim(Production& card, const Order& order)
{
    CardPlan& plan = card.plan;
    hold(order);
    plan.guid = card::piv::make_guid(card.random.bytes(plan.guid.size()));
    return database_.change([&] {
        plan.allotment = store_.claim(
            {.application = order.application, .operator_ = order.operator_, .kdd = card.kdd.bytes, .guid = plan.guid},
            now());
        life::record_term(database_, plan.allotment.card, {plan.record.card_type, plan.term.last_day});
        return log_.begin(plan.allotment.card, now());
    });
}

/// While the card lay aside its certificates may have been published as revoked: what is revoked stays so, and the same
/// keys get others. One that was being written as the card was cut off is written over, whatever became of it.
void Runner::certify_again(Production& card, const units::Work& work, const Order& order)
{
    for (const card::piv::Slot slot : units::revoked_slots(database_, card)) {
        const std::string unit = units::certificate(slot).name;
        database_.change([&] {
            hold(order);
            if (log_.state(work, unit) == units::UnitState::intended)
                store_.conclude(work.card, unit, now());
            log_.reopen(work, unit);
        });
        card.certificates.erase(slot);
    }
}

/// That of the card in the reader, whatever the order was.
void Runner::hold(const Order& order) const
{
    if (order.hold)
        order.hold(application_);
}

void Runner::perform(Production& card, const units::Work& work, units::AttemptMemory& memory, const Order& order)
{
    const auto note = [&](units::Entry entry, const std::string& unit, const std::vector<store::CardKey>& keys) {
        if (entry == units::Entry::intent)
            store_.intend(work.card, unit, now());
        else
            store_.conclude(work.card, unit, now());
        for (const store::CardKey& key : keys)
            store_.record_key(work.card, key, now());
    };
    const auto show = [this](const units::Unit& unit) {
        if (stage_ != unit.stage)
            begin(unit.stage);
        step_ = unit.name;
    };
    units::perform(units_, work, card,
        {.database = database_, .log = log_, .memory = memory, .note = note, .progress = show, .fence = [&] {
             hold(order);
         }});
}

Finished Runner::finish(Production& card, const units::Work& work, const Order& order, const Check& check)
{
    begin(quality_check);
    if (driver_.has_identity)
        units::files_of(card);
    check(card);
    store_.issued(work.card, now());
    const std::string& number = card.plan.allotment.document_number;
    return {.application = application_,
        .document_number = number,
        .letter = letter_file(order.letters, number),
        .costs = {},
        .resumed = false};
}

/// A store that is gone as well learns of it from the next run.
void Runner::give_up(std::int64_t id, Errc reason)
{
    try {
        store_.give_up(id, reason, step_, now());
    } catch (const card::Error&) { // the first error is the one to tell
        return;
    }
}

} // namespace perso
