// SPDX-License-Identifier: Apache-2.0
// Sessions beside each other and beside other programs: module, service and reference card in this process.
#include "in_process/altered_card.hpp"
#include "in_process/application.hpp"

#include "card/base/hex.hpp"
#include "support/process.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <future>

namespace {

using card::Bytes;
using card::pcsc::Code;
using test::AlteredCard;
using test::Application;
using test::InsertedCard;
using test::service;
using test::sign;
using test::threads;
using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

CK_RV begin(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE key)
{
    CK_MECHANISM mechanism{CKM_ECDSA_SHA256, nullptr, 0};
    return C_SignInit(session, &mechanism, key);
}

CK_RV finish(CK_SESSION_HANDLE session)
{
    Bytes message{1, 2, 3};
    Bytes signature(96);
    CK_ULONG size = signature.size();
    return C_Sign(session, message.data(), message.size(), signature.data(), &size);
}

CK_RV info(CK_SESSION_HANDLE session)
{
    CK_SESSION_INFO told{};
    return C_GetSessionInfo(session, &told);
}

/// For the life of it, what new connections get.
struct Connections {
    explicit Connections(Code code) { service().connecting = code; }

    ~Connections() { service().connecting = Code::success; }

    Connections(const Connections&) = delete;
    Connections& operator=(const Connections&) = delete;
};

} // namespace

TEST_CASE("sessions: another thread's signature waits while the PIN for a signature with 9C was given")
{
    const InsertedCard card;
    const Application application;
    const CK_SESSION_HANDLE second = Application::open();
    REQUIRE(application.log_in() == CKR_OK);
    const CK_OBJECT_HANDLE key = application.private_key(test::id_9a);
    REQUIRE(begin(application.session, application.private_key(test::id_9c)) == CKR_OK);
    REQUIRE(application.log_in(CKU_CONTEXT_SPECIFIC) == CKR_OK);
    std::future<CK_RV> other = std::async(std::launch::async, [&] { return sign(second, key); });
    CHECK(other.wait_for(200ms) == std::future_status::timeout);
    CHECK(info(application.session) == CKR_OK); // what needs no card is not held up
    CHECK(finish(application.session) == CKR_OK);
    CHECK(other.get() == CKR_OK);
}

TEST_CASE("sessions: the wait for a signature that never comes ends, also with the session")
{
    const InsertedCard card;
    const Application application;
    const CK_SESSION_HANDLE second = Application::open();
    REQUIRE(application.log_in() == CKR_OK);
    const CK_OBJECT_HANDLE key = application.private_key(test::id_9a);
    REQUIRE(begin(application.session, application.private_key(test::id_9c)) == CKR_OK);
    for (const bool closed : {false, true}) {
        CAPTURE(closed);
        REQUIRE(application.log_in(CKU_CONTEXT_SPECIFIC) == CKR_OK);
        const Clock::time_point begun = Clock::now();
        std::future<CK_RV> other = std::async(std::launch::async, [&] { return sign(second, key); });
        std::this_thread::sleep_for(50ms);
        if (closed)
            CHECK(C_CloseAllSessions(0) == CKR_OK);
        CHECK(other.get() == (closed ? CKR_SESSION_HANDLE_INVALID : CKR_OK));
        CHECK(Clock::now() - begun < (closed ? 1s : 4s));
        if (closed)
            break;
        CHECK(finish(application.session) == CKR_USER_NOT_LOGGED_IN); // two seconds after the PIN
        REQUIRE(begin(application.session, application.private_key(test::id_9c)) == CKR_OK);
    }
}

TEST_CASE("sessions: an application that wants no threads gets none, and signs with 9C")
{
    const InsertedCard card;
    CK_C_INITIALIZE_ARGS arguments{};
    arguments.flags = CKF_LIBRARY_CANT_CREATE_OS_THREADS | CKF_OS_LOCKING_OK;
    const Application application{&arguments};
    REQUIRE(application.log_in() == CKR_OK);
    const std::ptrdiff_t before = threads();
    REQUIRE(begin(application.session, application.private_key(test::id_9c)) == CKR_OK);
    REQUIRE(application.log_in(CKU_CONTEXT_SPECIFIC) == CKR_OK);
    CHECK(threads() == before);
    CHECK(finish(application.session) == CKR_OK);
}

