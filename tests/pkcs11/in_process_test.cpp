// SPDX-License-Identifier: Apache-2.0
// Rules P11-4, P11-5, P11-7 and P11-8: a guest in its host's process.
#include "in_process/application.hpp"

#include "support/process.hpp"

#include <array>
#include <chrono>
#include <clocale>
#include <csignal>
#include <thread>

#include <fcntl.h>
#include <malloc.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

using test::Application;
using test::InsertedCard;
using test::sign;
using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

/// Runs in a child; its exit code is the number of the first check that failed.
template <class Body>
int in_child(Body body)
{
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0)
        _exit(body());
    int status = -1;
    REQUIRE(waitpid(child, &status, 0) == child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/// What a guest must leave as it is.
struct Host {
    std::array<void (*)(int), 32> handlers{};
    std::string locale = std::setlocale(LC_ALL, nullptr);
    mode_t mask = umask(0);
    std::array<int, 3> standard_files{};
    std::ptrdiff_t running = test::threads();

    Host()
    {
        umask(mask);
        for (std::size_t i = 1; i < handlers.size(); ++i) {
            struct sigaction action {};

            sigaction(static_cast<int>(i), nullptr, &action);
            handlers[i] = action.sa_handler;
        }
        for (int i = 0; i < 3; ++i)
            standard_files[static_cast<std::size_t>(i)] = fcntl(i, F_GETFL) | fcntl(i, F_GETFD) << 24;
    }

    friend bool operator==(const Host&, const Host&) = default;
};

} // namespace

TEST_CASE("pkcs11 process: P11-4, a child starts anew, sends nothing on its parent's connection and disturbs nobody")
{
    const InsertedCard card;
    const Application application;
    REQUIRE(application.log_in() == CKR_OK);
    const CK_OBJECT_HANDLE key = application.private_key(test::id_9a);
    const CK_SESSION_HANDLE session = application.session;
    REQUIRE(sign(session, key) == CKR_OK);

    CHECK(in_child([&] { // the service is the child's own copy: it would count what is sent
        const std::size_t commands = test::service().commands();
        const std::size_t open = test::service().open_handles();
        CK_SESSION_INFO info{};
        if (sign(session, key) != CKR_CRYPTOKI_NOT_INITIALIZED)
            return 1;
        if (C_GetSessionInfo(session, &info) != CKR_CRYPTOKI_NOT_INITIALIZED)
            return 2;
        if (C_Finalize(nullptr) != CKR_CRYPTOKI_NOT_INITIALIZED)
            return 3;
        if (C_Initialize(nullptr) != CKR_OK || C_Initialize(nullptr) != CKR_CRYPTOKI_ALREADY_INITIALIZED)
            return 4;
        if (C_GetSessionInfo(session, &info) != CKR_SESSION_HANDLE_INVALID)
            return 5;
        if (C_Finalize(nullptr) != CKR_OK || sign(session, key) != CKR_CRYPTOKI_NOT_INITIALIZED)
            return 6;
        if (test::service().commands() != commands || test::service().open_handles() != open)
            return 7;
        return 0;
    }) == 0);
    CHECK(sign(session, key) == CKR_OK);
    CHECK(test::service().commands() > 0);
}

TEST_CASE("pkcs11 process: P11-4, a child of a child, and a child that only exits")
{
    const InsertedCard card;
    const Application application;
    REQUIRE(application.log_in() == CKR_OK);
    const CK_OBJECT_HANDLE key = application.private_key(test::id_9a);
    CHECK(in_child([&] {
        if (C_Initialize(nullptr) != CKR_OK)
            return 1;
        const pid_t grandchild = fork();
        if (grandchild == 0)
            _exit(sign(application.session, key) == CKR_CRYPTOKI_NOT_INITIALIZED && C_Initialize(nullptr) == CKR_OK &&
                          C_Finalize(nullptr) == CKR_OK
                      ? 0
                      : 1);
        int status = -1;
        waitpid(grandchild, &status, 0);
        return status == 0 && C_Finalize(nullptr) == CKR_OK ? 0 : 2;
    }) == 0);
    CHECK(in_child([] { return 0; }) == 0);
    CHECK(sign(application.session, key) == CKR_OK);
}

