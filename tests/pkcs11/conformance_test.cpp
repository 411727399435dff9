// SPDX-License-Identifier: Apache-2.0
// Rules P11-1 to P11-3 and P11-6, counted on the card's side: what is asked twice is computed once, what is secret
// stays so, and handles never come back.
#include "in_process/application.hpp"

#include <array>
#include <set>
#include <thread>

namespace {

using card::Bytes;
using test::Application;
using test::commands;
using test::InsertedCard;

std::array<unsigned char, 20> message{'a', ' ', 'm', 'e', 's', 's', 'a', 'g', 'e'};

CK_ATTRIBUTE wanted(CK_ATTRIBUTE_TYPE type, Bytes& room)
{
    return {type, room.data(), room.size()};
}

} // namespace

TEST_CASE("pkcs11 conformance: P11-1, asking for the size of a signature costs the card nothing, nor does little room")
{
    const InsertedCard card;
    const Application application;
    const CK_SESSION_HANDLE s = application.session;
    CK_MECHANISM mechanism{CKM_ECDSA_SHA256, nullptr, 0};
    std::array<unsigned char, 64> signature{};
    CK_ULONG size = 0;
    REQUIRE(C_SignInit(s, &mechanism, application.private_key(test::id_9e)) == CKR_OK);
    const std::size_t before = commands();
    CHECK(C_Sign(s, message.data(), message.size(), nullptr, &size) == CKR_OK);
    CHECK(size == 64);
    size = 63;
    CHECK(C_Sign(s, message.data(), message.size(), signature.data(), &size) == CKR_BUFFER_TOO_SMALL);
    CHECK(size == 64);
    CHECK(commands() == before);
    CHECK(C_Sign(s, message.data(), message.size(), signature.data(), &size) == CKR_OK);
    CHECK(commands() == before + 1);
    CHECK(C_Sign(s, message.data(), message.size(), signature.data(), &size) == CKR_OPERATION_NOT_INITIALIZED);
    REQUIRE(C_VerifyInit(s, &mechanism, application.object(CKO_PUBLIC_KEY, test::id_9e)) == CKR_OK);
    CHECK(C_Verify(s, message.data(), message.size(), signature.data(), size) == CKR_OK);
    CHECK(commands() == before + 1);
}

TEST_CASE("pkcs11 conformance: P11-1, what the card decrypted is kept for a caller with too little room")
{
    const InsertedCard card;
    const Application application;
    const CK_SESSION_HANDLE s = application.session;
    REQUIRE(application.log_in() == CKR_OK);
    CK_MECHANISM mechanism{CKM_RSA_PKCS, nullptr, 0};
    Bytes cryptogram(256);
    CK_ULONG size = cryptogram.size();
    REQUIRE(C_EncryptInit(s, &mechanism, application.object(CKO_PUBLIC_KEY, test::id_9d)) == CKR_OK);
    REQUIRE(C_Encrypt(s, message.data(), message.size(), cryptogram.data(), &size) == CKR_OK);

    Bytes clear(message.size());
    REQUIRE(C_DecryptInit(s, &mechanism, application.private_key(test::id_9d)) == CKR_OK);
    const std::size_t before = commands();
    CHECK(C_Decrypt(s, cryptogram.data(), cryptogram.size(), nullptr, &size) == CKR_OK);
    CHECK(commands() == before);
    size = clear.size() - 1;
    CHECK(C_Decrypt(s, cryptogram.data(), cryptogram.size(), clear.data(), &size) == CKR_BUFFER_TOO_SMALL);
    CHECK(size == message.size());
    const std::size_t once = commands();
    CHECK(once > before);
    CHECK(C_Decrypt(s, cryptogram.data(), cryptogram.size(), clear.data(), &size) == CKR_OK);
    CHECK(commands() == once);
    CHECK(std::equal(clear.begin(), clear.end(), message.begin(), message.end()));
}

