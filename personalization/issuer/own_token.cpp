// SPDX-License-Identifier: Apache-2.0
#include "issuer/own_token.hpp"

#include "base/durable_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <thread>

namespace perso::issuer {

using namespace std::chrono_literals;

namespace {

/// SoftHSM finds its tokens by a file that names their folder, and that file by an environment variable. The folder is
/// written anew when the office was moved.
void point_softhsm_at(const Office& office)
{
    const auto file = office.directory / "softhsm2.conf";
    const std::string wanted = fmt::format("directories.tokendir = {}\n"
                                           "objectstore.backend = file\n"
                                           "log.level = ERROR\n"
                                           "slots.removable = false\n",
        office.token_directory().string());
    std::ifstream in{file};
    const std::string found{std::istreambuf_iterator<char>{in}, {}};
    if (found != wanted)
        publish_file(file, card::as_bytes(wanted), Readers::owner);
    ::setenv("SOFTHSM2_CONF", file.c_str(), 1);
}

/// The folder, locked as soon as nobody else has it so; none where there is none. Who hangs inside the module holds
/// nobody up for longer than this.
card::Descriptor locked(const std::filesystem::path& folder)
{
    constexpr auto patience = 10s;
    constexpr auto pause = 5ms;
    card::Descriptor opened{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    const auto is_locked = [&] { return ::flock(opened.get(), LOCK_EX | LOCK_NB) == 0; };
    for (auto waited = 0ms; opened.is_open() && !is_locked() && waited < patience; waited += pause)
        std::this_thread::sleep_for(pause);
    return opened;
}

} // namespace

OwnToken::OwnToken(const Office& office)
{
    if (!office.hsm.own_token)
        return;
    point_softhsm_at(office);
    folder_ = locked(office.token_directory());
}

} // namespace perso::issuer
