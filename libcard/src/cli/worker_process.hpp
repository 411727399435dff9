// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/cli/worker.hpp"
#include "signal_watch.hpp"

#include <sys/types.h>

#include <optional>
#include <string>
#include <utility>

namespace card::cli {

/// What a worker process tells: one byte of kind, four of length, the body.
struct WorkerMessage {
    enum class Kind : std::uint8_t { progress = 'p', result = 'r', error = 'e' };
    Kind kind{};
    Bytes body;
};

/// A forked process that works, and the parent's end of the pipe from it. Ended and collected at the latest on
/// destruction; it never outlives the parent.
class WorkerProcess {
public:
    WorkerProcess(const Work& work, const SignalWatch& signals);
    ~WorkerProcess();
    WorkerProcess(const WorkerProcess&) = delete;
    WorkerProcess& operator=(const WorkerProcess&) = delete;

    int descriptor() const { return pipe_; }

    /// The next whole message that has arrived, if any.
    std::optional<WorkerMessage> take();
    /// Reads what is there, once; false when the process has closed its end.
    bool read_some();

    /// Waits for its end; gives the wait status.
    int wait();

private:
    pid_t pid_ = -1;
    int pipe_ = -1;
    Bytes buffer_;
};

/// What to say of a process that ended without a word.
Error death(int wait_status, const std::string& step);

} // namespace card::cli
