// SPDX-License-Identifier: Apache-2.0
// Cards that are pulled, put in again, or exchanged.
#include "issued_card.hpp"

#include "support/sandbox.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <thread>

namespace {

using card::Bytes;
using test::IssuedCard;
using test::Module;
using test::Session;
using namespace std::chrono_literals;

constexpr const char* message = "what the holder signs";
constexpr int last_command = 16; ///< of sign_often()

/// A copy of the issued card in another chip, made as a fraud would make it.
std::string clone()
{
    const std::string sandbox = std::getenv("CARD_SANDBOX");
    const std::string image = sandbox + "/clone.image";
    std::filesystem::remove(image);
    std::ofstream{sandbox + "/can"} << test::letter("CAN") << '\n';
    const std::string command = "idcard-refcard forge clone --from " + (test::issued() / "card.image").string() +
                                " --to " + image + " --can-file " + sandbox + "/can >/dev/null";
    REQUIRE(std::system(command.c_str()) == 0);
    return image;
}

/// Finds the objects, logs in and signs until a call fails. Every signature that is handed out must be right.
CK_RV sign_often(const Module& module, const Session& session)
{
    if (const CK_RV rv = module->C_FindObjectsInit(session, nullptr, 0); rv != CKR_OK)
        return rv;
    REQUIRE(module->C_FindObjectsFinal(session) == CKR_OK);
    if (const CK_RV rv = session.login(test::letter("PIN")); rv != CKR_OK)
        return rv;
    const CK_OBJECT_HANDLE key = session.only(CKO_PRIVATE_KEY);
    for (int i = 0; i < 5; ++i) {
        Bytes signature;
        if (const CK_RV rv = session.sign(key, message, signature); rv != CKR_OK)
            return rv;
        CHECK(session.verifies(message, signature));
    }
    return CKR_OK;
}

} // namespace

TEST_CASE("pkcs11 card: a pulled card ends its sessions, and the next insertion needs nothing restarted")
{
    IssuedCard card;
    const Module module;
    CK_OBJECT_HANDLE old_certificate = 0;
    for (int i = 0; i < 3; ++i) {
        INFO(i);
        const Session session{module};
        const Session another{module};
        REQUIRE(session.login(test::letter("PIN")) == CKR_OK);
        Bytes signature;
        CHECK(session.sign(session.only(CKO_PRIVATE_KEY), message, signature) == CKR_OK);
        const CK_OBJECT_HANDLE certificate = session.only(CKO_CERTIFICATE);
        CHECK(certificate != old_certificate);
        CK_ATTRIBUTE label{CKA_LABEL, nullptr, 0};
        CHECK(module->C_GetAttributeValue(session, certificate, &label, 1) == CKR_OK);
        if (old_certificate != 0)
            CHECK(module->C_GetAttributeValue(session, old_certificate, &label, 1) == CKR_OBJECT_HANDLE_INVALID);
        old_certificate = certificate;

        card.eject();
        CK_SESSION_INFO info{};
        CHECK(module->C_GetSessionInfo(session, &info) == CKR_DEVICE_REMOVED);
        CHECK(module->C_GetSessionInfo(session, &info) == CKR_SESSION_HANDLE_INVALID);
        CHECK(test::tokens(module).empty());
        CHECK(module->C_GetSessionInfo(another, &info) == CKR_DEVICE_REMOVED); // each session is told once
        CHECK(module->C_GetSessionInfo(another, &info) == CKR_SESSION_HANDLE_INVALID);
        card.insert();
        CHECK(module->C_GetSessionInfo(session, &info) == CKR_SESSION_HANDLE_INVALID);
        CHECK(Session{module}.state() == CKS_RO_PUBLIC_SESSION);
    }
}

TEST_CASE("pkcs11 card: pulled and put in again between two calls, it is another insertion")
{
    IssuedCard card;
    const Module module;
    const Session session{module};
    REQUIRE(session.login(test::letter("PIN")) == CKR_OK);
    card.eject();
    card.insert();
    CK_SESSION_INFO info{};
    CHECK(module->C_GetSessionInfo(session, &info) == CKR_DEVICE_REMOVED);
    CHECK(Session{module}.state() == CKS_RO_PUBLIC_SESSION);
}

