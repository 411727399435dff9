// SPDX-License-Identifier: Apache-2.0
// Eight threads in the module at once: sessions, searches, signatures, lists of slots, waits for events; cards come and
// go, and C_Finalize ends it while they all run. A program of its own, for ThreadSanitizer.
#include "in_process/application.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

namespace {

using test::Application;
using test::InsertedCard;
using test::KeyManagement;
using Bytes = card::Bytes;
using namespace std::chrono_literals;

/// Values that a thread may get while cards go and the module ends.
bool is_expected(CK_RV rv)
{
    constexpr std::array expected{CKR_OK, CKR_CRYPTOKI_NOT_INITIALIZED, CKR_SESSION_HANDLE_INVALID, CKR_DEVICE_REMOVED,
        CKR_TOKEN_NOT_PRESENT, CKR_TOKEN_NOT_RECOGNIZED, CKR_SLOT_ID_INVALID, CKR_KEY_HANDLE_INVALID,
        CKR_OBJECT_HANDLE_INVALID, CKR_USER_NOT_LOGGED_IN, CKR_USER_ALREADY_LOGGED_IN, CKR_OPERATION_NOT_INITIALIZED,
        CKR_NO_EVENT};
    return std::find(expected.begin(), expected.end(), rv) != expected.end();
}

struct Outcome {
    std::atomic<unsigned> signatures{0};
    std::atomic<unsigned> events{0};
    std::atomic<unsigned> logouts{0};
    std::atomic<unsigned> uses_of_9d{0};
    std::atomic<CK_RV> unexpected{CKR_OK};

    CK_RV see(CK_RV rv)
    {
        if (!is_expected(rv))
            unexpected = rv;
        return rv;
    }
};

/// Opens a session, finds the key of 9E, signs, verifies, closes; until the module ends.
void sign_until_end(Outcome& outcome)
{
    CK_RV rv = CKR_OK;
    while (rv != CKR_CRYPTOKI_NOT_INITIALIZED) {
        CK_SESSION_HANDLE session = 0;
        rv = outcome.see(C_OpenSession(0, CKF_SERIAL_SESSION, nullptr, nullptr, &session));
        if (rv != CKR_OK)
            continue;
        std::array<CK_OBJECT_HANDLE, 2> keys{};
        const std::array<CK_OBJECT_CLASS, 2> classes{CKO_PRIVATE_KEY, CKO_PUBLIC_KEY};
        for (std::size_t i = 0; i < keys.size(); ++i) {
            CK_OBJECT_CLASS object_class = classes[i];
            unsigned char id = test::id_9e;
            std::array wanted{
                CK_ATTRIBUTE{CKA_CLASS, &object_class, sizeof object_class}, CK_ATTRIBUTE{CKA_ID, &id, 1}};
            CK_ULONG count = 0;
            if (outcome.see(C_FindObjectsInit(session, wanted.data(), wanted.size())) != CKR_OK)
                continue;
            outcome.see(C_FindObjects(session, &keys[i], 1, &count));
            outcome.see(C_FindObjectsFinal(session));
        }
        CK_MECHANISM mechanism{CKM_ECDSA_SHA256, nullptr, 0};
        std::array<unsigned char, 64> signature{};
        CK_ULONG size = signature.size();
        unsigned char data = 0x42;
        if (outcome.see(C_SignInit(session, &mechanism, keys[0])) == CKR_OK &&
            outcome.see(C_Sign(session, &data, 1, signature.data(), &size)) == CKR_OK &&
            outcome.see(C_VerifyInit(session, &mechanism, keys[1])) == CKR_OK &&
            outcome.see(C_Verify(session, &data, 1, signature.data(), size)) == CKR_OK)
            ++outcome.signatures;
        rv = outcome.see(C_CloseSession(session));
    }
}

void list_until_end(Outcome& outcome)
{
    CK_RV rv = CKR_OK;
    while (rv != CKR_CRYPTOKI_NOT_INITIALIZED) {
        std::array<CK_SLOT_ID, 4> slots{};
        CK_ULONG count = slots.size();
        CK_SLOT_INFO slot{};
        CK_TOKEN_INFO token{};
        outcome.see(C_GetSlotList(CK_TRUE, slots.data(), &count));
        outcome.see(C_GetSlotInfo(0, &slot));
        rv = outcome.see(C_GetTokenInfo(0, &token));
        CK_SLOT_ID id = 0;
        outcome.see(C_WaitForSlotEvent(CKF_DONT_BLOCK, &id, nullptr));
    }
}

void wait_until_end(Outcome& outcome)
{
    CK_SLOT_ID id = 0;
    while (outcome.see(C_WaitForSlotEvent(0, &id, nullptr)) == CKR_OK)
        ++outcome.events;
}

/// A session of a thread that is closed under it now and then, and its only object of a class with a CKA_ID.
struct Worker {
    Worker(Outcome& all, unsigned char id) : outcome{all}
    {
        if (outcome.see(C_OpenSession(0, CKF_SERIAL_SESSION, nullptr, nullptr, &session)) != CKR_OK)
            return;
        std::string digits{test::pin};
        outcome.see(C_Login(session, CKU_USER, reinterpret_cast<unsigned char*>(digits.data()), digits.size()));
        CK_OBJECT_CLASS object_class = CKO_PRIVATE_KEY;
        std::array wanted{CK_ATTRIBUTE{CKA_CLASS, &object_class, sizeof object_class}, CK_ATTRIBUTE{CKA_ID, &id, 1}};
        CK_ULONG count = 0;
        if (outcome.see(C_FindObjectsInit(session, wanted.data(), wanted.size())) != CKR_OK)
            return;
        outcome.see(C_FindObjects(session, &key, 1, &count));
        outcome.see(C_FindObjectsFinal(session));
    }

