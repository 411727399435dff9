// SPDX-License-Identifier: Apache-2.0
// From the PIN for a signature with 9C to that signature no other program gets at the card, and never for long.
#include "issued_card.hpp"

#include "support/process.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <cstdio>
#include <future>
#include <thread>

#include <sys/wait.h>
#include <unistd.h>

namespace {

using card::Bytes;
using test::id_9a;
using test::id_9c;
using test::IssuedCard;
using test::Module;
using test::Session;
using test::threads;
using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr auto longest_hold = 2s;
constexpr const char* read_certificate_of_9a = "00CB3FFF055C035FC10500";

/// A session, logged in, with a signature by 9C that waits for its PIN.
struct Signer {
    explicit Signer(const test::LoadedModule& loaded) : module{loaded}, session{loaded}
    {
        REQUIRE(session.login(test::letter("PIN")) == CKR_OK);
        key = session.only(CKO_PRIVATE_KEY, id_9c);
        begin();
    }

    void begin() const
    {
        CK_MECHANISM mechanism{CKM_ECDSA_SHA256, nullptr, 0};
        REQUIRE(module->C_SignInit(session, &mechanism, key) == CKR_OK);
    }

    CK_RV give_pin() const { return session.login_again(test::letter("PIN")); }

    CK_RV finish()
    {
        std::string copy{message};
        signature.resize(64);
        CK_ULONG size = signature.size();
        return module->C_Sign(
            session, reinterpret_cast<unsigned char*>(copy.data()), copy.size(), signature.data(), &size);
    }

    bool verifies() const { return session.verifies(message, signature, id_9c); }

    static constexpr const char* message = "what the holder signs";
    const test::LoadedModule& module;
    Session session;
    CK_OBJECT_HANDLE key = 0;
    Bytes signature;
};

/// How long another program's command waits from now on.
std::future<Clock::duration> waiting_program()
{
    return std::async(std::launch::async, [begun = Clock::now()] {
        test::foreign_command(read_certificate_of_9a);
        return Clock::now() - begun;
    });
}

double seconds(Clock::duration duration)
{
    return std::chrono::duration<double>{duration}.count();
}

/// Whether that many threads are left soon.
bool threads_become(std::ptrdiff_t wanted)
{
    for (const Clock::time_point end = Clock::now() + 1s; Clock::now() < end; std::this_thread::sleep_for(10ms))
        if (threads() == wanted)
            return true;
    return false;
}

} // namespace

TEST_CASE("pkcs11 card: another program waits from the PIN to the signature by 9C")
{
    const IssuedCard card;
    const Module module;
    Signer signer{module};
    REQUIRE(signer.give_pin() == CKR_OK);
    std::future<Clock::duration> other = waiting_program();
    CHECK(other.wait_for(500ms) == std::future_status::timeout);
    CHECK(signer.finish() == CKR_OK);
    CHECK(signer.verifies());
    CHECK(other.get() >= 500ms);
    signer.begin(); // the login lives on
    CHECK(signer.give_pin() == CKR_OK);
    CHECK(signer.finish() == CKR_OK);
}

TEST_CASE("pkcs11 card: without the signature another program waits two seconds and no longer")
{
    const IssuedCard card;
    const Module module;
    Signer signer{module};
    REQUIRE(signer.give_pin() == CKR_OK);
    const Clock::duration waited = waiting_program().get();
    std::printf("blocked for %.2f s by a PIN whose signature does not come (%lld s allowed)\n", seconds(waited),
        static_cast<long long>(std::chrono::seconds{longest_hold}.count()));
    CHECK(waited > 1s);
    CHECK(waited < 10 * longest_hold);
    CHECK(signer.finish() == CKR_USER_NOT_LOGGED_IN); // its command came in between
    CHECK(signer.session.state() == CKS_RO_USER_FUNCTIONS);
    signer.begin();
    CHECK(signer.give_pin() == CKR_OK);
    CHECK(signer.finish() == CKR_OK);
    CHECK(signer.verifies());
}

TEST_CASE("pkcs11 card: a signature that comes late is made if nobody used the card")
{
    const IssuedCard card;
    const Module module;
    Signer signer{module};
    REQUIRE(signer.give_pin() == CKR_OK);
    std::this_thread::sleep_for(longest_hold + 300ms);
    CHECK(signer.finish() == CKR_OK);
    CHECK(signer.verifies());
}

