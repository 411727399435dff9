// SPDX-License-Identifier: Apache-2.0
#include "people/keeper.hpp"

#include "card/base/error.hpp"
#include "support/temporary_folder.hpp"
#include "support/throws.hpp"

#include <doctest/doctest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstring>

using namespace perso::people;
using card::Errc;

namespace {

card::SecureBytes pin(std::string_view text)
{
    return card::SecureBytes{card::as_bytes(text)};
}

std::string kept(const std::filesystem::path& office)
{
    const auto found = ask_keeper(office);
    return found ? std::string{card::as_text(found->view())} : std::string{};
}

} // namespace

TEST_CASE("keeper: it hands the PIN out until it is stopped")
{
    const test::TemporaryFolder office;
    CHECK(kept(office.path()).empty());
    CHECK_FALSE(stop_keeper(office.path()));
    start_keeper(office.path(), pin("first"));
    CHECK(kept(office.path()) == "first");
    CHECK(kept(office.path()) == "first");

    struct stat status {};

    REQUIRE(::stat((office / "keeper.socket").c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);
    start_keeper(office.path(), pin("second")); // the first gives way
    CHECK(kept(office.path()) == "second");
    CHECK(stop_keeper(office.path()));
    CHECK(kept(office.path()).empty());
    CHECK_FALSE(std::filesystem::exists(office / "keeper.socket"));
}

TEST_CASE("keeper: a folder with a long name has one, too")
{
    const test::TemporaryFolder folder;
    const auto office = folder / std::string(200, 'o');
    std::filesystem::create_directory(office);
    start_keeper(office, pin("24681357"));
    CHECK(kept(office) == "24681357");
    CHECK(stop_keeper(office));
}

TEST_CASE("keeper: a socket without a process stands in nobody's way")
{
    const test::TemporaryFolder office;
    const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string path = (office / "keeper.socket").string();
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    REQUIRE(::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    ::close(socket);
    CHECK(kept(office.path()).empty());
    start_keeper(office.path(), pin("24681357"));
    CHECK(kept(office.path()) == "24681357");
    CHECK(stop_keeper(office.path()));
}

TEST_CASE("keeper: another user gets nothing, and is not taken for one")
{
    if (::geteuid() != 0)
        return; // only root can be somebody else
    const test::TemporaryFolder office;
    start_keeper(office.path(), pin("24681357"));
    // Even if the modes of folder and socket were wrong.
    ::chmod(office.path().c_str(), 0777);
    ::chmod((office / "keeper.socket").c_str(), 0777);
    const pid_t child = ::fork();
    if (child == 0) {
        if (::setgid(65534) != 0 || ::setuid(65534) != 0)
            ::_exit(3);
        const auto error = test::error_of([&] { return ask_keeper(office.path()); });
        ::_exit(error == Errc::service_unavailable ? 0 : 1);
    }
    int status = -1;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(status == 0);
    CHECK(stop_keeper(office.path()));
}