    ~Worker() { outcome.see(C_CloseSession(session)); }

    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    Outcome& outcome;
    CK_SESSION_HANDLE session = 0;
    CK_OBJECT_HANDLE key = 0;
};

/// With 9C: the PIN once more, and then a signature, or none.
void sign_with_9c(Outcome& outcome, const std::atomic<bool>& stop)
{
    for (unsigned round = 0; !stop; ++round) {
        const Worker worker{outcome, test::id_9c};
        CK_MECHANISM mechanism{CKM_ECDSA_SHA384, nullptr, 0};
        std::string digits{test::pin};
        auto* const text = reinterpret_cast<unsigned char*>(digits.data());
        std::array<unsigned char, 96> signature{};
        CK_ULONG size = signature.size();
        if (outcome.see(C_SignInit(worker.session, &mechanism, worker.key)) != CKR_OK ||
            outcome.see(C_Login(worker.session, CKU_CONTEXT_SPECIFIC, text, digits.size())) != CKR_OK)
            continue;
        if (round % 4 == 3) // held, and left to whatever ends it
            continue;
        if (outcome.see(C_Sign(worker.session, text, digits.size(), signature.data(), &size)) == CKR_OK)
            ++outcome.signatures;
        if (round % 4 == 1 && outcome.see(C_Logout(worker.session)) == CKR_OK)
            ++outcome.logouts;
    }
}

/// With 9D: decryption where the key is RSA, otherwise agreement on a key.
void use_key_management(Outcome& outcome, const std::atomic<bool>& stop, KeyManagement kind)
{
    Bytes point = test::agreement_point();
    CK_ECDH1_DERIVE_PARAMS with{CKD_NULL, 0, nullptr, point.size(), point.data()};
    CK_MECHANISM derivation{CKM_ECDH1_DERIVE, &with, sizeof with};
    CK_MECHANISM raw{CKM_RSA_X_509, nullptr, 0};
    while (!stop) {
        const Worker worker{outcome, test::id_9d};
        Bytes block(256);
        block.back() = 2;
        CK_ULONG size = block.size();
        CK_OBJECT_HANDLE made = 0;
        const CK_RV rv = kind == KeyManagement::ec
                             ? outcome.see(C_DeriveKey(worker.session, &derivation, worker.key, nullptr, 0, &made))
                         : outcome.see(C_DecryptInit(worker.session, &raw, worker.key)) == CKR_OK
                             ? outcome.see(C_Decrypt(worker.session, block.data(), size, block.data(), &size))
                             : CKR_OPERATION_NOT_INITIALIZED;
        if (rv == CKR_OK)
            ++outcome.uses_of_9d;
    }
}

void close_all_sessions(Outcome& outcome, const std::atomic<bool>& stop)
{
    while (!stop) {
        std::this_thread::sleep_for(50ms);
        outcome.see(C_CloseAllSessions(0));
    }
}

} // namespace

TEST_CASE("pkcs11 threads: eight at once, with removals, until C_Finalize")
{
    const InsertedCard card;
    REQUIRE(C_Initialize(nullptr) == CKR_OK);
    CK_ULONG count = 0;
    REQUIRE(C_GetSlotList(CK_TRUE, nullptr, &count) == CKR_OK);
    Outcome outcome;
    std::vector<std::thread> threads;
    for (int i = 0; i < 6; ++i)
        threads.emplace_back(sign_until_end, std::ref(outcome));
    threads.emplace_back(list_until_end, std::ref(outcome));
    threads.emplace_back(wait_until_end, std::ref(outcome));

    for (int i = 0; i < 5; ++i) {
        std::this_thread::sleep_for(300ms);
        test::service().eject(InsertedCard::name);
        std::this_thread::sleep_for(100ms);
        test::service().insert(InsertedCard::name, test::in_reader(std::make_shared<test::ReferenceCard>()));
    }
    const unsigned before = outcome.signatures;
    for (int i = 0; i < 100 && outcome.signatures < before + 20; ++i)
        std::this_thread::sleep_for(100ms);
    CHECK(C_Finalize(nullptr) == CKR_OK);
    for (std::thread& thread : threads)
        thread.join();
    MESSAGE("signatures: ", outcome.signatures.load(), ", events: ", outcome.events.load());
    CHECK(outcome.unexpected == CKR_OK);
    CHECK(outcome.signatures >= before + 20);
    CHECK(outcome.events > 0);
    CHECK(test::service().open_handles() == 0);
}

