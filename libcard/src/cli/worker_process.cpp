// SPDX-License-Identifier: Apache-2.0
#include "worker_process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace card::cli {

namespace {

using Kind = WorkerMessage::Kind;

constexpr std::size_t header_size = 5;
constexpr std::size_t max_body = 16U << 20;

void send(int descriptor, Kind kind, ByteView body)
{
    if (body.size() > max_body)
        throw Error{Errc::internal, Step{"worker"}, "message too long"};
    Bytes frame{static_cast<std::uint8_t>(kind)};
    append(frame, big_endian(body.size(), header_size - 1));
    append(frame, body);
    for (ByteView rest = frame; !rest.empty();) {
        const auto written = write(descriptor, rest.data(), rest.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            throw Error{Errc::internal, Step{"worker"}, "the parent is gone"};
        rest = rest.subspan(static_cast<std::size_t>(written));
    }
}

/// All of the child's life; it never returns into the parent's frames, whose destructors belong to the parent.
[[noreturn]] void live_as_child(const Work& work, int descriptor) noexcept
{
    try {
        const Bytes result =
            work([descriptor](std::string_view line) { send(descriptor, Kind::progress, as_bytes(line)); });
        send(descriptor, Kind::result, result);
        _exit(0);
    } catch (const Error& error) {
        try {
            send(descriptor, Kind::error, encode_error(error));
        } catch (...) { // nobody listens any more
            _exit(2);
        }
    } catch (const std::exception& error) {
        try {
            send(descriptor, Kind::error, encode_error(Error{Errc::internal, Step{"worker"}, error.what()}));
        } catch (...) {
            _exit(2);
        }
    } catch (...) {
        _exit(3);
    }
    _exit(1);
}

std::size_t body_size(const Bytes& buffer)
{
    return from_big_endian(ByteView{buffer}.subspan(1, header_size - 1));
}

} // namespace

WorkerProcess::WorkerProcess(const Work& work, const SignalWatch& signals)
{
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0)
        throw Error{Errc::internal, Step{"worker"}, "no pipe"};
    const pid_t parent = getpid();
    pid_ = fork();
    if (pid_ < 0) {
        close(ends[0]);
        close(ends[1]);
        throw Error{Errc::internal, Step{"worker"}, "no process"};
    }
    if (pid_ == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL); // never outlives the parent, who holds the deadline
        if (getppid() != parent)
            _exit(2);
        signal(SIGINT, SIG_IGN); // the terminal sends it to both; the parent decides
        signal(SIGPIPE, SIG_IGN);
        signals.restore_mask();
        close(ends[0]);
        live_as_child(work, ends[1]);
    }
    close(ends[1]);
    pipe_ = ends[0];
}

WorkerProcess::~WorkerProcess()
{
    if (pid_ > 0) {
        kill(pid_, SIGKILL);
        wait();
    }
    close(pipe_);
}

int WorkerProcess::wait()
{
    int status = 0;
    while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    pid_ = -1;
    return status;
}

bool WorkerProcess::read_some()
{
    std::array<std::uint8_t, 4096> chunk;
    const auto size = read(pipe_, chunk.data(), chunk.size());
    if (size < 0 && errno == EINTR)
        return true;
    if (size <= 0)
        return false;
    append(buffer_, ByteView{chunk}.first(static_cast<std::size_t>(size)));
    return true;
}

std::optional<WorkerMessage> WorkerProcess::take()
{
    if (buffer_.size() < header_size || buffer_.size() < header_size + body_size(buffer_))
        return std::nullopt;
    const auto end = buffer_.begin() + static_cast<std::ptrdiff_t>(header_size + body_size(buffer_));
    WorkerMessage message{Kind{buffer_[0]}, {buffer_.begin() + header_size, end}};
    buffer_.erase(buffer_.begin(), end);
    return message;
}

Error death(int wait_status, const std::string& step)
{
    const Step where{step.empty() ? "worker" : step};
    if (WIFSIGNALED(wait_status))
        return {Errc::internal, where, fmt::format("the worker process ended by signal {}", WTERMSIG(wait_status))};
    return {Errc::internal, where, fmt::format("the worker process ended with code {}", WEXITSTATUS(wait_status))};
}

} // namespace card::cli
