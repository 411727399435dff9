// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/error.hpp"
#include "card/cli/workers.hpp"
#include "card/pcsc/reader.hpp"
#include "line/board.hpp"

#include <deque>
#include <memory>
#include <optional>

namespace perso::line {

/// A job that a reader makes next, with all that can be made ready without a card; whoever takes it over keeps it in
/// memory when the worker is forked.
struct Job {
    std::string application;
    std::shared_ptr<const void> prepared; ///< known to who prepared it
};

/// Where jobs come from and go. One reader at a time has a job.
class Jobs {
public:
    virtual ~Jobs() = default;

    /// The next one, prepared; nothing when none is left.
    virtual std::optional<Job> next() = 0;
    /// What makes the card in this reader, in a process of its own.
    virtual card::cli::Work work(const Job& job, const std::string& reader) = 0;
    /// It is done: the result of the work.
    virtual void done(const Job& job, const std::string& reader, card::ByteView result) = 0;
    /// It failed, or its process died: what the process did not say itself is noted.
    virtual void failed(const Job& job, const std::string& reader) = 0;
    /// Why, while the line goes on; what ends it is thrown instead.
    virtual void tell(const std::string& reader, const card::Error& error) = 0;
    /// A card was foreign: how many there were one after the other, with this one.
    virtual std::int64_t foreign_card() = 0;
    /// Nobody began it.
    virtual void give_back(const Job& job) = 0;

    /// Called now and then while jobs are held.
    virtual void keep_alive() {}
};

struct LineTexts {
    std::string insert, take_out, lay_aside, plug_in, working, no_job, finished;
};

struct LineSettings {
    std::vector<std::string> readers;                        ///< full names
    std::chrono::milliseconds silence{60'000};               ///< after which a card counts as mute
    std::optional<std::chrono::seconds> patience = {};       ///< for cards, while no reader works; for ever without
    bool once = false;                                       ///< one card at each reader
    std::function<std::string(const card::Error&)> headline; ///< of an error, for the operator
    LineTexts texts;
};

/// Whether the next card of any reader would meet this condition as well.
bool stops_the_line(card::Errc code);

/// The readers of one process, one or several, each making its own card in a worker process. What happens at one reader
/// stops no other, but two foreign or two broken cards one after the other stop the line, as does what every card would
/// meet. A reader that is unplugged has no job, and goes on when it is there again.
class Line {
public:
    /// All must outlive it.
    Line(card::pcsc::Context& pcsc, Jobs& jobs, Board& board, LineSettings settings);

    /// Until no job is left and each reader has finished. Throws what stopped the line, after the last card that was in
    /// work; no_card when none came in time, reader_not_found when no reader was there; interrupted.
    void operator()();

private:
    struct Place {
        /// Idle is one whose reader is gone.
        enum class State { idle, waits_for_card, works, waits_for_removal, finished };
        std::string reader;
        State state = State::idle;
        std::optional<Job> job;
        card::pcsc::Reader seen; ///< as the card in work was put in
        Board::Clock::time_point begun{};
    };

    template <typename Act>
    void or_stop(Act&& act);
    void make_ready();
    void look_at_readers();
    void look_at(Place& place, const card::pcsc::Reader& reader);
    void miss(Place& place);
    void allot(Place& place);
    void begin(Place& place, const card::pcsc::Reader& reader);
    void take(const card::cli::Workers::News& news);
    bool failed(Place& place, const card::Error& error);
    void stop(const card::Error& error);
    void end(Place& place);
    bool finished() const;
    void require_patience();

    card::pcsc::Context& pcsc_;
    Jobs& jobs_;
    Board& board_;
    LineSettings settings_;
    card::cli::Workers workers_;
    std::vector<Place> places_;
    std::deque<Job> ready_; ///< prepared while others are written
    std::optional<card::Error> stopped_by_;
    std::optional<card::Error> failed_; ///< where each reader makes one card alone: the first error
    bool no_more_jobs_ = false;
    int broken_in_a_row_ = 0; ///< cards that broke a protocol since the last one that was made
    Board::Clock::time_point last_event_ = Board::Clock::now();
};

} // namespace perso::line
