// SPDX-License-Identifier: Apache-2.0
// PIN and PUK of cards that answer in their own way: module, service and reference card in this process.
#include "in_process/altered_card.hpp"
#include "in_process/application.hpp"

#include "card/base/hex.hpp"

#include <doctest/doctest.h>

namespace {

using card::Bytes;
using card::ByteView;
using test::AlteredCard;
using test::Application;

constexpr std::string_view new_pin = "73195028";

bool begins(ByteView command, const char* hex)
{
    const Bytes wanted = card::from_hex(hex);
    return command.size() >= wanted.size() && std::equal(wanted.begin(), wanted.end(), command.begin());
}

/// Answers so to commands that begin with `header`; with `foreign` it is another maker's card.
void answer(AlteredCard& card, const char* header, const char* status, bool foreign = false)
{
    card.instead = [=, &card](ByteView command) -> std::optional<Bytes> {
        if (foreign && begins(command, "00A4"))
            return card.process(command), test::select_answer_of_others;
        if (begins(command, header))
            return card::from_hex(status);
        return std::nullopt;
    };
}

unsigned char* bytes(std::string& text)
{
    return reinterpret_cast<unsigned char*>(text.data());
}

CK_RV change(CK_SESSION_HANDLE session, std::string from, std::string to)
{
    return C_SetPIN(session, bytes(from), from.size(), bytes(to), to.size());
}

CK_RV init_pin(CK_SESSION_HANDLE session, std::string to)
{
    return C_InitPIN(session, bytes(to), to.size());
}

CK_STATE state(CK_SESSION_HANDLE session)
{
    CK_SESSION_INFO info{};
    REQUIRE(C_GetSessionInfo(session, &info) == CKR_OK);
    return info.state;
}

bool pin_is_verified(AlteredCard& card)
{
    return card.process(card::from_hex("00200080")) == card::from_hex("9000");
}

constexpr const char* log_out = "0020FF80";
constexpr const char* puk_question = "00200081";
const std::string pin{test::pin};
const std::string puk{test::puk};

} // namespace

TEST_CASE("foreign card: one that does not tell the tries of its PUK can be unblocked by it")
{
    for (const char* status : {"6A88", "6A80", "6700"}) {
        CAPTURE(status);
        AlteredCard card;
        answer(card, puk_question, status, true);
        const Application application;
        REQUIRE(application.log_in(CKU_SO, puk) == CKR_OK);
        CHECK(init_pin(application.session, std::string{new_pin}) == CKR_OK);
        CHECK(C_Logout(application.session) == CKR_OK);
        CHECK(application.log_in(CKU_USER, std::string{new_pin}) == CKR_OK);
    }
    AlteredCard ours; // whose 6A88 means that the PUK was taken away
    answer(ours, puk_question, "6A88");
    CHECK(Application{}.log_in(CKU_SO, puk) == CKR_USER_TYPE_INVALID);
}

TEST_CASE("pin rules: a changed PIN is changed, even if the card has no way to log out")
{
    for (const char* status : {"6A86", "6983", "6D00"}) {
        CAPTURE(status);
        AlteredCard card;
        const Application application;
        answer(card, log_out, status);
        CHECK(change(application.session, pin, std::string{new_pin}) == CKR_OK);
        CHECK_FALSE(pin_is_verified(card)); // reset instead
        CHECK(application.log_in(CKU_USER, std::string{new_pin}) == CKR_OK);
    }
}

TEST_CASE("pin rules: a card that has no way to log out is reset, which is a logout")
{
    for (const char* status : {"6A86", "6983", "6D00"}) {
        CAPTURE(status);
        AlteredCard card;
        const Application application;
        answer(card, log_out, status);
        REQUIRE(application.log_in() == CKR_OK);
        CHECK(C_Logout(application.session) == CKR_OK);
        CHECK_FALSE(pin_is_verified(card));
        CHECK(state(application.session) == CKS_RW_PUBLIC_SESSION);
        REQUIRE(application.log_in() == CKR_OK);
        CHECK(C_CloseSession(application.session) == CKR_OK);
        CHECK_FALSE(pin_is_verified(card));
        const CK_SESSION_HANDLE again = Application::open();
        std::string digits = pin;
        REQUIRE(C_Login(again, CKU_USER, bytes(digits), digits.size()) == CKR_OK);
        CHECK(C_CloseAllSessions(0) == CKR_OK);
        CHECK_FALSE(pin_is_verified(card));
    }
}

