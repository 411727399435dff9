// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/cli/worker.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>

namespace card::cli {

/// Several works at the same time, each in a process of its own as with run_worker(): what happens to one, happens to
/// none of the others. SIGINT and SIGTERM are held back while it lives and noticed by next(). All processes end with
/// it. The caller must have one thread only.
class Workers {
public:
    /// What one of them told: a line of progress, or its end by a result or an error.
    struct News {
        std::string name; ///< of the work
        std::optional<std::string> progress;
        std::optional<Bytes> result;
        std::optional<Error> error;
    };

    Workers();
    ~Workers();

    /// Begins a work under a name that no other running one has. When nothing has been heard of it for `silence`, it is
    /// killed and ends with Errc::card_mute.
    void start(const std::string& name, const Work& work, std::chrono::milliseconds silence);

    bool is_running(const std::string& name) const { return running_.contains(name); }

    bool idle() const { return running_.empty(); }

    /// The next news, which may be waited for; nothing when there was none in time. Throws interrupted after a signal.
    std::optional<News> next(std::chrono::milliseconds longest);

private:
    struct Running;

    std::optional<News> take(const std::string& name, Running& running);
    std::optional<News> overdue();
    void wait(std::chrono::milliseconds longest);

    struct Signals;
    std::unique_ptr<Signals> signals_;
    std::map<std::string, std::unique_ptr<Running>> running_;
};

} // namespace card::cli