TEST_CASE("pkcs11 process: P11-4, a child made while another thread signs is not held up by its locks")
{
    const InsertedCard card;
    const Application application;
    const CK_OBJECT_HANDLE key = application.private_key(test::id_9e);
    std::atomic<bool> stop{false};
    std::thread signer{[&] {
        while (!stop)
            sign(application.session, key);
    }};
    for (int i = 0; i < 5; ++i)
        CHECK(in_child([&] {
            alarm(10); // a lock that nobody will ever give back would show so
            CK_INFO info{};
            return C_GetInfo(&info) == CKR_CRYPTOKI_NOT_INITIALIZED ? 0 : 1;
        }) == 0);
    stop = true;
    signer.join();
}

TEST_CASE("pkcs11 process: P11-5, a wait tells of a card and ends within a second of C_Finalize")
{
    const InsertedCard card;
    REQUIRE(C_Initialize(nullptr) == CKR_OK);
    CK_ULONG count = 0;
    REQUIRE(C_GetSlotList(CK_FALSE, nullptr, &count) == CKR_OK);
    std::array<CK_RV, 2> waited{};
    std::array<CK_SLOT_ID, 2> slots{7, 7};
    std::thread waiting{[&] {
        waited[0] = C_WaitForSlotEvent(0, &slots[0], nullptr);
        waited[1] = C_WaitForSlotEvent(0, &slots[1], nullptr);
    }};
    std::this_thread::sleep_for(50ms);
    for (int i = 0; i < 20; ++i) // beside the wait
        CHECK(C_GetSlotList(CK_TRUE, nullptr, &count) == CKR_OK);
    test::service().eject(InsertedCard::name);
    std::this_thread::sleep_for(600ms);
    const Clock::time_point begin = Clock::now();
    CHECK(C_Finalize(nullptr) == CKR_OK);
    waiting.join();
    CHECK(Clock::now() - begin < 1s);
    CHECK(waited[0] == CKR_OK);
    CHECK(slots[0] == 0);
    CHECK(waited[1] == CKR_CRYPTOKI_NOT_INITIALIZED);
}

TEST_CASE("pkcs11 process: P11-5, a thread that still waits keeps no card: nobody is logged out after C_Finalize")
{
    const InsertedCard card;
    std::thread waiting;
    {
        const Application application;
        REQUIRE(application.log_in() == CKR_OK);
        waiting = std::thread{[] {
            CK_SLOT_ID slot = 0;
            CHECK(C_WaitForSlotEvent(0, &slot, nullptr) == CKR_CRYPTOKI_NOT_INITIALIZED);
        }};
        std::this_thread::sleep_for(100ms);
    }
    const Application next;
    REQUIRE(next.log_in() == CKR_OK);
    waiting.join();
    CHECK(sign(next.session, next.private_key(test::id_9a)) == CKR_OK);
}

TEST_CASE("pkcs11 process: P11-7, signals, locale, umask, standard files and threads stay the host's")
{
    const Host before;
    {
        const InsertedCard card;
        const Application application;
        REQUIRE(application.log_in() == CKR_OK);
        REQUIRE(sign(application.session, application.private_key(test::id_9a)) == CKR_OK);
        CHECK(Host{} == before);
    }
    CHECK(Host{} == before);
    CHECK(test::service().open_handles() == 0);
}

TEST_CASE("pkcs11 process: P11-7, 1,000 times initialized, used and finalized without growth")
{
    const InsertedCard card;
    const auto use_once = [] {
        const Application application;
        CHECK(application.log_in() == CKR_OK);
        CHECK(application.private_key(test::id_9a) != 0);
    };
    for (int i = 0; i < 20; ++i)
        use_once();
    const auto before = mallinfo2().uordblks;
    for (int i = 0; i < 1000; ++i)
        use_once();
    const auto after = mallinfo2().uordblks;
    MESSAGE("bytes in use before and after: ", before, " ", after);
    CHECK(after < before + 10'000); // ten bytes for each would show
    CHECK(test::service().open_handles() == 0);
}

TEST_CASE("pkcs11 process: P11-8, arguments of C_Initialize that are none")
{
    int something = 0;
    CK_C_INITIALIZE_ARGS arguments{};
    arguments.pReserved = &something;
    CHECK(C_Initialize(&arguments) == CKR_ARGUMENTS_BAD);
    arguments = {};
    arguments.LockMutex = [](void*) -> CK_RV { return CKR_OK; };
    CHECK(C_Initialize(&arguments) == CKR_ARGUMENTS_BAD);
    arguments = {};
    arguments.flags = ~CK_FLAGS{0};
    CHECK(C_Initialize(&arguments) == CKR_OK);
    CHECK(C_Finalize(&something) == CKR_ARGUMENTS_BAD);
    CHECK(C_Finalize(nullptr) == CKR_OK);
}