TEST_CASE("pkcs11 conformance: P11-2, every entry of a template is answered for itself")
{
    const InsertedCard card;
    const Application application;
    const CK_OBJECT_HANDLE key = application.private_key(test::id_9e);
    Bytes object_class(sizeof(CK_OBJECT_CLASS));
    Bytes label(3, 0xAB);
    Bytes id(1);
    Bytes secret(64, 0xAB);
    CK_ATTRIBUTE nested{CKA_CLASS, object_class.data(), object_class.size()};
    std::array all{wanted(CKA_VALUE, secret), wanted(CKA_CLASS, object_class), wanted(CKA_MODULUS, secret),
        wanted(CKA_LABEL, label), CK_ATTRIBUTE{CKA_UNWRAP_TEMPLATE, &nested, sizeof nested},
        CK_ATTRIBUTE{~CK_ATTRIBUTE_TYPE{0}, nullptr, 0}, wanted(CKA_ID, id)};
    CHECK(C_GetAttributeValue(application.session, key, all.data(), all.size()) == CKR_ATTRIBUTE_SENSITIVE);
    CHECK(all[0].ulValueLen == CK_UNAVAILABLE_INFORMATION); // sensitive
    CHECK(all[1].ulValueLen == sizeof(CK_OBJECT_CLASS));
    CHECK(all[2].ulValueLen == CK_UNAVAILABLE_INFORMATION); // of another kind of key
    CHECK(all[3].ulValueLen == CK_UNAVAILABLE_INFORMATION); // too little room
    CHECK(all[4].ulValueLen == CK_UNAVAILABLE_INFORMATION);
    CHECK(all[5].ulValueLen == CK_UNAVAILABLE_INFORMATION);
    CHECK(all[6].ulValueLen == 1);
    CHECK(id[0] == test::id_9e);
    CHECK(secret == Bytes(64, 0xAB));
    CHECK(label == Bytes(3, 0xAB));
}

TEST_CASE("pkcs11 conformance: P11-2, a length that an earlier call made unavailable is no room")
{
    const InsertedCard card;
    const Application application;
    Bytes room(1, 0xAB);
    CK_ATTRIBUTE label{CKA_LABEL, room.data(), CK_UNAVAILABLE_INFORMATION};
    const CK_OBJECT_HANDLE key = application.private_key(test::id_9e);
    CHECK(C_GetAttributeValue(application.session, key, &label, 1) == CKR_BUFFER_TOO_SMALL);
    CHECK(room[0] == 0xAB);
}

TEST_CASE("pkcs11 conformance: P11-3, no attribute tells a private key, and none can be weakened")
{
    const InsertedCard card;
    const Application application;
    const CK_SESSION_HANDLE s = application.session;
    REQUIRE(application.log_in() == CKR_OK);
    unsigned char yes = CK_TRUE;
    unsigned char no = CK_FALSE;
    for (const unsigned char id : {test::id_9a, test::id_9c, test::id_9d, test::id_9e}) {
        CAPTURE(static_cast<int>(id));
        const CK_OBJECT_HANDLE key = application.private_key(id);
        for (const CK_ATTRIBUTE_TYPE type : {CKA_VALUE, CKA_PRIVATE_EXPONENT, CKA_PRIME_1, CKA_PRIME_2, CKA_EXPONENT_1,
                 CKA_EXPONENT_2, CKA_COEFFICIENT}) {
            Bytes room(512, 0xAB);
            CK_ATTRIBUTE attribute = wanted(type, room);
            const CK_RV rv = C_GetAttributeValue(s, key, &attribute, 1);
            CHECK((rv == CKR_ATTRIBUTE_SENSITIVE || rv == CKR_ATTRIBUTE_TYPE_INVALID));
            CHECK(room == Bytes(512, 0xAB));
        }
        for (const auto& [type, expected] : {std::pair{CKA_SENSITIVE, CK_TRUE}, {CKA_ALWAYS_SENSITIVE, CK_TRUE},
                 {CKA_EXTRACTABLE, CK_FALSE}, {CKA_NEVER_EXTRACTABLE, CK_TRUE}}) {
            unsigned char value = 2;
            CK_ATTRIBUTE attribute{type, &value, 1};
            CHECK(C_GetAttributeValue(s, key, &attribute, 1) == CKR_OK);
            CHECK(value == expected);
        }
        // Tookan: set, copy and wrap with weaker attributes.
        std::array weaker{CK_ATTRIBUTE{CKA_SENSITIVE, &no, 1}, CK_ATTRIBUTE{CKA_EXTRACTABLE, &yes, 1}};
        CK_MECHANISM wrap{CKM_RSA_PKCS, nullptr, 0};
        CK_OBJECT_HANDLE made = 0;
        Bytes room(512);
        CK_ULONG size = room.size();
        CHECK(C_SetAttributeValue(s, key, weaker.data(), weaker.size()) == CKR_FUNCTION_NOT_SUPPORTED);
        CHECK(C_CopyObject(s, key, weaker.data(), weaker.size(), &made) == CKR_FUNCTION_NOT_SUPPORTED);
        CHECK(C_WrapKey(s, &wrap, application.object(CKO_PUBLIC_KEY, test::id_9d), key, room.data(), &size) ==
              CKR_FUNCTION_NOT_SUPPORTED);
        CHECK(C_UnwrapKey(s, &wrap, application.private_key(test::id_9d), room.data(), size, weaker.data(),
                  weaker.size(), &made) == CKR_FUNCTION_NOT_SUPPORTED);
    }
}

