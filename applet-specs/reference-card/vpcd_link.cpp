// SPDX-License-Identifier: Apache-2.0
#include "vpcd_link.hpp"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <memory>
#include <stdexcept>
#include <thread>

namespace refcard {

namespace {

/// A connected socket, or -1.
int connect_once(const std::string& host, std::uint16_t port)
{
    addrinfo hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* first = nullptr;
    if (::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &first) != 0)
        return -1;
    const std::unique_ptr<addrinfo, void (*)(addrinfo*)> addresses{first, ::freeaddrinfo};
    for (const addrinfo* address = first; address != nullptr; address = address->ai_next) {
        const int candidate = ::socket(address->ai_family, address->ai_socktype | SOCK_CLOEXEC, address->ai_protocol);
        if (candidate < 0)
            continue;
        if (::connect(candidate, address->ai_addr, address->ai_addrlen) == 0)
            return candidate;
        ::close(candidate);
    }
    return -1;
}

/// vpcd sends a message in two parts; without an immediate acknowledgement of the first, Nagle's algorithm on its side
/// and delayed acknowledgements on ours cost 44 ms for each. The option lapses, so it is set after every receive.
void acknowledge_at_once(int socket)
{
    const int on = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_QUICKACK, &on, sizeof on);
}

} // namespace

VpcdLink::VpcdLink(const std::string& host, std::uint16_t port, std::chrono::milliseconds patience)
{
    using namespace std::chrono_literals;
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while ((socket_ = connect_once(host, port)) < 0) {
        if (std::chrono::steady_clock::now() >= deadline)
            throw std::runtime_error{"no virtual reader at " + host + " port " + std::to_string(port)};
        std::this_thread::sleep_for(50ms);
    }
    const int on = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    acknowledge_at_once(socket_);
}

VpcdLink::~VpcdLink()
{
    ::close(socket_);
}

bool VpcdLink::receive_exactly(std::span<std::uint8_t> bytes)
{
    while (!bytes.empty()) {
        const ssize_t count = ::recv(socket_, bytes.data(), bytes.size(), 0);
        if (count <= 0)
            return false;
        acknowledge_at_once(socket_);
        bytes = bytes.subspan(static_cast<std::size_t>(count));
    }
    return true;
}

std::optional<Bytes> VpcdLink::receive()
{
    Bytes length(2);
    if (!receive_exactly(length))
        return std::nullopt;
    Bytes message(static_cast<std::size_t>(from_big_endian(length)));
    if (!receive_exactly(message))
        return std::nullopt;
    return message;
}

bool VpcdLink::send(ByteView message)
{
    const Bytes frame = join({big_endian(message.size(), 2), message});
    ByteView rest = frame;
    while (!rest.empty()) {
        const ssize_t count = ::send(socket_, rest.data(), rest.size(), MSG_NOSIGNAL);
        if (count <= 0)
            return false;
        rest = rest.subspan(static_cast<std::size_t>(count));
    }
    return true;
}

} // namespace refcard