// What sign_often() costs: 1 SELECT; 2 to 9 the containers; 10 tries left, 11 PIN; 12 to 16 signatures.

TEST_CASE("pkcs11 card: pulled at any command from the certificates to the last signature")
{
    for (int at = 2; at <= last_command; ++at) {
        const std::string fault = (at % 2 == 0 ? "cut@" : "tear@") + std::to_string(at);
        INFO(fault);
        IssuedCard card{"--fault " + fault};
        const Module module;
        const Session session{module};
        CHECK(sign_often(module, session) == CKR_DEVICE_REMOVED);
        CK_SESSION_INFO info{};
        CHECK(module->C_GetSessionInfo(session, &info) == CKR_SESSION_HANDLE_INVALID);
        card.expect_gone();
        std::this_thread::sleep_for(500ms); // the service has noticed by then
    }
}

TEST_CASE("pkcs11 card: a card that would be pulled at the command after the last signature signs all of them")
{
    std::chrono::steady_clock::duration lasted{};
    do { // once more if SELECT came due again between the containers and the PIN
        const IssuedCard card{"--fault cut@" + std::to_string(last_command + 1)};
        const Module module;
        const Session session{module};
        const auto begun = std::chrono::steady_clock::now();
        const CK_RV rv = sign_often(module, session);
        lasted = std::chrono::steady_clock::now() - begun;
        if (lasted < 2s)
            CHECK(rv == CKR_OK);
    } while (lasted >= 2s);
}

TEST_CASE("pkcs11 card: a card that is exchanged unnoticed never signs")
{
    const std::string other = clone();
    for (const int at : {6, 10, 11, 12, 13, 14}) {
        INFO(at);
        const IssuedCard card{"--fault swap@" + std::to_string(at) + ":" + other};
        const Module module;
        const Session session{module};
        const CK_RV rv = sign_often(module, session); // each signature is verified by the test
        CHECK((rv == CKR_DEVICE_REMOVED || rv == CKR_USER_NOT_LOGGED_IN));
    }
}

TEST_CASE("pkcs11 card: insertion and removal are events, each told once")
{
    const test::LoadedModule module;
    REQUIRE(module->C_Initialize(nullptr) == CKR_OK);
    CK_SLOT_ID slot = 42;
    CHECK(module->C_WaitForSlotEvent(CKF_DONT_BLOCK, &slot, nullptr) == CKR_NO_EVENT);
    {
        const IssuedCard card;
        CHECK(module->C_WaitForSlotEvent(CKF_DONT_BLOCK, &slot, nullptr) == CKR_OK);
        CHECK(slot == test::tokens(module).at(0));
        CHECK(module->C_WaitForSlotEvent(CKF_DONT_BLOCK, &slot, nullptr) == CKR_NO_EVENT);
    }
    CHECK(module->C_WaitForSlotEvent(CKF_DONT_BLOCK, &slot, nullptr) == CKR_OK);
    CHECK(module->C_WaitForSlotEvent(CKF_DONT_BLOCK, &slot, nullptr) == CKR_NO_EVENT);

    CK_RV waited = CKR_GENERAL_ERROR;
    std::thread waiting{[&] { waited = module->C_WaitForSlotEvent(0, &slot, nullptr); }};
    slot = 42;
    const IssuedCard card;
    waiting.join();
    CHECK(waited == CKR_OK);
    CHECK(slot == test::tokens(module).at(0));

    std::thread ended{[&] { waited = module->C_WaitForSlotEvent(0, &slot, nullptr); }};
    std::this_thread::sleep_for(100ms);
    CHECK(module->C_Finalize(nullptr) == CKR_OK);
    ended.join();
    CHECK(waited == CKR_CRYPTOKI_NOT_INITIALIZED);
}
