// SPDX-License-Identifier: Apache-2.0
// The PIN: whose login counts, how tries are told, and what is never sent.
#include "issued_card.hpp"

#include "card/base/hex.hpp"

#include <doctest/doctest.h>

#include <sys/wait.h>
#include <unistd.h>

namespace {

using card::Bytes;
using test::IssuedCard;
using test::Module;
using test::Session;

constexpr CK_FLAGS pin_flags = CKF_USER_PIN_COUNT_LOW | CKF_USER_PIN_FINAL_TRY | CKF_USER_PIN_LOCKED;

CK_FLAGS tries_of(const Module& module)
{
    CK_TOKEN_INFO info{};
    REQUIRE(module->C_GetTokenInfo(test::tokens(module).at(0), &info) == CKR_OK);
    return info.flags & pin_flags;
}

/// A PIN of the right form that is not the card's.
std::string wrong_pin()
{
    std::string pin = test::letter("PIN");
    pin.back() = pin.back() == '0' ? '1' : '0';
    return pin;
}

std::string as_hex_block(const std::string& pin)
{
    std::string hex;
    for (const char digit : pin)
        hex += std::string{"3"} + digit;
    while (hex.size() < 16)
        hex += "FF";
    return hex;
}

} // namespace

TEST_CASE("pkcs11 card: login is of the process and shows in all its sessions")
{
    const IssuedCard card;
    const Module module;
    const Session first{module};
    const Session second{module, CKF_RW_SESSION};
    CHECK(first.state() == CKS_RO_PUBLIC_SESSION);
    CHECK(second.state() == CKS_RW_PUBLIC_SESSION);
    REQUIRE(first.login(test::letter("PIN")) == CKR_OK);
    CHECK(first.state() == CKS_RO_USER_FUNCTIONS);
    CHECK(second.state() == CKS_RW_USER_FUNCTIONS);
    CHECK(second.login(test::letter("PIN")) == CKR_USER_ALREADY_LOGGED_IN);
    CHECK(module->C_Logout(second) == CKR_OK);
    CHECK(first.state() == CKS_RO_PUBLIC_SESSION);
    CHECK(module->C_Logout(second) == CKR_USER_NOT_LOGGED_IN);
}

TEST_CASE("pkcs11 card: with the last session the login ends")
{
    const IssuedCard card;
    const Module module;
    {
        const Session session{module};
        REQUIRE(session.login(test::letter("PIN")) == CKR_OK);
        CHECK(module->C_CloseSession(session) == CKR_OK);
        CHECK(module->C_CloseSession(session) == CKR_SESSION_HANDLE_INVALID);
    }
    const Session session{module};
    CHECK(session.state() == CKS_RO_PUBLIC_SESSION);
    REQUIRE(session.login(test::letter("PIN")) == CKR_OK);
    CHECK(module->C_CloseAllSessions(test::tokens(module).at(0)) == CKR_OK);
    CHECK(Session{module}.state() == CKS_RO_PUBLIC_SESSION);
}

TEST_CASE("pkcs11 card: a card that refuses to log out is reset")
{
    const IssuedCard card{"--fault status@4:6F00"}; // SELECT; VERIFY twice; VERIFY to log out
    const Module module;
    const Session session{module};
    REQUIRE(session.login(test::letter("PIN")) == CKR_OK);
    CHECK(module->C_Logout(session) == CKR_OK);
    CHECK(session.state() == CKS_RO_PUBLIC_SESSION);
    test::foreign_command("00A4040005A000000308");
    CHECK(test::foreign_command("00200080") == card::from_hex("63C3"));
    CHECK(session.login(test::letter("PIN")) == CKR_OK);
}

TEST_CASE("pkcs11 card: software never spends the last try")
{
    const IssuedCard card;
    const Module module;
    const Session session{module};
    CHECK(tries_of(module) == 0);
    CHECK(session.login(wrong_pin()) == CKR_PIN_INCORRECT);
    CHECK(tries_of(module) == CKF_USER_PIN_COUNT_LOW);
    CHECK(session.login(wrong_pin()) == CKR_PIN_INCORRECT);
    CHECK(tries_of(module) == (CKF_USER_PIN_COUNT_LOW | CKF_USER_PIN_FINAL_TRY));
    CHECK(session.login(test::letter("PIN")) == CKR_FUNCTION_REJECTED);
    CHECK(session.login(wrong_pin()) == CKR_FUNCTION_REJECTED);
    CHECK(tries_of(module) == (CKF_USER_PIN_COUNT_LOW | CKF_USER_PIN_FINAL_TRY)); // nothing was sent

    test::foreign_command("00A4040C0BA000000308000010000100");
    test::foreign_command("0020008008" + as_hex_block(wrong_pin())); // another program spends it
    CHECK((tries_of(module) & CKF_USER_PIN_LOCKED) != 0);
    CHECK(session.login(test::letter("PIN")) == CKR_PIN_LOCKED);
}

