// SPDX-License-Identifier: Apache-2.0
// The line over readers that come and go, and a service that does; its workers are processes, its cards are not there.
#include "line/line.hpp"

#include "card/cli/messages.hpp"
#include "unit/pcsc/fake_scard.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <sstream>
#include <thread>

using namespace perso::line;
using namespace std::chrono_literals;
using card::Errc;

namespace {

namespace pcsc = card::pcsc;

/// An office: readers in which somebody changes the card as soon as it was made, and jobs that wait.
class Bench : public test::FakeSCard, public Jobs {
public:
    Bench(std::initializer_list<std::string> names, std::deque<std::string> jobs) : waiting{std::move(jobs)}
    {
        for (const std::string& name : names)
            readers.push_back({name});
    }

    std::deque<std::string> waiting;
    std::function<void()> at_work = [] {};                               ///< in the process of a card
    std::function<void(const std::string& reader)> begun = [](auto&) {}; ///< when its card was begun
    std::function<void()> look = [] {};                                  ///< before each look at the readers
    std::function<bool(const std::string& reader)> has_cards = [](auto&) { return true; };

    std::vector<std::string> made, left, returned; ///< "job at reader"; jobs that were given back
    std::vector<Errc> told;
    std::set<std::string> held;
    std::int64_t foreign = 0;
    std::ostringstream out;

    /// What stopped it.
    std::optional<card::Error> run(std::optional<std::chrono::seconds> patience = {})
    {
        pcsc::Context context{*this};
        LineSettings settings{.readers = {},
            .silence = 10s,
            .patience = patience,
            .headline = [](const card::Error& error) { return std::string{card::cli::identifier(error.code())}; },
            .texts = {.insert = "insert",
                .take_out = "take out",
                .lay_aside = "lay aside",
                .plug_in = "plug in",
                .working = "working",
                .no_job = "no job",
                .finished = "finished"}};
        for (const Reader& reader : readers)
            settings.readers.push_back(reader.name);
        Board board{out, false, {.cards = "cards", .per_hour = "an hour", .hand = "hand:"}, settings.readers};
        Line line{context, *this, board, settings};
        try {
            line();
        } catch (const card::Error& error) {
            return error;
        }
        return std::nullopt;
    }

    Reader* reader(const std::string& name)
    {
        const auto found = std::ranges::find(readers, name, &Reader::name);
        return found == readers.end() ? nullptr : &*found;
    }

    void unplug(const std::string& name)
    {
        std::erase_if(readers, [&](const Reader& reader) { return reader.name == name; });
    }

    bool says(const std::string& line) const { return out.str().find(line + "\n") != std::string::npos; }

    pcsc::Code list_readers(pcsc::ContextHandle context, std::vector<std::string>& names) override
    {
        look();
        for (Reader& reader : readers)
            if (reader.state == pcsc::state_bits::empty && has_cards(reader.name))
                reader.insert();
        return FakeSCard::list_readers(context, names);
    }

    std::optional<Job> next() override
    {
        if (waiting.empty())
            return std::nullopt;
        Job job{.application = waiting.front(), .prepared = {}};
        waiting.pop_front();
        CHECK(held.insert(job.application).second);
        return job;
    }

    card::cli::Work work(const Job&, const std::string& reader) override
    {
        begun(reader);
        return [this](const card::cli::ProgressSink&) {
            at_work();
            return card::Bytes{};
        };
    }

    void done(const Job& job, const std::string& reader, card::ByteView) override
    {
        made.push_back(job.application + " at " + reader);
        release(job);
        take_out(reader);
    }

    void failed(const Job& job, const std::string& reader) override
    {
        left.push_back(job.application + " at " + reader);
        release(job);
        take_out(reader);
    }

    void tell(const std::string&, const card::Error& error) override { told.push_back(error.code()); }

    std::int64_t foreign_card() override { return ++foreign; }

    void give_back(const Job& job) override
    {
        returned.push_back(job.application);
        release(job);
    }

private:
    void release(const Job& job) { CHECK(held.erase(job.application) == 1); }

    void take_out(const std::string& name)
    {
        if (Reader* const found = reader(name); found && found->state == pcsc::state_bits::present)
            found->remove();
    }
};

using Names = std::vector<std::string>;

std::function<void()> fails_with(Errc code)
{
    return [code] { throw card::Error{code, card::Step{"a step"}, "as the test wants it"}; };
}

} // namespace

TEST_CASE("line: the service ends under cards in work: each is given up by its process, and one message tells of it")
{
    for (const pcsc::Code code : {pcsc::Code::no_service, pcsc::Code::comm_error}) {
        Bench bench{{"A", "B"}, {"1", "2", "3", "4"}};
        int begun = 0;
        bench.begun = [&](const std::string&) {
            if (++begun == 2)
                bench.failing["list_readers"] = code;
        };
        bench.at_work = [] {
            std::this_thread::sleep_for(400ms);
            fails_with(Errc::service_unavailable)();
        };
        const auto stopped = bench.run();
        REQUIRE(stopped);
        CHECK(stopped->code() == Errc::service_unavailable);
        CHECK(begun == 2);
        std::ranges::sort(bench.left);
        CHECK(bench.left == Names{"1 at A", "2 at B"}); // none of them was torn away
        CHECK(bench.told.empty());
        CHECK(bench.held.empty());
    }
}

