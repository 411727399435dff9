// SPDX-License-Identifier: Apache-2.0
// Signatures with 9A: the rules of Cryptoki, and other programs that use the card in between.
#include "issued_card.hpp"

#include "card/crypto/hash.hpp"

#include <doctest/doctest.h>

#include <thread>

#include <sys/wait.h>
#include <unistd.h>

namespace {

using card::Bytes;
using test::IssuedCard;
using test::Module;
using test::Session;

constexpr const char* message = "what the holder signs";
constexpr const char* select_master_file = "00A4000C023F00";
constexpr const char* log_out = "0020FF80";

/// A session that is logged in, and its key.
struct Signer {
    explicit Signer(const Module& module) : session{module}
    {
        REQUIRE(session.login(test::letter("PIN")) == CKR_OK);
        key = session.only(CKO_PRIVATE_KEY);
    }

    CK_RV sign() { return session.sign(key, message, signature); }

    bool signs() { return sign() == CKR_OK && session.verifies(message, signature); }

    Session session;
    CK_OBJECT_HANDLE key = 0;
    Bytes signature;
};

unsigned char* bytes(std::string& text)
{
    return reinterpret_cast<unsigned char*>(text.data());
}

} // namespace

TEST_CASE("pkcs11 card: a signature, of a message and of a digest, in one piece and in parts")
{
    const IssuedCard card;
    const Module module;
    Signer signer{module};
    CHECK(signer.signs());

    CK_MECHANISM raw{CKM_ECDSA, nullptr, 0};
    Bytes digest = card::crypto::digest(card::crypto::Hash::sha256, card::as_bytes(message));
    CK_ULONG size = signer.signature.size();
    REQUIRE(module->C_SignInit(signer.session, &raw, signer.key) == CKR_OK);
    REQUIRE(module->C_Sign(signer.session, digest.data(), digest.size(), signer.signature.data(), &size) == CKR_OK);
    CHECK(signer.session.verifies(message, signer.signature));

    CK_MECHANISM hashing{CKM_ECDSA_SHA256, nullptr, 0};
    REQUIRE(module->C_SignInit(signer.session, &hashing, signer.key) == CKR_OK);
    for (char letter : std::string_view{message})
        REQUIRE(module->C_SignUpdate(signer.session, reinterpret_cast<unsigned char*>(&letter), 1) == CKR_OK);
    REQUIRE(module->C_SignFinal(signer.session, signer.signature.data(), &size) == CKR_OK);
    CHECK(signer.session.verifies(message, signer.signature));
}

TEST_CASE("pkcs11 card: asking for the size and too small a buffer leave the operation alive")
{
    const IssuedCard card;
    const Module module;
    Signer signer{module};
    CK_MECHANISM mechanism{CKM_ECDSA_SHA256, nullptr, 0};
    std::string data = message;
    Bytes signature(64, 0xEE);
    CK_ULONG size = 0;
    REQUIRE(module->C_SignInit(signer.session, &mechanism, signer.key) == CKR_OK);
    CHECK(module->C_Sign(signer.session, bytes(data), data.size(), nullptr, &size) == CKR_OK);
    CHECK(size == 64);
    size = 63;
    CHECK(module->C_Sign(signer.session, bytes(data), data.size(), signature.data(), &size) == CKR_BUFFER_TOO_SMALL);
    CHECK(size == 64);
    CHECK(signature == Bytes(64, 0xEE));
    CHECK(module->C_Sign(signer.session, bytes(data), data.size(), signature.data(), &size) == CKR_OK);
    CHECK(signer.session.verifies(message, signature));
    CHECK(module->C_Sign(signer.session, bytes(data), data.size(), signature.data(), &size) ==
          CKR_OPERATION_NOT_INITIALIZED);
}