TEST_CASE("sessions: a card that another program keeps for itself has not left")
{
    const InsertedCard card;
    const Application application;
    {
        const Connections kept{Code::sharing_violation};
        CHECK(info(application.session) == CKR_OK);
        CHECK(application.log_in() == CKR_DEVICE_ERROR);
        CHECK(info(application.session) == CKR_OK);
        CK_ULONG tokens = 0;
        CHECK(C_GetSlotList(CK_TRUE, nullptr, &tokens) == CKR_OK);
        CHECK(tokens == 1);
    }
    CHECK(application.log_in() == CKR_OK);
}

TEST_CASE("sessions: a card that is found missing by a call of a session was removed")
{
    const InsertedCard card;
    const Application application;
    const Connections none{Code::no_smartcard};
    CHECK(application.log_in() == CKR_DEVICE_REMOVED);
    CHECK(info(application.session) == CKR_SESSION_HANDLE_INVALID);
}

TEST_CASE("sessions: each handle of a card that left is told so once, whatever other sessions did since")
{
    const InsertedCard card;
    const Application application;
    const CK_SESSION_HANDLE second = Application::open();
    const CK_SESSION_HANDLE third = Application::open();
    const auto again = [] {
        service().eject(InsertedCard::name);
        service().insert(InsertedCard::name, test::in_reader(std::make_shared<test::ReferenceCard>()));
    };
    again();
    CK_SESSION_HANDLE next = Application::open();
    CHECK(C_CloseSession(next) == CKR_OK);
    CHECK(info(second) == CKR_DEVICE_REMOVED);
    CHECK(info(second) == CKR_SESSION_HANDLE_INVALID);
    next = Application::open();
    again();
    CHECK(info(next) == CKR_DEVICE_REMOVED);
    CHECK(info(application.session) == CKR_DEVICE_REMOVED);
    CHECK(C_CloseAllSessions(0) == CKR_OK);
    CHECK(info(third) == CKR_SESSION_HANDLE_INVALID);
}

TEST_CASE("sessions: several resets in a row cost a login, and no error")
{
    const InsertedCard card;
    const Application application;
    REQUIRE(application.log_in() == CKR_OK);
    const CK_OBJECT_HANDLE key = application.private_key(test::id_9a);
    service().resets_to_come = 4;
    CHECK(sign(application.session, key) == CKR_USER_NOT_LOGGED_IN);
    CHECK(service().resets_to_come == 0);
    CHECK(application.log_in() == CKR_OK);
    CHECK(sign(application.session, key) == CKR_OK);
}

TEST_CASE("sessions: without one no connection is held, also after a call that failed")
{
    AlteredCard card;
    const Application application;
    REQUIRE(C_CloseSession(application.session) == CKR_OK);
    const std::size_t open = service().open_handles();
    CK_TOKEN_INFO token{};
    CHECK(C_GetTokenInfo(0, &token) == CKR_OK);
    CHECK(service().open_handles() == open);
    card.instead = [](card::ByteView command) {
        return command[1] == 0x20 ? std::optional{card::from_hex("6F00")} : std::nullopt;
    };
    CHECK(C_GetTokenInfo(0, &token) == CKR_DEVICE_ERROR);
    CHECK(service().open_handles() == open);
}

TEST_CASE("sessions: a card that another thread is just about to see is in the list of slots")
{
    service().add_reader(InsertedCard::name);
    REQUIRE(C_Initialize(nullptr) == CKR_OK);
    CK_ULONG count = 0;
    REQUIRE(C_GetSlotList(CK_TRUE, nullptr, &count) == CKR_OK);
    REQUIRE(count == 0);
    service().insert(InsertedCard::name, test::in_reader(std::make_shared<test::ReferenceCard>()));

    std::promise<void> looking;
    std::atomic<bool> first = true;
    service().before_status = [&] {
        if (first.exchange(false)) {
            looking.set_value();
            std::this_thread::sleep_for(100ms);
        }
    };
    std::future<CK_RV> other = std::async(std::launch::async, [] {
        CK_TOKEN_INFO told{};
        return C_GetTokenInfo(0, &told);
    });
    looking.get_future().wait();
    CHECK(C_GetSlotList(CK_TRUE, nullptr, &count) == CKR_OK);
    CHECK(count == 1);
    CHECK(other.get() == CKR_OK);
    C_Finalize(nullptr);
    service().before_status = [] {};
    service().remove_readers();
}