TEST_CASE("pin rules: what cannot be the PIN or PUK is wrong and spends no try; what cannot be a new one is refused")
{
    AlteredCard card;
    const Application application;
    const CK_SESSION_HANDLE session = application.session;
    const auto tries = [&] { return card.process(card::from_hex("00200080")); };
    const Bytes all = card::from_hex("63C3");
    for (const char* never : {"1", "12345", "123456789", "secret", "13579O"}) {
        CAPTURE(never);
        CHECK(application.log_in(CKU_USER, never) == CKR_PIN_INCORRECT);
        CHECK(application.log_in(CKU_SO, never) == CKR_PIN_INCORRECT);
        CHECK(change(session, never, std::string{new_pin}) == CKR_PIN_INCORRECT);
    }
    CHECK(application.log_in(CKU_USER, "") == CKR_PIN_LEN_RANGE);
    CHECK(change(session, "", std::string{new_pin}) == CKR_PIN_LEN_RANGE);
    CHECK(change(session, pin, "secret") == CKR_PIN_INVALID);
    CHECK(change(session, pin, "12345") == CKR_PIN_LEN_RANGE);
    CHECK(change(session, pin, "123456789") == CKR_PIN_LEN_RANGE);
    CHECK(change(session, pin, "") == CKR_PIN_LEN_RANGE);
    CHECK(tries() == all);
    REQUIRE(application.log_in(CKU_SO, puk) == CKR_OK);
    CHECK(init_pin(session, "secret") == CKR_PIN_INVALID);
    CHECK(init_pin(session, "12345") == CKR_PIN_LEN_RANGE);
    CHECK(init_pin(session, "") == CKR_PIN_LEN_RANGE);
    CHECK(change(session, puk, "2468135O") == CKR_PIN_INVALID);
    CHECK(change(session, puk, "246813") == CKR_PIN_LEN_RANGE);
    CHECK(change(session, "2468135O", puk) == CKR_PIN_INCORRECT);
    CHECK(init_pin(session, std::string{new_pin}) == CKR_OK); // the PUK has all its tries
}

TEST_CASE("pin rules: a new PIN or PUK that the card refuses is the wrong choice, and no fault of the card")
{
    for (const char* header : {"00240080", "00240081", "002C0080"}) {
        CAPTURE(header);
        AlteredCard card;
        const Application application;
        const bool of_puk = begins(card::from_hex(header), "00240081");
        if (!begins(card::from_hex(header), "00240080"))
            REQUIRE(application.log_in(CKU_SO, puk) == CKR_OK);
        answer(card, header, "6A80");
        if (begins(card::from_hex(header), "002C"))
            CHECK(init_pin(application.session, std::string{new_pin}) == CKR_PIN_INVALID);
        else
            CHECK(change(application.session, of_puk ? puk : pin, std::string{new_pin}) == CKR_PIN_INVALID);
    }
}

TEST_CASE("pin rules: the last try of a PUK that another program changed is not spent by C_InitPIN")
{
    AlteredCard card;
    const Application application;
    REQUIRE(application.log_in(CKU_SO, puk) == CKR_OK);
    answer(card, puk_question, "63C1");
    card.commands.clear();
    CHECK(init_pin(application.session, std::string{new_pin}) == CKR_FUNCTION_REJECTED);
    CHECK(std::none_of(
        card.commands.begin(), card.commands.end(), [](const Bytes& command) { return begins(command, "002C"); }));
}

TEST_CASE("pin rules: a card without PIN is asked for it once")
{
    AlteredCard card;
    answer(card, "00200080", "6A88", true);
    const Application application;
    CK_TOKEN_INFO info{};
    for (const std::size_t most : {4U, 0U, 0U}) { // the question, SELECT, the question again; the CHUID
        card.commands.clear();
        REQUIRE(C_GetTokenInfo(0, &info) == CKR_OK);
        CHECK((info.flags & (CKF_LOGIN_REQUIRED | CKF_USER_PIN_INITIALIZED)) == 0);
        CHECK(card.commands.size() <= most);
    }
}