TEST_CASE("pkcs11 conformance: P11-3, a derived key that shall be sensitive is, and a search does not tell its value")
{
    const InsertedCard card{test::KeyManagement::ec};
    const Application application;
    const CK_SESSION_HANDLE s = application.session;
    REQUIRE(application.log_in() == CKR_OK);
    Bytes point = test::agreement_point();
    CK_ECDH1_DERIVE_PARAMS parameters{CKD_NULL, 0, nullptr, point.size(), point.data()};
    CK_MECHANISM mechanism{CKM_ECDH1_DERIVE, &parameters, sizeof parameters};
    unsigned char yes = CK_TRUE;
    unsigned char no = CK_FALSE;
    CK_OBJECT_HANDLE open = 0;
    CK_OBJECT_HANDLE hidden = 0;
    CK_ATTRIBUTE sensitive{CKA_SENSITIVE, &yes, 1};
    const CK_OBJECT_HANDLE key = application.private_key(test::id_9d);
    REQUIRE(C_DeriveKey(s, &mechanism, key, nullptr, 0, &open) == CKR_OK);
    REQUIRE(C_DeriveKey(s, &mechanism, key, &sensitive, 1, &hidden) == CKR_OK);

    Bytes value(32);
    CK_ATTRIBUTE attribute = wanted(CKA_VALUE, value);
    REQUIRE(C_GetAttributeValue(s, open, &attribute, 1) == CKR_OK);
    CHECK(C_GetAttributeValue(s, hidden, &attribute, 1) == CKR_ATTRIBUTE_SENSITIVE);
    attribute = wanted(CKA_VALUE, value); // both have this value
    std::array<CK_OBJECT_HANDLE, 4> found{};
    CK_ULONG count = 0;
    REQUIRE(C_FindObjectsInit(s, &attribute, 1) == CKR_OK);
    REQUIRE(C_FindObjects(s, found.data(), found.size(), &count) == CKR_OK);
    REQUIRE(C_FindObjectsFinal(s) == CKR_OK);
    CHECK(count == 1);
    CHECK(found[0] == open);

    // Shorter keys of one secret would tell it byte by byte; the caller may read this one anyway, the hidden one not.
    std::array template_of_value{sensitive, CK_ATTRIBUTE{CKA_VALUE, value.data(), value.size()}};
    CHECK(C_DeriveKey(s, &mechanism, key, template_of_value.data(), 2, &hidden) == CKR_ATTRIBUTE_READ_ONLY);
    std::array unknown{CK_ATTRIBUTE{CKA_MODULUS_BITS, &no, 1}};
    CHECK(C_DeriveKey(s, &mechanism, key, unknown.data(), 1, &hidden) == CKR_ATTRIBUTE_TYPE_INVALID);
    std::array long_label{CK_ATTRIBUTE{CKA_LABEL, &no, CK_UNAVAILABLE_INFORMATION}};
    CHECK(C_DeriveKey(s, &mechanism, key, long_label.data(), 1, &hidden) == CKR_ATTRIBUTE_VALUE_INVALID);
    CHECK(C_DeriveKey(s, &mechanism, application.private_key(test::id_9a), nullptr, 0, &hidden) ==
          CKR_KEY_FUNCTION_NOT_PERMITTED);
}

