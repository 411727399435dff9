// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/bytes.hpp"

#include <chrono>
#include <filesystem>

#include <sys/types.h>

namespace card::image {

/// The worker as a child with nothing but its end of a socket; killed and collected at the latest on destruction.
class WorkerProcess {
public:
    using Deadline = std::chrono::steady_clock::time_point;

    /// Throws image_decoder_missing.
    explicit WorkerProcess(const std::filesystem::path& program);
    ~WorkerProcess();
    WorkerProcess(const WorkerProcess&) = delete;
    WorkerProcess& operator=(const WorkerProcess&) = delete;

    /// Sends all of `data` and the end. A worker that is gone shows in receive.
    void send(ByteView data, Deadline deadline);

    /// What the worker sends until its end, at most `limit` bytes and one. Throws image_broken at the deadline.
    Bytes receive(std::size_t limit, Deadline deadline);

private:
    pid_t pid_ = -1;
    int socket_ = -1;
};

} // namespace card::image