TEST_CASE("pkcs11 card: what cannot be a PIN costs no try")
{
    const IssuedCard card;
    const Module module;
    const Session session{module};
    CHECK(session.login("") == CKR_PIN_LEN_RANGE);
    CHECK(session.login("12345") == CKR_PIN_INCORRECT);
    CHECK(session.login("123456789") == CKR_PIN_INCORRECT);
    CHECK(session.login("secret") == CKR_PIN_INCORRECT);
    CHECK(module->C_Login(session, CKU_USER, nullptr, 0) == CKR_PIN_LEN_RANGE);
    CHECK(module->C_Login(session, CKU_USER, nullptr, 6) == CKR_ARGUMENTS_BAD);
    unsigned char pin[] = {'1', '2', '3', '4', '5', '6', '7', '8'};
    CHECK(module->C_Login(session, CKU_SO, pin, sizeof pin) == CKR_SESSION_READ_ONLY_EXISTS);
    CHECK(module->C_Login(session, 99, pin, sizeof pin) == CKR_USER_TYPE_INVALID);
    CHECK(module->C_Login(session, CKU_CONTEXT_SPECIFIC, pin, sizeof pin) == CKR_OPERATION_NOT_INITIALIZED);
    CHECK(tries_of(module) == 0);
}

TEST_CASE("pkcs11 card: another process's login is not ours")
{
    const IssuedCard card;
    int tell[2];
    REQUIRE(pipe(tell) == 0);
    const pid_t other = fork();
    REQUIRE(other >= 0);
    if (other == 0) {
        const Module module;
        const Session session{module};
        const char outcome = session.login(test::letter("PIN")) == CKR_OK ? 'y' : 'n';
        const bool told = write(tell[1], &outcome, 1) == 1;
        sleep(2); // its session, and with it the PIN state of the card, stays for a while
        _exit(told ? 0 : 1);
    }
    char outcome = 0;
    REQUIRE(read(tell[0], &outcome, 1) == 1);
    REQUIRE(outcome == 'y');

    const Module module;
    const Session session{module};
    CHECK(session.state() == CKS_RO_PUBLIC_SESSION);
    CHECK(session.find(CKO_PRIVATE_KEY).size() == 1); // 9E alone
    Bytes signature;
    CHECK(session.sign(1, "message", signature) == CKR_KEY_HANDLE_INVALID); // a hidden key has no handle yet
    CHECK(session.login("") == CKR_PIN_LEN_RANGE);
    CHECK(session.login(wrong_pin()) == CKR_PIN_INCORRECT);
    int status = 0;
    waitpid(other, &status, 0);
    CHECK(status == 0);
}

TEST_CASE("pkcs11 card: the PIN is changed by its holder")
{
    const IssuedCard card;
    const Module module;
    const auto change = [&](CK_SESSION_HANDLE session, std::string from, std::string to) {
        return module->C_SetPIN(session, reinterpret_cast<unsigned char*>(from.data()), from.size(),
            reinterpret_cast<unsigned char*>(to.data()), to.size());
    };
    const Session read_only{module};
    CHECK(change(read_only, test::letter("PIN"), "73195028") == CKR_SESSION_READ_ONLY);
    const Session session{module, CKF_RW_SESSION};
    CHECK(change(session, test::letter("PIN"), "123") == CKR_PIN_LEN_RANGE);
    CHECK(change(session, wrong_pin(), "73195028") == CKR_PIN_INCORRECT);
    CHECK(change(session, test::letter("PIN"), "73195028") == CKR_OK);
    CHECK(test::foreign_command("00200080") == card::from_hex("63C3")); // a change is no login, for nobody
    CHECK(session.login(test::letter("PIN")) == CKR_PIN_INCORRECT);
    CHECK(session.login("73195028") == CKR_OK);
}
