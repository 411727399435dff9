// SPDX-License-Identifier: Apache-2.0
#include "people/keeper.hpp"

#include "card/base/descriptor.hpp"
#include "card/base/error.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

namespace perso::people {

using card::Descriptor;
using card::Errc;

namespace {

constexpr char socket_name[] = "keeper.socket";
constexpr std::size_t most_pin = 64; ///< as hsm_pin_format()
constexpr int patience_ms = 5000;    ///< for a client that says nothing, and for a keeper that answers nothing

/// What a client asks: one byte.
enum class Request : char { pin = 'P', close = 'C' };

[[noreturn]] void fail(std::string_view sentence)
{
    throw card::Error{Errc::service_unavailable, card::Step{"keeper of the PIN"}, sentence};
}

/// The folder is named by a descriptor: an address has room for 107 characters only.
sockaddr_un address_in(const Descriptor& folder)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string path = "/proc/self/fd/" + std::to_string(folder.get()) + "/" + socket_name;
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    return address;
}

Descriptor open_folder(const std::filesystem::path& office)
{
    return Descriptor{::open(office.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)};
}

bool is_own_process(int socket)
{
    ucred peer{};
    socklen_t size = sizeof peer;
    return ::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && peer.uid == ::geteuid();
}

bool wait_readable(int fd, int milliseconds)
{
    pollfd waiting{.fd = fd, .events = POLLIN, .revents = 0};
    int ready = 0;
    do
        ready = ::poll(&waiting, 1, milliseconds);
    while (ready < 0 && errno == EINTR);
    return ready > 0;
}

/// True to go on, false when the keeper shall end.
bool answer(int client, const card::SecureBytes& pin)
{
    char request = 0;
    if (!is_own_process(client) || !wait_readable(client, patience_ms) || ::read(client, &request, 1) != 1)
        return true;
    if (request == static_cast<char>(Request::pin))
        (void)!::send(client, pin.data(), pin.size(), MSG_NOSIGNAL);
    return request != static_cast<char>(Request::close);
}

[[noreturn]] void keep(int listening, const card::SecureBytes& pin)
{
    for (;;) {
        const Descriptor client{::accept4(listening, nullptr, nullptr, SOCK_CLOEXEC)};
        if (client.is_open() && !answer(client.get(), pin))
            ::_exit(0);
        if (!client.is_open() && errno != EINTR && errno != ECONNABORTED)
            ::_exit(1);
    }
}

/// No core file, no debugger, no swap: the PIN stays in the memory of this process.
bool seal_process(const card::SecureBytes& pin)
{
    return ::prctl(PR_SET_DUMPABLE, 0) == 0 && ::mlock(pin.data(), pin.size()) == 0;
}

/// The process in the background: a session of its own, nothing open but its socket.
[[noreturn]] void become_keeper(int listening, int ready, const card::SecureBytes& pin)
{
    ::setsid();
    for (const int signal : {SIGINT, SIGHUP, SIGPIPE})
        ::signal(signal, SIG_IGN);
    ::signal(SIGTERM, SIG_DFL);
    const int null = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    for (const int standard : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
        ::dup2(null, standard);
    // Whatever the parent had open, a lock, a reader or a pipe that somebody waits on, is not this process's business.
    for (int fd = STDERR_FILENO + 1; fd < 1024; ++fd)
        if (fd != listening && fd != ready)
            ::close(fd);
    const bool sealed = seal_process(pin);
    (void)!::write(ready, sealed ? "1" : "0", 1);
    ::close(ready);
    if (!sealed)
        ::_exit(1);
    if (::chdir("/") != 0)
        ::_exit(1);
    keep(listening, pin);
}

Descriptor connect_to(const Descriptor& folder)
{
    Descriptor socket{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    const sockaddr_un address = address_in(folder);
    if (!socket.is_open() || ::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        return Descriptor{};
    if (!is_own_process(socket.get()))
        fail("another user's process listens in its place");
    return socket;
}

} // namespace

void start_keeper(const std::filesystem::path& office, card::SecureBytes pin)
{
    stop_keeper(office);
    const Descriptor folder = open_folder(office);
    const Descriptor listening{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    if (!folder.is_open() || !listening.is_open())
        fail("no socket");
    const std::string file = (office / socket_name).string();
    ::unlink(file.c_str());
    const sockaddr_un address = address_in(folder);
    const mode_t before = ::umask(S_IRWXG | S_IRWXO | S_IXUSR);
    const int bound = ::bind(listening.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address);
    ::umask(before);
    if (bound != 0 || ::listen(listening.get(), 16) != 0)
        fail("its socket cannot be made in the folder of the office");

    int ready[2];
    if (::pipe2(ready, O_CLOEXEC) != 0)
        fail("no pipe");
    const Descriptor reading{ready[0]};
    pid_t child = -1;
    {
        const Descriptor writing{ready[1]};
        child = ::fork();
        if (child == 0)
            become_keeper(listening.get(), writing.get(), pin);
    }
    char sealed = '0';
    if (child < 0 || ::read(reading.get(), &sealed, 1) != 1 || sealed != '1') {
        ::unlink(file.c_str());
        fail("its memory cannot be locked");
    }
}

std::optional<card::SecureBytes> ask_keeper(const std::filesystem::path& office)
{
    const Descriptor folder = open_folder(office);
    const Descriptor socket = connect_to(folder);
    if (!socket.is_open())
        return std::nullopt;
    const char request = static_cast<char>(Request::pin);
    if (::send(socket.get(), &request, 1, MSG_NOSIGNAL) != 1)
        return std::nullopt;
    card::SecureBytes buffer(most_pin);
    std::size_t size = 0;
    while (size < buffer.size() && wait_readable(socket.get(), patience_ms)) {
        const ssize_t got = ::read(socket.get(), buffer.data() + size, buffer.size() - size);
        if (got <= 0)
            break;
        size += static_cast<std::size_t>(got);
    }
    if (size == 0)
        fail("it does not answer");
    return card::SecureBytes{buffer.view().first(size)};
}

bool stop_keeper(const std::filesystem::path& office)
{
    const Descriptor folder = open_folder(office);
    const Descriptor socket = connect_to(folder);
    if (!socket.is_open())
        return false;
    const char request = static_cast<char>(Request::close);
    if (::send(socket.get(), &request, 1, MSG_NOSIGNAL) != 1)
        return false;
    char end = 0;
    while (wait_readable(socket.get(), patience_ms) && ::read(socket.get(), &end, 1) > 0) {
    }
    ::unlink((office / socket_name).c_str());
    return true;
}

} // namespace perso::people
