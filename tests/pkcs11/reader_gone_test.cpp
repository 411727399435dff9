// SPDX-License-Identifier: Apache-2.0
// Readers that are unplugged and plugged in again, under an application whose threads wait, list and sign: module,
// service and reference card in this process.
#include "in_process/calls.hpp"
#include "in_process/reference_card.hpp"
#include "key_ids.hpp"

#include "cryptoki.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <thread>

namespace {

using Clock = std::chrono::steady_clock;
using test::sign;
using namespace std::chrono_literals;

constexpr const char* reader_name = "Desk reader";

/// The module with one reader that comes and goes; the card in it is always the same one.
class Unplugged {
public:
    Unplugged()
    {
        plug_in();
        REQUIRE(C_Initialize(nullptr) == CKR_OK);
    }

    ~Unplugged()
    {
        C_Finalize(nullptr);
        test::service().remove_readers();
    }

    Unplugged(const Unplugged&) = delete;
    Unplugged& operator=(const Unplugged&) = delete;

    void plug_in()
    {
        card_->reset();
        test::service().add_reader(reader_name);
        test::service().insert(reader_name, test::in_reader(card_));
    }

    void unplug() { test::service().remove_readers(); }

private:
    std::shared_ptr<test::ReferenceCard> card_ = std::make_shared<test::ReferenceCard>();
};

CK_ULONG tokens()
{
    CK_ULONG count = 0;
    return C_GetSlotList(CK_TRUE, nullptr, &count) == CKR_OK ? count : CK_UNAVAILABLE_INFORMATION;
}

CK_SESSION_HANDLE logged_in()
{
    CK_SESSION_HANDLE session = 0;
    REQUIRE(C_OpenSession(0, CKF_SERIAL_SESSION, nullptr, nullptr, &session) == CKR_OK);
    std::string pin{test::pin};
    REQUIRE(C_Login(session, CKU_USER, reinterpret_cast<unsigned char*>(pin.data()), pin.size()) == CKR_OK);
    return session;
}

} // namespace

TEST_CASE("reader gone: its sessions die once, and the slot serves again when it is back")
{
    Unplugged reader;
    for (int round = 0; round < 3; ++round) {
        INFO(round);
        REQUIRE(tokens() == 1);
        const CK_SESSION_HANDLE session = logged_in();
        const CK_OBJECT_HANDLE key = test::only_object(session, CKO_PRIVATE_KEY, test::id_9a);
        CHECK(sign(session, key) == CKR_OK);
        reader.unplug();
        CHECK(sign(session, key) == CKR_DEVICE_REMOVED);
        CHECK(sign(session, key) == CKR_SESSION_HANDLE_INVALID);
        CHECK(tokens() == 0);
        CK_TOKEN_INFO info{};
        CHECK(C_GetTokenInfo(0, &info) == CKR_TOKEN_NOT_PRESENT);
        reader.plug_in();
    }
}

TEST_CASE("reader gone: one command of an EC signature, and no other, once it is logged in")
{
    Unplugged reader;
    REQUIRE(tokens() == 1);
    const CK_SESSION_HANDLE session = logged_in();
    const CK_OBJECT_HANDLE key = test::only_object(session, CKO_PRIVATE_KEY, test::id_9a);
    REQUIRE(sign(session, key) == CKR_OK);
    for (int i = 0; i < 5; ++i) {
        const std::size_t before = test::service().commands();
        CHECK(sign(session, key) == CKR_OK);
        CHECK(test::service().commands() == before + 1);
    }
}

TEST_CASE("reader gone: threads that wait for events and list slots live through it")
{
    Unplugged reader;
    REQUIRE(tokens() == 1); // a slot by now: events are told of slots
    std::atomic<unsigned> events{0};
    std::atomic<unsigned> wrong{0};
    std::thread waiting{[&] {
        for (CK_RV rv = CKR_OK; rv != CKR_CRYPTOKI_NOT_INITIALIZED;) {
            CK_SLOT_ID slot = 42;
            rv = C_WaitForSlotEvent(0, &slot, nullptr);
            if (rv == CKR_OK && slot == 0)
                ++events;
            else if (rv != CKR_CRYPTOKI_NOT_INITIALIZED)
                ++wrong;
        }
    }};
    std::thread listing{[&] {
        for (CK_RV rv = CKR_OK; rv != CKR_CRYPTOKI_NOT_INITIALIZED;) {
            CK_SLOT_ID slots[8];
            CK_ULONG count = 8;
            rv = C_GetSlotList(CK_TRUE, slots, &count);
            if (rv != CKR_OK && rv != CKR_CRYPTOKI_NOT_INITIALIZED)
                ++wrong;
            std::this_thread::sleep_for(1ms);
        }
    }};
    constexpr unsigned rounds = 5;
    for (unsigned round = 0; round < rounds; ++round) {
        const unsigned before = events;
        round % 2 == 0 ? reader.unplug() : reader.plug_in();
        for (const Clock::time_point end = Clock::now() + 10s; events == before && Clock::now() < end;)
            std::this_thread::sleep_for(5ms);
        CHECK(events > before);
    }
    const Clock::time_point begun = Clock::now();
    CHECK(C_Finalize(nullptr) == CKR_OK);
    waiting.join();
    listing.join();
    CHECK(Clock::now() - begun < 1s);
    CHECK(wrong == 0);
}