TEST_CASE("pkcs11 card: whatever ends the signature lets other programs in")
{
    const IssuedCard card;
    const test::LoadedModule module;
    for (const std::string way : {"error", "session closed", "logout", "all sessions closed", "finalized"}) {
        INFO(way);
        REQUIRE(module->C_Initialize(nullptr) == CKR_OK);
        {
            Signer signer{module};
            REQUIRE(signer.give_pin() == CKR_OK);
            if (way == "error")
                CHECK(module->C_SignUpdate(signer.session, nullptr, 1) == CKR_ARGUMENTS_BAD);
            if (way == "session closed")
                CHECK(module->C_CloseSession(signer.session) == CKR_OK);
            if (way == "logout")
                CHECK(module->C_Logout(signer.session) == CKR_OK);
            if (way == "all sessions closed")
                CHECK(module->C_CloseAllSessions(0) == CKR_OK);
            if (way == "finalized")
                CHECK(module->C_Finalize(nullptr) == CKR_OK);
            CHECK(waiting_program().get() < 1s);
        }
        module->C_Finalize(nullptr);
    }
}

TEST_CASE("pkcs11 card: the thread that ends the wait is there only meanwhile")
{
    const IssuedCard card;
    const test::LoadedModule module;
    const std::ptrdiff_t own = threads();
    REQUIRE(module->C_Initialize(nullptr) == CKR_OK);
    {
        Signer signer{module};
        CHECK(threads() == own);
        REQUIRE(signer.give_pin() == CKR_OK);
        CHECK(threads() == own + 1);
        CHECK(signer.finish() == CKR_OK);
        CHECK(threads_become(own));
        signer.begin();
        REQUIRE(signer.give_pin() == CKR_OK);
        CHECK(threads() == own + 1);
    }
    CHECK(module->C_Finalize(nullptr) == CKR_OK);
    CHECK(threads() == own);
}

TEST_CASE("pkcs11 card: a child of fork leaves its parent's transaction alone")
{
    const IssuedCard card;
    const Module module;
    Signer signer{module};
    REQUIRE(signer.give_pin() == CKR_OK);
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        CK_SESSION_INFO info{};
        const bool starts_anew = module->C_GetSessionInfo(signer.session, &info) == CKR_CRYPTOKI_NOT_INITIALIZED &&
                                 module->C_Initialize(nullptr) == CKR_OK && module->C_Finalize(nullptr) == CKR_OK;
        _exit(starts_anew ? 0 : 1);
    }
    int status = -1;
    REQUIRE(waitpid(child, &status, 0) == child);
    CHECK(status == 0);
    {
        std::future<Clock::duration> other = waiting_program();
        CHECK(other.wait_for(300ms) == std::future_status::timeout);
        CHECK(signer.finish() == CKR_OK);
        CHECK(signer.verifies());
    }
}

TEST_CASE("pkcs11 card: another thread of the same application is not held up")
{
    const IssuedCard card;
    const Module module;
    Signer signer{module};
    const Session second{module};
    const CK_OBJECT_HANDLE key = second.only(CKO_PRIVATE_KEY, id_9a);
    REQUIRE(signer.give_pin() == CKR_OK);
    CK_TOKEN_INFO info{};
    CHECK(module->C_GetTokenInfo(0, &info) == CKR_OK); // costs the PIN nothing
    CHECK(signer.finish() == CKR_OK);

    signer.begin();
    REQUIRE(signer.give_pin() == CKR_OK);
    const Clock::time_point begun = Clock::now();
    Bytes signature;
    CHECK(second.sign(key, Signer::message, signature) == CKR_OK);
    CHECK(Clock::now() - begun < 1s);
    CHECK(signer.finish() == CKR_USER_NOT_LOGGED_IN); // the card saw another command
    CHECK(signer.session.state() == CKS_RO_USER_FUNCTIONS);
}

TEST_CASE("pkcs11 card: a card that was reset between PIN and signature by 9C has forgotten the login")
{
    const IssuedCard card;
    const Module module;
    Signer signer{module};
    REQUIRE(signer.give_pin() == CKR_OK);
    test::foreign_reset(); // waits until nothing is held
    CHECK(signer.finish() == CKR_USER_NOT_LOGGED_IN);
    CHECK(signer.session.state() == CKS_RO_PUBLIC_SESSION);
    CHECK(signer.session.login(test::letter("PIN")) == CKR_OK);
    signer.begin();
    CHECK(signer.give_pin() == CKR_OK);
    CHECK(signer.finish() == CKR_OK);
}
