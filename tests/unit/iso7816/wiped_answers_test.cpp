// SPDX-License-Identifier: Apache-2.0
// What a card answers may be a secret: no memory that goes back to the heap still holds it.
#include "card/base/hex.hpp"
#include "card/iso7816/plain_channel.hpp"

#include "support/faulty_transport.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <new>
#include <utility>

#include <malloc.h>

namespace {

/// Sixteen bytes that stand nowhere else.
constexpr std::array<std::uint8_t, 16> heap_secret{
    0x5E, 0xC2, 0xE7, 0x91, 0x0B, 0xAD, 0x37, 0xF4, 0x68, 0x1C, 0xD9, 0x43, 0xA6, 0x7F, 0x12, 0xEB};

thread_local bool heap_is_watched = false;
thread_local unsigned secrets_in_heap = 0;

/// What is freed while the heap is watched is searched first.
void release_searched(void* memory) noexcept
{
    if (heap_is_watched && memory != nullptr) {
        const auto* const begin = static_cast<const std::uint8_t*>(memory);
        const std::uint8_t* const end = begin + malloc_usable_size(memory);
        if (std::search(begin, end, heap_secret.begin(), heap_secret.end()) != end)
            ++secrets_in_heap;
    }
    std::free(memory);
}

/// Secrets that go back to the heap while this runs.
template <class Body>
unsigned secrets_left_by(Body body)
{
    secrets_in_heap = 0;
    heap_is_watched = true;
    body();
    heap_is_watched = false;
    return secrets_in_heap;
}

} // namespace

void* operator new(std::size_t size)
{
    if (void* const memory = std::malloc(std::max<std::size_t>(size, 1)))
        return memory;
    throw std::bad_alloc{};
}

void operator delete(void* memory) noexcept
{
    release_searched(memory);
}

void operator delete(void* memory, std::size_t) noexcept
{
    release_searched(memory);
}

namespace {

using card::Bytes;
using card::ByteView;
using namespace card::iso7816;

Bytes secret_and(std::initializer_list<std::uint8_t> status)
{
    Bytes answer;
    answer.reserve(heap_secret.size() + status.size());
    card::append(answer, heap_secret);
    answer.insert(answer.end(), status);
    return answer;
}

} // namespace

TEST_CASE("wiped answers: what is not wiped is found")
{
    CHECK(secrets_left_by([] { const Bytes answer = secret_and({}); }) == 1);
}

TEST_CASE("wiped answers: an answer in one piece, copied, moved and replaced")
{
    bool read = false;
    CHECK(secrets_left_by([&] {
        test::FunctionTransport card{[](ByteView) { return secret_and({0x90, 0x00}); }};
        PlainChannel channel{card};
        Response response = channel.transmit({.ins = Ins::get_data_piv, .ne = 256});
        const Response copy = response;
        Response moved = std::move(response);
        read = card::equal(copy.data(), heap_secret) && card::equal(moved.data(), heap_secret);
        moved = copy;
        moved = Response{{}, sw::ok};
    }) == 0);
    CHECK(read);
}

TEST_CASE("wiped answers: in pieces, and when the length had to be told")
{
    std::size_t size = 0;
    CHECK(secrets_left_by([&] {
        unsigned sent = 0;
        test::FunctionTransport card{[&](ByteView) {
            ++sent;
            if (sent == 1)
                return Bytes{0x6C, 0x10};
            return sent < 6 ? secret_and({0x61, 0x10}) : secret_and({0x90, 0x00});
        }};
        PlainChannel channel{card};
        const Response response = channel.transmit({.ins = Ins::get_data_piv, .ne = 256});
        size = response.data().size();
    }) == 0);
    CHECK(size == 5 * heap_secret.size());
}

TEST_CASE("wiped answers: longer than the command asked for, and pieces that end in an error")
{
    CHECK(secrets_left_by([] {
        test::FunctionTransport card{[](ByteView) { return secret_and({0x90, 0x00}); }};
        PlainChannel channel{card};
        CHECK_THROWS(channel.transmit({.ins = Ins::get_data_piv, .ne = 15}));
    }) == 0);
    CHECK(secrets_left_by([] {
        bool first = true;
        test::FunctionTransport card{[&](ByteView) {
            return std::exchange(first, false) ? secret_and({0x61, 0x10}) : Bytes{0x61, 0x10};
        }};
        PlainChannel channel{card};
        CHECK_THROWS(channel.transmit({.ins = Ins::get_data_piv, .ne = 256}));
    }) == 0);
}
