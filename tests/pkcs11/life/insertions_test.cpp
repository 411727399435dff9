// SPDX-License-Identifier: Apache-2.0
// A host application that never restarts, while its card, its reader and the PC/SC service come and go.
#include "issued_card.hpp"
#include "life/measure.hpp"
#include "life/service.hpp"
#include "life/watchers.hpp"

#include <doctest/doctest.h>

#include <thread>

namespace {

using card::Bytes;
using test::Clock;
using test::Durations;
using test::IssuedCard;
using test::LoadedModule;
using test::Session;
using test::Watchers;
using namespace std::chrono_literals;

/// From the moment when the service sees the card to a signature: sessions, login, objects.
constexpr auto soon = 1s;
constexpr const char* message = "what the holder signs";

CK_RV state_of(const LoadedModule& module, const Session& session)
{
    CK_SESSION_INFO info{};
    return module->C_GetSessionInfo(session, &info);
}

/// Signs until that fails, and returns how.
CK_RV sign_until_gone(const Session& session, CK_OBJECT_HANDLE key)
{
    Bytes signature;
    for (const Clock::time_point end = Clock::now() + 60s; Clock::now() < end;)
        if (const CK_RV rv = session.sign(key, message, signature); rv != CKR_OK)
            return rv;
    return CKR_OK;
}

/// Two sessions of one application with the card that is in the reader now.
struct Insertion {
    Insertion(const LoadedModule& loaded, Durations& recovery, Clock::time_point inserted)
        : module{loaded}, first{loaded}, second{loaded}
    {
        REQUIRE(first.login(test::letter("PIN")) == CKR_OK);
        key = first.only(CKO_PRIVATE_KEY);
        Bytes signature;
        REQUIRE(first.sign(key, message, signature) == CKR_OK);
        recovery.add(Clock::now() - inserted);
        CHECK(first.verifies(message, signature));
    }

    /// Each of both dies once, and is told why.
    void is_over(CK_RV first_answer) const
    {
        CHECK(first_answer == CKR_DEVICE_REMOVED);
        CHECK(state_of(module, first) == CKR_SESSION_HANDLE_INVALID);
        CHECK(state_of(module, second) == CKR_DEVICE_REMOVED);
        CHECK(state_of(module, second) == CKR_SESSION_HANDLE_INVALID);
        CHECK(test::tokens(module).empty());
    }

    const LoadedModule& module;
    Session first;
    Session second;
    CK_OBJECT_HANDLE key = 0;
};

} // namespace

TEST_CASE("pkcs11 life: a card is pulled and put in again, over and over" * doctest::test_suite("insertions"))
{
    IssuedCard card;
    const LoadedModule module;
    REQUIRE(module->C_Initialize(nullptr) == CKR_OK);
    Durations recovery;
    const unsigned rounds = test::rounds(12, 100);
    {
        const Watchers watchers{module};
        Clock::time_point inserted = Clock::now();
        for (unsigned round = 0; round < rounds; ++round) {
            INFO(round);
            const Insertion now{module, recovery, inserted};
            if (round % 2 == 0) {
                card.eject();
                now.is_over(state_of(module, now.first));
            } else { // in the middle of signatures
                CK_RV ended = CKR_OK;
                std::thread signing{[&] { ended = sign_until_gone(now.first, now.key); }};
                card.eject();
                signing.join();
                now.is_over(ended);
            }
            card.insert();
            inserted = Clock::now();
        }
        CHECK(module->C_Finalize(nullptr) == CKR_OK);
        CHECK(watchers.wrong_answers() == 0);
        CHECK(watchers.events() >= rounds);
        CHECK(watchers.lists() > rounds);
    }
    recovery.print("from the card's return to a signature");
    CHECK(recovery.longest() < 10 * soon);
    CHECK(test::all_tries_left());
}

TEST_CASE("pkcs11 life: the service is ended and started again, with its reader and without" *
          doctest::test_suite("service restarts"))
{
    IssuedCard card;
    const LoadedModule module;
    REQUIRE(module->C_Initialize(nullptr) == CKR_OK);
    Durations recovery;
    {
        const Watchers watchers{module};
        Clock::time_point inserted = Clock::now();
        const unsigned rounds = test::rounds(3, 30);
        for (unsigned round = 0; round < rounds; ++round) {
            INFO(round);
            const Insertion now{module, recovery, inserted};
            CK_RV ended = CKR_OK;
            std::thread signing{[&] { ended = sign_until_gone(now.first, now.key); }};
            test::end_service(round % 2 == 0 ? "KILL" : "TERM");
            signing.join();
            now.is_over(ended);
            if (round % 3 == 1) { // the reader is unplugged for a while
                test::start_service(false);
                CK_SLOT_INFO slot{};
                CHECK(module->C_GetSlotInfo(0, &slot) == CKR_OK);
                CHECK((slot.flags & CKF_TOKEN_PRESENT) == 0);
                CHECK(test::tokens(module).empty());
                test::end_service();
            }
            test::start_service();
            card.expect_gone();
            card.insert();
            inserted = Clock::now();
        }
        const Insertion last{module, recovery, inserted};
        CHECK(module->C_Finalize(nullptr) == CKR_OK);
        CHECK(watchers.wrong_answers() == 0);
        CHECK(watchers.events() >= rounds);
    }
    recovery.print("from the card's return, after the service's, to a signature");
    CHECK(recovery.longest() < 10 * soon);
    CHECK(test::all_tries_left());
}