TEST_CASE("line: a card that is finished while the service ends counts as made")
{
    Bench bench{{"A"}, {"1", "2"}};
    bench.begun = [&](const std::string&) { bench.failing["list_readers"] = pcsc::Code::no_service; };
    bench.at_work = [] { std::this_thread::sleep_for(400ms); };
    const auto stopped = bench.run();
    REQUIRE(stopped);
    CHECK(stopped->code() == Errc::service_unavailable);
    CHECK(bench.made == Names{"1 at A"});
    CHECK(bench.held.empty());
}

TEST_CASE("line: a reader is unplugged with its card, and goes on when it is there again")
{
    for (const bool listed :
        {false, true}) { // as long as the service has not noticed, it is listed and does not answer
        Bench bench{{"A"}, {"1", "2"}};
        bench.at_work = fails_with(Errc::reader_failed);
        bench.begun = [&](const std::string&) {
            if (listed)
                bench.reader("A")->state = pcsc::state_bits::unavailable;
            else
                bench.unplug("A");
        };
        int looks = 0;
        bench.look = [&] {
            if (bench.left.empty() || ++looks < 3)
                return;
            if (bench.left.size() == 1 && looks == 3) { // plugged in
                bench.readers = {{"A"}};
                bench.begun = [](const std::string&) {};
                bench.at_work = [] {};
            }
        };
        CHECK_FALSE(bench.run());
        CHECK(bench.left == Names{"1 at A"});
        CHECK(bench.told == std::vector{Errc::reader_failed});
        CHECK(bench.made == Names{"2 at A"});
        CHECK(bench.says("A: hand: lay aside CARD-READER-FAILED"));
        CHECK(bench.says("A: hand: plug in CARD-READER-NOT-FOUND"));
        CHECK(bench.held.empty());
    }
}

TEST_CASE("line: the job of a reader that is unplugged is made at another one")
{
    Bench bench{{"A", "B"}, {"1", "2"}};
    bench.has_cards = [](const std::string& reader) { return reader == "B"; };
    bench.begun = [&](const std::string&) { bench.unplug("A"); };
    bench.at_work = [] { std::this_thread::sleep_for(400ms); };
    CHECK_FALSE(bench.run());
    CHECK(bench.made == Names{"2 at B", "1 at B"});
    CHECK(bench.says("A: no job"));
    CHECK(bench.held.empty());
}

TEST_CASE("line: where the only reader stays away, patience ends with its name")
{
    Bench bench{{"A"}, {"1"}};
    bench.has_cards = [](const std::string&) { return false; };
    int looks = 0;
    bench.look = [&] {
        if (++looks == 2)
            bench.unplug("A");
    };
    const auto stopped = bench.run(1s);
    REQUIRE(stopped);
    CHECK(stopped->code() == Errc::reader_not_found);
    CHECK(stopped->field() == "A");
    CHECK(bench.returned == Names{"1"});
    CHECK(bench.held.empty());
}

TEST_CASE("line: with a reader and no card, patience ends with that")
{
    Bench bench{{"A", "B"}, {"1", "2"}};
    bench.has_cards = [](const std::string&) { return false; };
    bench.look = [&] { bench.unplug("B"); };
    const auto stopped = bench.run(1s);
    REQUIRE(stopped);
    CHECK(stopped->code() == Errc::no_card);
    CHECK(bench.held.empty());
}

TEST_CASE("line: two foreign cards one after the other stop it, at one reader or at two")
{
    for (const bool several : {false, true}) {
        Bench bench{{"A"}, {"1", "2", "3", "4"}};
        if (several)
            bench.readers.push_back({"B"});
        bench.at_work = fails_with(Errc::card_foreign);
        int begun = 0;
        bench.begun = [&](const std::string&) { ++begun; };
        const auto stopped = bench.run();
        REQUIRE(stopped);
        CHECK(stopped->code() == Errc::keys_foreign);
        CHECK(stopped->number() == 2);
        CHECK((several || begun == 2)); // the first reader may be quicker than the other
        CHECK(bench.left.size() == static_cast<std::size_t>(begun));
        CHECK(bench.made.empty());
        CHECK(bench.held.empty());
    }
}

TEST_CASE("line: one broken card is laid aside, two one after the other stop it")
{
    for (const Errc code : {Errc::unexpected_status, Errc::response_malformed, Errc::secure_messaging_failed,
             Errc::scp_failed, Errc::key_check_failed}) {
        Bench bench{{"A"}, {"1", "2", "3", "4", "5"}};
        int begun = 0;
        bench.begun = [&](const std::string&) {
            bench.at_work =
                ++begun == 2 ? std::function<void()>{[] {}} : fails_with(code); // broken, good, broken, broken
        };
        const auto stopped = bench.run();
        REQUIRE(stopped);
        CHECK(stopped->code() == code);
        CHECK(begun == 4);
        CHECK(bench.made == Names{"2 at A"});
        CHECK(bench.left == Names{"1 at A", "3 at A", "4 at A"});
        CHECK(bench.held.empty());
    }
}
