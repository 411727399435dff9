// SPDX-License-Identifier: Apache-2.0
#include "card/base/descriptor.hpp"

#include <doctest/doctest.h>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>

using namespace card;

namespace {

bool is_open(int number)
{
    return ::fcntl(number, F_GETFD) >= 0;
}

} // namespace

TEST_CASE("descriptor: closes what it owns, once")
{
    int number = -1;
    {
        Descriptor first{::open("/dev/null", O_RDONLY | O_CLOEXEC)};
        number = first.get();
        Descriptor second{std::move(first)};
        CHECK_FALSE(first.is_open()); // NOLINT(bugprone-use-after-move)
        CHECK(second.get() == number);
        second = Descriptor{};
        CHECK_FALSE(is_open(number));
        second = Descriptor{::open("/dev/null", O_RDONLY | O_CLOEXEC)};
        number = second.get();
        CHECK(is_open(number));
    }
    CHECK_FALSE(is_open(number));
    CHECK_FALSE(Descriptor{}.is_open());
    CHECK(Descriptor{}.close());
}

TEST_CASE("descriptor: writes all of it, or says why not")
{
    const Bytes content(300'000, 0x5A);
    const Descriptor memory{::memfd_create("test", MFD_CLOEXEC)};
    REQUIRE(memory.is_open());
    CHECK(memory.write_all(content));
    Bytes read(content.size() + 1);
    CHECK(::pread(memory.get(), read.data(), read.size(), 0) == static_cast<ssize_t>(content.size()));
    CHECK(equal(ByteView{read}.first(content.size()), content));

    const Descriptor full{::open("/dev/full", O_WRONLY | O_CLOEXEC)};
    CHECK_FALSE(full.write_all(content));
    CHECK(errno == ENOSPC);
    CHECK(full.write_all({}));
}