TEST_CASE("pkcs11 card: the order of a signature's calls")
{
    const IssuedCard card;
    const Module module;
    Signer signer{module};
    const Session& session = signer.session;
    CK_MECHANISM mechanism{CKM_ECDSA_SHA256, nullptr, 0};
    std::string data = message;
    Bytes signature(64);
    CK_ULONG size = 64;
    CHECK(module->C_SignUpdate(session, bytes(data), 1) == CKR_OPERATION_NOT_INITIALIZED);
    CHECK(module->C_SignFinal(session, signature.data(), &size) == CKR_OPERATION_NOT_INITIALIZED);
    CHECK(module->C_SignInit(session, nullptr, signer.key) == CKR_ARGUMENTS_BAD);
    CHECK(module->C_SignInit(session, &mechanism, 12345) == CKR_KEY_HANDLE_INVALID);
    CHECK(module->C_SignInit(session, &mechanism, session.only(CKO_PUBLIC_KEY)) == CKR_KEY_FUNCTION_NOT_PERMITTED);
    CK_MECHANISM unknown{CKM_RSA_PKCS, nullptr, 0};
    CHECK(module->C_SignInit(session, &unknown, signer.key) == CKR_MECHANISM_INVALID);
    CK_MECHANISM parameters{CKM_ECDSA, data.data(), data.size()};
    CHECK(module->C_SignInit(session, &parameters, signer.key) == CKR_MECHANISM_PARAM_INVALID);

    REQUIRE(module->C_SignInit(session, &mechanism, signer.key) == CKR_OK);
    CHECK(module->C_SignInit(session, &mechanism, signer.key) == CKR_OPERATION_ACTIVE);
    REQUIRE(module->C_SignUpdate(session, bytes(data), data.size()) == CKR_OK);
    CHECK(module->C_Sign(session, bytes(data), data.size(), signature.data(), &size) == CKR_OPERATION_ACTIVE);
    CHECK(module->C_SignFinal(session, signature.data(), &size) == CKR_OK);
    CHECK(session.verifies(message, signature));
    REQUIRE(module->C_SignInit(session, &mechanism, signer.key) == CKR_OK);
    REQUIRE(module->C_SignUpdate(session, bytes(data), data.size()) == CKR_OK);
    CHECK(module->C_SignFinal(session, signature.data(), nullptr) == CKR_ARGUMENTS_BAD);
    CHECK(module->C_SignFinal(session, signature.data(), &size) == CKR_OPERATION_NOT_INITIALIZED); // that ended it

    CK_MECHANISM raw{CKM_ECDSA, nullptr, 0};
    std::string too_long(65, 'x');
    REQUIRE(module->C_SignInit(session, &raw, signer.key) == CKR_OK);
    CHECK(module->C_Sign(session, bytes(too_long), too_long.size(), signature.data(), &size) == CKR_DATA_LEN_RANGE);
    REQUIRE(module->C_SignInit(session, &raw, signer.key) == CKR_OK); // the error ended the operation
    REQUIRE(module->C_Logout(session) == CKR_OK);
    CHECK(module->C_Sign(session, bytes(data), 20, signature.data(), &size) == CKR_USER_NOT_LOGGED_IN);
}

TEST_CASE("pkcs11 card: 9E signs without a login, as the card itself asks for none")
{
    const IssuedCard card;
    const Module module;
    const Session session{module};
    Bytes signature;
    CHECK(session.sign(session.only(CKO_PRIVATE_KEY, 0x04), message, signature) == CKR_OK);
    CHECK(session.verifies(message, signature, 0x04));
    CHECK(session.state() == CKS_RO_PUBLIC_SESSION);
}

TEST_CASE("pkcs11 card: another program resets the card, selects another application, or logs out")
{
    const IssuedCard card;
    const Module module;
    Signer signer{module};
    for (int disturbance = 0; disturbance < 3; ++disturbance) {
        INFO(disturbance);
        switch (disturbance) {
        case 0:
            test::foreign_reset();
            break;
        case 1:
            test::foreign_command(select_master_file);
            break;
        default:
            test::foreign_command(log_out);
        }
        CHECK(signer.sign() == CKR_USER_NOT_LOGGED_IN); // the card forgot the PIN, and the module has none to repeat
        CHECK(signer.session.state() == CKS_RO_PUBLIC_SESSION);
        CHECK(signer.session.login(test::letter("PIN")) == CKR_OK);
        CHECK(signer.signs());
    }
}

TEST_CASE("pkcs11 card: what needs no PIN survives other programs unnoticed")
{
    const IssuedCard card;
    const Module module;
    const Session session{module};
    test::foreign_command(select_master_file);
    CHECK(session.find(CKO_CERTIFICATE).size() >= 2); // read now
    test::foreign_reset();
    CHECK(session.login(test::letter("PIN")) == CKR_OK);
}

TEST_CASE("pkcs11 card: four threads sign at the same time")
{
    const IssuedCard card;
    const Module module;
    Signer signer{module};
    std::atomic<int> right{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&] {
            const Session session{module};
            for (int i = 0; i < 10; ++i) {
                Bytes signature;
                if (session.sign(signer.key, message, signature) == CKR_OK && session.verifies(message, signature))
                    ++right;
            }
        });
    for (std::thread& thread : threads)
        thread.join();
    CHECK(right == 40);
}

TEST_CASE("pkcs11 card: a child that uses the module and ends does not disturb its parent's login")
{
    const IssuedCard card;
    const Module module;
    Signer signer{module};
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        bool right = module->C_CloseSession(signer.session) == CKR_CRYPTOKI_NOT_INITIALIZED &&
                     module->C_Initialize(nullptr) == CKR_OK && test::tokens(module).size() == 1 &&
                     Session{module}.find(CKO_CERTIFICATE).size() >= 2 && module->C_Finalize(nullptr) == CKR_OK;
        _exit(right ? 0 : 1);
    }
    int status = -1;
    REQUIRE(waitpid(child, &status, 0) == child);
    CHECK(status == 0);
    CHECK(signer.signs());
}