TEST_CASE("pkcs11 conformance: P11-6, no handle of a session or object comes twice")
{
    const InsertedCard card{test::KeyManagement::ec};
    const Application application;
    std::set<CK_ULONG> seen{application.session};
    for (int i = 0; i < 300; ++i) { // more than fit into a byte
        const CK_SESSION_HANDLE session = Application::open();
        CHECK(seen.insert(session).second);
        CHECK(C_CloseSession(session) == CKR_OK);
        CHECK(C_CloseSession(session) == CKR_SESSION_HANDLE_INVALID);
    }
    const CK_OBJECT_HANDLE before = application.private_key(test::id_9e);
    CHECK(seen.insert(before).second);
    test::service().eject(InsertedCard::name);
    test::service().insert(InsertedCard::name,
        test::in_reader(std::make_shared<test::ReferenceCard>(test::issued_image(test::KeyManagement::ec))));
    CHECK(C_Logout(application.session) == CKR_DEVICE_REMOVED);
    const CK_SESSION_HANDLE session = Application::open();
    CHECK(seen.insert(session).second);
    CK_ATTRIBUTE attribute{CKA_CLASS, nullptr, 0};
    CHECK(C_GetAttributeValue(session, before, &attribute, 1) == CKR_OBJECT_HANDLE_INVALID);
}

TEST_CASE("pkcs11 conformance: P11-6, all sessions close while others sign, and a login is for all or for nobody")
{
    const InsertedCard card;
    const Application application;
    REQUIRE(application.log_in() == CKR_OK);
    const CK_OBJECT_HANDLE key = application.private_key(test::id_9a);
    std::vector<std::thread> signers;
    std::array<CK_RV, 4> last{};
    for (CK_RV& outcome : last)
        signers.emplace_back([&outcome, key, session = Application::open()] {
            CK_MECHANISM mechanism{CKM_ECDSA_SHA256, nullptr, 0};
            std::array<unsigned char, 64> signature{};
            do {
                CK_ULONG size = signature.size();
                outcome = C_SignInit(session, &mechanism, key);
                if (outcome == CKR_OK)
                    outcome = C_Sign(session, message.data(), message.size(), signature.data(), &size);
            } while (outcome == CKR_OK);
        });
    std::this_thread::sleep_for(std::chrono::milliseconds{30});
    CHECK(C_CloseAllSessions(0) == CKR_OK);
    for (std::thread& signer : signers)
        signer.join();
    for (const CK_RV outcome : last)
        CHECK(outcome == CKR_SESSION_HANDLE_INVALID);

    const CK_SESSION_HANDLE one = Application::open();
    const CK_SESSION_HANDLE other = Application::open();
    std::array<CK_RV, 2> outcomes{};
    const auto log_in = [](CK_SESSION_HANDLE session, CK_RV& outcome) {
        std::string digits{test::pin};
        outcome = C_Login(session, CKU_USER, reinterpret_cast<unsigned char*>(digits.data()), digits.size());
    };
    std::thread first{log_in, one, std::ref(outcomes[0])};
    log_in(other, outcomes[1]);
    first.join();
    CHECK(std::set<CK_RV>{outcomes[0], outcomes[1]} == std::set<CK_RV>{CKR_OK, CKR_USER_ALREADY_LOGGED_IN});
}
