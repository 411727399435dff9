// SPDX-License-Identifier: Apache-2.0
#include "line/line.hpp"

#include "audit/foreign_cards.hpp"

#include <algorithm>

namespace perso::line {

using card::Errc;
namespace pcsc = card::pcsc;

namespace {

constexpr std::chrono::milliseconds attention{150}; ///< between two looks at the readers

card::Error reader_gone(const std::string& reader)
{
    return card::Error{Errc::reader_not_found, card::Step{"wait for a card"}, "the reader was taken away"}.with_field(
        reader);
}

constexpr int most_broken_in_a_row = 2; ///< as many look like what is sent to them, and not like one bad chip

/// The card answered what no protocol foresees.
bool looks_broken(Errc code)
{
    switch (code) {
    case Errc::unexpected_status:
    case Errc::response_malformed:
    case Errc::secure_messaging_failed:
    case Errc::scp_failed:
    case Errc::key_check_failed:
        return true;
    default:
        return false;
    }
}

} // namespace

bool stops_the_line(Errc code)
{
    switch (code) {
    case Errc::card_not_blank:
    case Errc::card_foreign:
    case Errc::card_unknown:
    case Errc::card_of_other_job:
    case Errc::revoked_already: // a card that lay aside
    case Errc::card_removed:
    case Errc::card_swapped:
    case Errc::card_reset:
    case Errc::card_mute:
    case Errc::outcome_unknown:
    case Errc::quality_failed:
    case Errc::record_rejected: // since it was taken from the queue, a new day has begun
    case Errc::chip_unlisted:
    case Errc::chip_blocked:
    case Errc::tries_low:
    case Errc::no_card:
    case Errc::reader_failed:
    case Errc::reader_not_found:
    case Errc::job_state: // another station was quicker
    case Errc::lease_lost:
    case Errc::internal: // a worker process died: its card was given up
        return false;
    default:
        return true;
    }
}

Line::Line(pcsc::Context& pcsc, Jobs& jobs, Board& board, LineSettings settings)
    : pcsc_{pcsc}, jobs_{jobs}, board_{board}, settings_{std::move(settings)}
{
    for (const std::string& reader : settings_.readers) {
        Place place;
        place.reader = reader;
        places_.push_back(std::move(place));
    }
}

void Line::operator()()
{
    while (!finished()) {
        or_stop([&] { look_at_readers(); });
        // The next card's data are made ready while these are written, if there is a next one.
        if (!settings_.once && !workers_.idle())
            make_ready();
        for (auto news = workers_.next(attention); news; news = workers_.next(std::chrono::milliseconds{0}))
            or_stop([&] { take(*news); });
        or_stop([&] { jobs_.keep_alive(); });
        require_patience();
    }
    for (const Job& job : ready_)
        or_stop([&] { jobs_.give_back(job); });
    if (stopped_by_ || failed_)
        throw card::Error{stopped_by_ ? *stopped_by_ : *failed_};
}

/// What goes wrong with the store or the key store concerns every reader, but a card in work is not torn away for it:
/// it may be finished yet, and a lease that nobody gives back runs out.
template <typename Act>
void Line::or_stop(Act&& act)
{
    try {
        act();
    } catch (const card::Error& error) {
        if (error.code() == Errc::interrupted)
            throw;
        stop(error);
    }
}

/// One job, unless one is ready or none is left.
void Line::make_ready()
{
    if (stopped_by_ || !ready_.empty() || no_more_jobs_)
        return;
    or_stop([&] {
        if (auto job = jobs_.next())
            ready_.push_back(std::move(*job));
        else
            no_more_jobs_ = true;
    });
}

bool Line::finished() const
{
    return std::ranges::all_of(places_, [](const Place& place) { return place.state == Place::State::finished; });
}

void Line::require_patience()
{
    if (!settings_.patience || !workers_.idle() || Board::Clock::now() - last_event_ < *settings_.patience)
        return;
    const auto in = [&](Place::State state) { return std::ranges::find(places_, state, &Place::state); };
    if (in(Place::State::waits_for_card) != places_.end())
        stop(card::Error{Errc::no_card, card::Step{"wait for a card"}, "none came"});
    else if (const auto gone = in(Place::State::idle); gone != places_.end())
        stop(reader_gone(gone->reader));
}

void Line::look_at_readers()
{
    if (stopped_by_) // there are cards to be finished, and nothing to be begun
        return;
    const auto readers = pcsc::list_readers(pcsc_);
    for (Place& place : places_) {
        const auto found = std::ranges::find(readers, place.reader, &pcsc::Reader::name);
        if (found == readers.end() || found->state == pcsc::Reader::State::unavailable) {
            miss(place);
            continue;
        }
        if (place.state == Place::State::idle)
            allot(place);
        if (place.state == Place::State::waits_for_card)
            board_.show(place.reader, settings_.texts.insert);
        look_at(place, *found);
    }
}

/// Its reader is gone, and a card that was to be taken out with it. The job is for another one, or waits.
void Line::miss(Place& place)
{
    if (place.state == Place::State::works || place.state == Place::State::finished)
        return;
    if (place.state != Place::State::idle)
        last_event_ = Board::Clock::now();
    place.state = Place::State::idle;
    if (place.job)
        ready_.push_front(*std::exchange(place.job, std::nullopt));
    make_ready();
    if (stopped_by_ || ready_.empty())
        return end(place);
    board_.needs_hand(place.reader, settings_.texts.plug_in + " " + settings_.headline(reader_gone(place.reader)));
}

void Line::look_at(Place& place, const pcsc::Reader& reader)
{
    const bool empty = reader.state == pcsc::Reader::State::empty;
    if (place.state == Place::State::waits_for_card && !empty) {
        begin(place, reader);
    } else if (place.state == Place::State::waits_for_removal &&
               (empty || reader.event_counter() != place.seen.event_counter())) {
        last_event_ = Board::Clock::now();
        place.state = Place::State::idle;
        allot(place);
    }
}

/// The reader gets a job, or has finished.
void Line::allot(Place& place)
{
    make_ready();
    if (stopped_by_ || ready_.empty())
        return end(place);
    place.job = std::move(ready_.front());
    ready_.pop_front();
    place.state = Place::State::waits_for_card;
    board_.show(place.reader, settings_.texts.insert);
}

void Line::begin(Place& place, const pcsc::Reader& reader)
{
    last_event_ = place.begun = Board::Clock::now();
    place.seen = reader;
    place.state = Place::State::works;
    board_.show(place.reader, settings_.texts.working);
    workers_.start(place.reader, jobs_.work(*place.job, place.reader), settings_.silence);
}

void Line::take(const card::cli::Workers::News& news)
{
    const auto found = std::ranges::find(places_, news.name, &Place::reader);
    Place& place = *found;
    last_event_ = Board::Clock::now();
    if (news.progress)
        return board_.show(place.reader, *news.progress);
    place.state = settings_.once || stopped_by_ ? Place::State::finished : Place::State::waits_for_removal;
    no_more_jobs_ = false; // of a card that failed or was another one's, the job waits again
    const Job job = *std::exchange(place.job, std::nullopt);
    if (news.error) {
        jobs_.failed(job, place.reader);
        if (!failed(place, *news.error))
            jobs_.tell(place.reader, *news.error);
        return;
    }
    broken_in_a_row_ = 0;
    board_.issued(place.reader, place.begun);
    jobs_.done(job, place.reader, *news.result);
    board_.show(place.reader, settings_.once ? settings_.texts.finished : settings_.texts.take_out);
}

/// Whether it is thrown at the end, or what says the same.
bool Line::failed(Place& place, const card::Error& error)
{
    const std::int64_t foreign = error.code() == Errc::card_foreign ? jobs_.foreign_card() : 0;
    board_.needs_hand(place.reader, settings_.texts.lay_aside + " " + settings_.headline(error));
    const bool one_card_alone = looks_broken(error.code()) && ++broken_in_a_row_ < most_broken_in_a_row;
    if (stops_the_line(error.code()) && !one_card_alone) {
        stop(error);
        return stopped_by_->code() == error.code(); // one message for what all of them met
    }
    if (foreign >= audit::most_foreign_in_a_row) {
        stop(audit::keys_foreign(error, foreign));
        return false;
    }
    if (!settings_.once || failed_ || stopped_by_)
        return false;
    failed_ = error;
    return true;
}

/// Cards that are in work are finished; no other is begun.
void Line::stop(const card::Error& error)
{
    if (!stopped_by_)
        stopped_by_ = error;
    for (Place& place : places_) {
        if (place.state == Place::State::works)
            continue;
        if (const auto job = std::exchange(place.job, std::nullopt))
            or_stop([&] { jobs_.give_back(*job); });
        if (place.state == Place::State::waits_for_card || place.state == Place::State::idle)
            end(place);
        else
            place.state = Place::State::finished;
    }
}

void Line::end(Place& place)
{
    place.state = Place::State::finished;
    board_.show(place.reader, stopped_by_ ? settings_.texts.finished : settings_.texts.no_job);
}

} // namespace perso::line