TEST_CASE("pkcs11 threads: one login for eight sessions that sign with 9A")
{
    const InsertedCard card;
    const Application application;
    REQUIRE(application.log_in() == CKR_OK);
    const CK_OBJECT_HANDLE key = application.private_key(test::id_9a);
    std::array<unsigned, 8> signed_by{};
    std::vector<std::thread> threads;
    for (unsigned& mine : signed_by)
        threads.emplace_back([&mine, key, session = Application::open()] {
            for (int i = 0; i < 10; ++i) {
                CK_MECHANISM mechanism{CKM_ECDSA_SHA256, nullptr, 0};
                std::array<unsigned char, 64> signature{};
                CK_ULONG size = signature.size();
                unsigned char data = 0x42;
                if (C_SignInit(session, &mechanism, key) == CKR_OK &&
                    C_Sign(session, &data, 1, signature.data(), &size) == CKR_OK)
                    ++mine;
            }
        });
    for (std::thread& thread : threads)
        thread.join();
    for (const unsigned mine : signed_by)
        CHECK(mine == 10);
}

TEST_CASE("pkcs11 threads: PINs for one signature each, logouts, uses of 9D, and sessions closed under all of them")
{
    for (const KeyManagement kind : {KeyManagement::rsa, KeyManagement::ec}) {
        CAPTURE(static_cast<int>(kind));
        const InsertedCard card{kind};
        REQUIRE(C_Initialize(nullptr) == CKR_OK);
        CK_ULONG count = 0;
        REQUIRE(C_GetSlotList(CK_TRUE, nullptr, &count) == CKR_OK);
        Outcome outcome;
        std::atomic<bool> stop{false};
        std::vector<std::thread> threads;
        for (int i = 0; i < 2; ++i) {
            threads.emplace_back(sign_with_9c, std::ref(outcome), std::cref(stop));
            threads.emplace_back(use_key_management, std::ref(outcome), std::cref(stop), kind);
        }
        threads.emplace_back(close_all_sessions, std::ref(outcome), std::cref(stop));
        for (int i = 0; i < 200; ++i) {
            std::this_thread::sleep_for(100ms);
            if (outcome.signatures >= 20 && outcome.logouts >= 5 && outcome.uses_of_9d >= 20)
                break;
        }
        stop = true;
        for (std::thread& thread : threads)
            thread.join();
        MESSAGE("signatures with 9C: ", outcome.signatures.load(), ", logouts: ", outcome.logouts.load(),
            ", uses of 9D: ", outcome.uses_of_9d.load());
        CHECK(outcome.signatures >= 20);
        CHECK(outcome.logouts >= 5);
        CHECK(outcome.uses_of_9d >= 20);
        CHECK(outcome.unexpected == CKR_OK);
        CHECK(card.card().image().pin->tries == 3); // no PIN was garbled
        CHECK(C_Finalize(nullptr) == CKR_OK);
        CHECK(test::service().open_handles() == 0);
    }
}

TEST_CASE("pkcs11 threads: a transaction that is held ends by itself while another thread asks for the token")
{
    const InsertedCard card;
    const Application application;
    REQUIRE(application.log_in() == CKR_OK);
    CK_MECHANISM mechanism{CKM_ECDSA_SHA384, nullptr, 0};
    REQUIRE(C_SignInit(application.session, &mechanism, application.private_key(test::id_9c)) == CKR_OK);
    REQUIRE(application.log_in(CKU_CONTEXT_SPECIFIC) == CKR_OK);
    std::atomic<bool> stop{false};
    Outcome outcome;
    std::thread asking{[&] {
        CK_TOKEN_INFO info{};
        while (!stop)
            outcome.see(C_GetTokenInfo(0, &info));
    }};
    std::this_thread::sleep_for(2200ms);
    stop = true;
    asking.join();
    CHECK(outcome.unexpected == CKR_OK);
    std::array<unsigned char, 96> signature{};
    CK_ULONG size = signature.size();
    unsigned char data = 0x42;
    CHECK(C_Sign(application.session, &data, 1, signature.data(), &size) == CKR_USER_NOT_LOGGED_IN);
}
