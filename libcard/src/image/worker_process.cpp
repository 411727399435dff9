// SPDX-License-Identifier: Apache-2.0
#include "worker_process.hpp"

#include "card/base/error.hpp"

#include <algorithm>
#include <array>
#include <cerrno>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace card::image {

namespace {

const Step decoding{"decoding the photograph"};

/// What the child may see: its end of the socket as standard input and output, no other descriptor.
class FileActions {
public:
    explicit FileActions(int socket)
    {
        posix_spawn_file_actions_init(&actions_);
        posix_spawn_file_actions_adddup2(&actions_, socket, STDIN_FILENO);
        posix_spawn_file_actions_adddup2(&actions_, socket, STDOUT_FILENO);
        posix_spawn_file_actions_addopen(&actions_, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
        posix_spawn_file_actions_addclosefrom_np(&actions_, STDERR_FILENO + 1);
    }

    ~FileActions() { posix_spawn_file_actions_destroy(&actions_); }

    FileActions(const FileActions&) = delete;
    FileActions& operator=(const FileActions&) = delete;

    const posix_spawn_file_actions_t* get() const { return &actions_; }

private:
    posix_spawn_file_actions_t actions_;
};

/// Waits until the socket is ready for `events`; false at the deadline.
bool wait_for(int socket, short events, WorkerProcess::Deadline deadline)
{
    while (true) {
        const auto left =
            std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now()).count();
        pollfd waiting{socket, events, 0};
        const int ready = poll(&waiting, 1, static_cast<int>(std::clamp<long long>(left, 0, 1'000'000)));
        if (ready > 0)
            return true;
        if (ready == 0)
            return false;
        if (errno != EINTR)
            throw Error{Errc::internal, decoding, "waiting for the worker failed"};
    }
}

} // namespace

WorkerProcess::WorkerProcess(const std::filesystem::path& program)
{
    std::array<int, 2> ends{};
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
        throw Error{Errc::internal, decoding, "no socket"};
    socket_ = ends[0];
    std::string path = program.string();
    std::array<char*, 2> arguments{path.data(), nullptr};
    std::array<char*, 1> environment{nullptr};
    const FileActions actions{ends[1]};
    const int result = posix_spawn(&pid_, path.c_str(), actions.get(), nullptr, arguments.data(), environment.data());
    close(ends[1]);
    if (result != 0) {
        close(socket_);
        throw Error{Errc::image_decoder_missing, decoding, "the worker could not be started"};
    }
}

WorkerProcess::~WorkerProcess()
{
    close(socket_);
    kill(pid_, SIGKILL);
    while (waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
    }
}

void WorkerProcess::send(ByteView data, Deadline deadline)
{
    while (!data.empty()) {
        if (!wait_for(socket_, POLLOUT, deadline))
            throw Error{Errc::image_broken, decoding, "no answer before the deadline"};
        const auto sent = ::send(socket_, data.data(), data.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0 && (errno == EINTR || errno == EAGAIN))
            continue;
        if (sent < 0)
            return;
        data = data.subspan(static_cast<std::size_t>(sent));
    }
    shutdown(socket_, SHUT_WR);
}

Bytes WorkerProcess::receive(std::size_t limit, Deadline deadline)
{
    Bytes answer;
    while (answer.size() <= limit) {
        if (!wait_for(socket_, POLLIN, deadline))
            throw Error{Errc::image_broken, decoding, "no answer before the deadline"};
        std::array<std::uint8_t, 65536> chunk;
        const auto size = recv(socket_, chunk.data(), chunk.size(), MSG_DONTWAIT);
        if (size < 0 && (errno == EINTR || errno == EAGAIN))
            continue;
        if (size <= 0)
            break;
        append(answer, ByteView{chunk}.first(static_cast<std::size_t>(size)));
    }
    return answer;
}

} // namespace card::image
