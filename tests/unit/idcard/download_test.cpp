// SPDX-License-Identifier: Apache-2.0
// A mirror that never ends: a server of the test's own, one connection at a time.
#include "idcard/trust/download.hpp"

#include "support/temporary_folder.hpp"

#include "card/base/error.hpp"

#include <doctest/doctest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <string>
#include <thread>

using namespace card;
using namespace std::chrono_literals;

namespace {

/// Announces more than it sends, a byte now and then.
class Drip {
public:
    Drip() : listening_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)}
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        REQUIRE(::bind(listening_, reinterpret_cast<sockaddr*>(&address), size) == 0);
        REQUIRE(::listen(listening_, 1) == 0);
        REQUIRE(::getsockname(listening_, reinterpret_cast<sockaddr*>(&address), &size) == 0);
        port_ = ntohs(address.sin_port);
        thread_ = std::thread{[this] { serve(); }};
    }

    Drip(const Drip&) = delete;
    Drip& operator=(const Drip&) = delete;

    ~Drip()
    {
        stopped_ = true;
        ::shutdown(listening_, SHUT_RDWR);
        thread_.join();
        ::close(listening_);
    }

    std::string address() const { return "http://127.0.0.1:" + std::to_string(port_); }

private:
    void serve()
    {
        const int client = ::accept(listening_, nullptr, nullptr);
        if (client < 0)
            return;
        const std::string head = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n";
        bool open = ::send(client, head.data(), head.size(), MSG_NOSIGNAL) > 0;
        while (open && !stopped_) {
            open = ::send(client, "x", 1, MSG_NOSIGNAL) == 1;
            std::this_thread::sleep_for(50ms);
        }
        ::close(client);
    }

    int listening_;
    std::uint16_t port_ = 0;
    std::atomic<bool> stopped_ = false;
    std::thread thread_;
};

} // namespace

TEST_CASE("download: a transfer that does not end is ended, with the limit in the message; what came is kept")
{
    const test::TemporaryFolder folder;
    const Drip server;
    const idcard::Mirror mirror{server.address(), folder.path() / "waiting", 2s};
    try {
        static_cast<void>(mirror.fetch("trust-1.p7m"));
        FAIL_CHECK("it came to an end");
    } catch (const Error& error) {
        INFO(error.what());
        CHECK(error.code() == Errc::download_slow);
        CHECK(error.number() == 1);
        CHECK(error.field() == server.address() + "/trust-1.p7m");
    }
    CHECK(std::filesystem::file_size(folder.path() / "waiting/trust-1.p7m") > 0);
}
