// SPDX-License-Identifier: Apache-2.0
#include "idcard/batch.hpp"

#include "card/base/error.hpp"
#include "card/cli/messages.hpp"
#include "idcard/output/verdict_lines.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <system_error>
#include <thread>

namespace idcard {

namespace fs = std::filesystem;
using card::Errc;
using card::Error;
using card::cli::ExitCode;
using card::trust::Overall;

namespace {

BatchResult judge_file(const fs::path& path, const Judging& judging)
{
    BatchResult result{.file = path.filename().string(),
        .verdict = {},
        .note = {},
        .problem = {},
        .trust_serial = judging.trust->data.serial};
    try {
        const card::trust::SavedEvidence saved = load_evidence(path);
        card::session::Verification verification = judge_again(saved.evidence, judging);
        result.note = note_of(verification, saved.level, judging.at);
        result.verdict = std::move(verification.verdict);
    } catch (const Error& error) {
        result.problem = error.code();
    } catch (const std::exception&) { // no memory, for one
        result.problem = Errc::internal;
    }
    return result;
}

/// Results that are finished out of order. The threads stay a little ahead of who takes them, so that a batch of any
/// size needs little memory.
class Queue {
public:
    Queue(const std::vector<fs::path>& files, const Judging& judging, unsigned threads)
        : files_{files}, judging_{judging}, slots_(std::size_t{threads} * 16)
    {
        threads_.reserve(threads);
        while (threads_.size() < threads && start_thread())
            continue;
    }

    Queue(const Queue&) = delete;
    Queue& operator=(const Queue&) = delete;

    ~Queue()
    {
        {
            const std::lock_guard lock{mutex_};
            stopped_ = true;
        }
        room_.notify_all();
        for (std::thread& thread : threads_)
            thread.join();
    }

    BatchResult take()
    {
        std::unique_lock lock{mutex_};
        std::optional<BatchResult>& slot = slots_[taken_ % slots_.size()];
        ready_.wait(lock, [&] { return slot.has_value(); });
        BatchResult result = std::move(*slot);
        slot.reset();
        ++taken_;
        lock.unlock();
        room_.notify_all();
        return result;
    }

private:
    /// False if the system gives no more threads; one is enough.
    bool start_thread()
    {
        try {
            threads_.emplace_back([this] { work(); });
        } catch (const std::system_error&) {
            if (threads_.empty())
                throw;
            return false;
        }
        return true;
    }

    /// The number of a file to be judged, none when there are no more.
    std::optional<std::size_t> next()
    {
        std::unique_lock lock{mutex_};
        room_.wait(lock, [&] { return stopped_ || begun_ == files_.size() || begun_ < taken_ + slots_.size(); });
        if (stopped_ || begun_ == files_.size())
            return std::nullopt;
        return begun_++;
    }

    void work()
    {
        while (const auto number = next()) {
            BatchResult result = judge_file(files_[*number], judging_);
            const std::lock_guard lock{mutex_};
            slots_[*number % slots_.size()] = std::move(result);
            ready_.notify_all();
        }
    }

    const std::vector<fs::path>& files_;
    const Judging& judging_;
    std::mutex mutex_;
    std::condition_variable ready_;
    std::condition_variable room_;
    std::vector<std::optional<BatchResult>> slots_;
    std::size_t begun_ = 0;
    std::size_t taken_ = 0;
    bool stopped_ = false;
    std::vector<std::thread> threads_; ///< last: they use all of the above
};

} // namespace

ExitCode exit_without_verdict(const BatchResult& result)
{
    const ExitCode code = card::cli::exit_code(result.problem.value_or(Errc::internal));
    return code == ExitCode::undetermined ? code : ExitCode::failed;
}

void BatchSummary::count(const BatchResult& result)
{
    if (result.verdict)
        ++verdicts.at(static_cast<std::size_t>(result.verdict->overall));
    else if (exit_without_verdict(result) == ExitCode::undetermined)
        ++verdicts.at(static_cast<std::size_t>(Overall::undetermined));
    else
        ++unusable;
}

ExitCode BatchSummary::exit() const
{
    const auto any = [this](Overall overall) { return verdicts.at(static_cast<std::size_t>(overall)) > 0; };
    if (any(Overall::not_genuine))
        return ExitCode::not_genuine;
    if (unusable > 0)
        return ExitCode::failed;
    for (const Overall overall : {Overall::undetermined, Overall::genuine_not_valid, Overall::genuine_stale})
        if (any(overall))
            return exit_code(overall);
    return ExitCode::done;
}

std::vector<fs::path> batch_files(const fs::path& folder)
{
    std::vector<fs::path> files;
    std::error_code error;
    for (fs::directory_iterator entry{folder, error}; !error && entry != fs::directory_iterator{};
         entry.increment(error)) {
        std::error_code ignored;
        if (entry->is_regular_file(ignored) && !entry->path().filename().string().starts_with('.'))
            files.push_back(entry->path());
    }
    if (error)
        throw Error{Errc::file_unreadable, "not a folder, or not readable"}.with_field(folder.string());
    if (files.empty()) // nothing was judged: no answer is better than a good one
        throw Error{Errc::file_unreadable, "no files in it"}.with_field(folder.string());
    std::ranges::sort(files);
    return files;
}

void judge_batch(const std::vector<fs::path>& files, const Judging& judging, unsigned threads,
    const std::function<void(BatchResult&&)>& take)
{
    if (files.empty())
        return;
    const std::size_t wanted = threads != 0 ? threads : std::max(1U, std::thread::hardware_concurrency());
    Queue queue{files, judging, static_cast<unsigned>(std::min(wanted, files.size()))};
    for (std::size_t i = 0; i < files.size(); ++i)
        take(queue.take());
}

} // namespace idcard
