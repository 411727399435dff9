// SPDX-License-Identifier: Apache-2.0
#include "card/cli/worker.hpp"

#include "signal_watch.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <optional>
#include <utility>

namespace card::cli {

namespace {

// Messages of the child: one byte of kind, four of length, the body.
enum class Kind : std::uint8_t { progress = 'p', result = 'r', error = 'e' };

constexpr std::size_t header_size = 5;
constexpr std::size_t max_body = 16U << 20;

class Descriptor {
public:
    explicit Descriptor(int value) : value_{value} {}

    ~Descriptor() { reset(); }

    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    int get() const { return value_; }

    void reset()
    {
        if (value_ >= 0)
            close(std::exchange(value_, -1));
    }

private:
    int value_;
};

/// The child; ended and collected at the latest on destruction.
class Child {
public:
    explicit Child(pid_t pid) : pid_{pid} {}

    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    ~Child()
    {
        if (pid_ > 0) {
            kill(pid_, SIGKILL);
            wait();
        }
    }

    /// Its wait status.
    int wait()
    {
        int status = 0;
        while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
        }
        pid_ = -1;
        return status;
    }

private:
    pid_t pid_;
};

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

[[noreturn]] void report_death(int status, const std::string& step)
{
    const Step where{step.empty() ? "worker" : step};
    if (WIFSIGNALED(status))
        throw Error{Errc::internal, where, fmt::format("the worker process ended by signal {}", WTERMSIG(status))};
    throw Error{Errc::internal, where, fmt::format("the worker process ended with code {}", WEXITSTATUS(status))};
}

/// The parent's side of the pipe.
class Listener {
public:
    Listener(const SignalWatch& signals, int pipe, std::chrono::milliseconds silence)
        : signals_{signals}, pipe_{pipe}, silence_{silence}
    {
    }

    /// The next message; none when the pipe was closed. Throws card_mute.
    std::optional<std::pair<Kind, Bytes>> next(const std::string& step)
    {
        while (!complete()) {
            if (!signals_.wait_readable(pipe_, silence_))
                throw Error{Errc::card_mute, Step{step}, "no answer before the deadline"};
            std::array<std::uint8_t, 4096> chunk;
            const auto size = read(pipe_, chunk.data(), chunk.size());
            if (size < 0 && errno == EINTR)
                continue;
            if (size <= 0)
                return std::nullopt;
            append(buffer_, ByteView{chunk}.first(static_cast<std::size_t>(size)));
        }
        const auto end = buffer_.begin() + static_cast<std::ptrdiff_t>(header_size + body_size());
        std::pair<Kind, Bytes> message{Kind{buffer_[0]}, {buffer_.begin() + header_size, end}};
        buffer_.erase(buffer_.begin(), end);
        return message;
    }

private:
    std::size_t body_size() const { return from_big_endian(ByteView{buffer_}.subspan(1, header_size - 1)); }

    bool complete() const { return buffer_.size() >= header_size && buffer_.size() >= header_size + body_size(); }

    const SignalWatch& signals_;
    int pipe_;
    std::chrono::milliseconds silence_;
    Bytes buffer_;
};

} // namespace

Bytes run_worker(const Work& work, std::chrono::milliseconds silence, const ProgressSink& progress)
{
    const SignalWatch signals;
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0)
        throw Error{Errc::internal, Step{"worker"}, "no pipe"};
    const Descriptor from_child{ends[0]};
    Descriptor to_parent{ends[1]};

    const pid_t parent = getpid();
    const pid_t pid = fork();
    if (pid < 0)
        throw Error{Errc::internal, Step{"worker"}, "no process"};
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL); // never outlives the parent, who holds the deadline
        if (getppid() != parent)
            _exit(2);
        signal(SIGINT, SIG_IGN); // the terminal sends it to both; the parent decides
        signal(SIGPIPE, SIG_IGN);
        signals.restore_mask();
        live_as_child(work, to_parent.get());
    }
    Child child{pid};
    to_parent.reset();

    Listener listener{signals, from_child.get(), silence};
    std::string step;
    while (const auto message = listener.next(step)) {
        const auto& [kind, body] = *message;
        switch (kind) {
        case Kind::progress:
            step = as_text(body);
            if (progress)
                progress(step);
            break;
        case Kind::result:
            child.wait();
            return body;
        case Kind::error:
            child.wait();
            throw decode_error(body, step);
        }
    }
    report_death(child.wait(), step);
}

} // namespace card::cli
