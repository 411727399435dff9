// SPDX-License-Identifier: Apache-2.0
// The PUK as the security officer's PIN: it gives the holder a new PIN, and is changed itself.
#include "issued_card.hpp"

#include <doctest/doctest.h>

#include <cstdlib>

namespace {

using test::IssuedCard;
using test::Module;
using test::Session;

constexpr const char* new_pin = "73195028";
constexpr const char* new_puk = "50287319";

std::string wrong(std::string secret)
{
    secret.back() = secret.back() == '0' ? '1' : '0';
    return secret;
}

/// A read/write session, and calls with text.
struct Desk {
    explicit Desk(const Module& loaded) : module{loaded}, session{loaded, CKF_RW_SESSION} {}

    static unsigned char* bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

    CK_RV login(std::string puk) const { return module->C_Login(session, CKU_SO, bytes(puk), puk.size()); }

    CK_RV init_pin(std::string pin) const { return module->C_InitPIN(session, bytes(pin), pin.size()); }

    CK_RV change(std::string from, std::string to) const
    {
        return module->C_SetPIN(session, bytes(from), from.size(), bytes(to), to.size());
    }

    CK_FLAGS flags() const
    {
        CK_TOKEN_INFO info{};
        REQUIRE(module->C_GetTokenInfo(test::tokens(module).at(0), &info) == CKR_OK);
        return info.flags;
    }

    const Module& module;
    Session session;
};

} // namespace

TEST_CASE("pkcs11 card: the PUK gives a blocked PIN back")
{
    const IssuedCard card;
    const Module module;
    const Desk desk{module};
    CHECK(desk.session.login(wrong(test::letter("PIN"))) == CKR_PIN_INCORRECT);
    CHECK(desk.session.login(wrong(test::letter("PIN"))) == CKR_PIN_INCORRECT);
    test::foreign_command("00A4040C0BA000000308000010000100");
    test::foreign_command("0020008008393939393939FFFF"); // another program spends the last try
    CHECK(desk.session.login(test::letter("PIN")) == CKR_PIN_LOCKED);

    REQUIRE(desk.login(test::letter("PUK")) == CKR_OK);
    CHECK(desk.session.state() == CKS_RW_SO_FUNCTIONS);
    CHECK(desk.session.find(CKO_PRIVATE_KEY).size() == 1); // 9E alone
    CHECK(desk.init_pin("123") == CKR_PIN_LEN_RANGE);
    CHECK(desk.init_pin(new_pin) == CKR_OK);
    CHECK(desk.session.login(new_pin) == CKR_USER_ANOTHER_ALREADY_LOGGED_IN);
    REQUIRE(module->C_Logout(desk.session) == CKR_OK);
    CHECK(desk.init_pin(new_pin) == CKR_USER_NOT_LOGGED_IN);
    CHECK(desk.session.login(new_pin) == CKR_OK);
    CHECK(desk.login(test::letter("PUK")) == CKR_USER_ANOTHER_ALREADY_LOGGED_IN);
}

TEST_CASE("pkcs11 card: the security officer changes the PUK, the holder the PIN")
{
    const IssuedCard card;
    const Module module;
    const Desk desk{module};
    REQUIRE(desk.login(test::letter("PUK")) == CKR_OK);
    CHECK(desk.login(test::letter("PUK")) == CKR_USER_ALREADY_LOGGED_IN);
    CHECK(desk.change(test::letter("PUK"), new_puk) == CKR_OK);
    CHECK(desk.init_pin(new_pin) == CKR_OK); // by the new one
    REQUIRE(module->C_Logout(desk.session) == CKR_OK);
    CHECK(desk.login(test::letter("PUK")) == CKR_PIN_INCORRECT);
    CHECK((desk.flags() & CKF_SO_PIN_COUNT_LOW) != 0);
    CHECK(desk.login(new_puk) == CKR_OK);
    CHECK((desk.flags() & CKF_SO_PIN_COUNT_LOW) == 0);
}

TEST_CASE("pkcs11 card: no session may only read while the security officer is logged in")
{
    const IssuedCard card;
    const Module module;
    const Desk desk{module};
    {
        const Session read_only{module};
        CHECK(desk.login(test::letter("PUK")) == CKR_SESSION_READ_ONLY_EXISTS);
        REQUIRE(module->C_CloseSession(read_only) == CKR_OK);
    }
    REQUIRE(desk.login(test::letter("PUK")) == CKR_OK);
    CK_SESSION_HANDLE session = 0;
    CHECK(module->C_OpenSession(test::tokens(module).at(0), CKF_SERIAL_SESSION, nullptr, nullptr, &session) ==
          CKR_SESSION_READ_WRITE_SO_EXISTS);
}

TEST_CASE("pkcs11 card: software spends the last try only where the holder allowed it")
{
    const IssuedCard card;
    const Module module;
    const Desk desk{module};
    CHECK(desk.session.login(wrong(test::letter("PIN"))) == CKR_PIN_INCORRECT);
    CHECK(desk.session.login(wrong(test::letter("PIN"))) == CKR_PIN_INCORRECT);
    CHECK(desk.session.login(test::letter("PIN")) == CKR_FUNCTION_REJECTED);
    REQUIRE(setenv("IDCARD_ALLOW_FINAL_TRY", "1", 1) == 0);
    CHECK(desk.session.login(test::letter("PIN")) == CKR_OK);
    unsetenv("IDCARD_ALLOW_FINAL_TRY");
}
