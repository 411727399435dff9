// SPDX-License-Identifier: Apache-2.0
// How operations of a session begin and end, which keys they take, and what becomes of handles.
#include "counted_card.hpp"
#include "in_process/with_cache.hpp"

#include "derivation.hpp"

#include <array>
#include <atomic>
#include <chrono>
#include <set>
#include <thread>

namespace {

using card::Bytes;
using test::Application;
using test::commands;
using test::find;
using test::InsertedCard;
using test::sign;

Bytes attribute(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type)
{
    Bytes value(512);
    CK_ATTRIBUTE wanted{type, value.data(), value.size()};
    if (C_GetAttributeValue(session, object, &wanted, 1) != CKR_OK)
        return {};
    value.resize(wanted.ulValueLen);
    return value;
}

CK_RV begin_signature(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE key, CK_MECHANISM_TYPE type = CKM_ECDSA_SHA256)
{
    CK_MECHANISM mechanism{type, nullptr, 0};
    return C_SignInit(session, &mechanism, key);
}

/// C_DeriveKey with 9D of the card that agrees on keys.
CK_RV derive(const Application& application, Bytes point, std::vector<CK_ATTRIBUTE> wanted, CK_OBJECT_HANDLE& made)
{
    CK_ECDH1_DERIVE_PARAMS parameters{CKD_NULL, 0, nullptr, point.size(), point.data()};
    CK_MECHANISM mechanism{CKM_ECDH1_DERIVE, &parameters, sizeof parameters};
    return C_DeriveKey(
        application.session, &mechanism, application.private_key(test::id_9d), wanted.data(), wanted.size(), &made);
}

/// What 9D makes of a message that its public key encrypted.
Bytes encrypted_and_decrypted(const Application& application, CK_MECHANISM mechanism, Bytes message)
{
    const CK_SESSION_HANDLE s = application.session;
    Bytes cryptogram(256);
    CK_ULONG size = cryptogram.size();
    REQUIRE(C_EncryptInit(s, &mechanism, application.object(CKO_PUBLIC_KEY, test::id_9d)) == CKR_OK);
    REQUIRE(C_Encrypt(s, message.data(), message.size(), cryptogram.data(), &size) == CKR_OK);
    REQUIRE(size == cryptogram.size());
    CHECK(cryptogram != message);
    Bytes clear(256);
    REQUIRE(C_DecryptInit(s, &mechanism, application.private_key(test::id_9d)) == CKR_OK);
    REQUIRE(C_Decrypt(s, cryptogram.data(), cryptogram.size(), clear.data(), &size) == CKR_OK);
    clear.resize(size);
    return clear;
}

} // namespace

TEST_CASE("pkcs11 operations: C_..Init without a mechanism ends the operation in progress, or says that there is none")
{
    const InsertedCard card;
    const Application application;
    const CK_SESSION_HANDLE s = application.session;
    REQUIRE(application.log_in() == CKR_OK);
    CK_MECHANISM ecdsa{CKM_ECDSA, nullptr, 0};
    CK_MECHANISM rsa{CKM_RSA_PKCS, nullptr, 0};
    CK_MECHANISM sha256{CKM_SHA256, nullptr, 0};

    struct Operation {
        const char* name;
        CK_RV (*begin)(CK_SESSION_HANDLE, CK_MECHANISM*, CK_OBJECT_HANDLE);
        CK_MECHANISM* mechanism;
        CK_OBJECT_HANDLE key;
    };

    const std::array operations{
        Operation{"sign", C_SignInit, &ecdsa, application.private_key(test::id_9a)},
        Operation{"verify", C_VerifyInit, &ecdsa, application.object(CKO_PUBLIC_KEY, test::id_9a)},
        Operation{"encrypt", C_EncryptInit, &rsa, application.object(CKO_PUBLIC_KEY, test::id_9d)},
        Operation{"decrypt", C_DecryptInit, &rsa, application.private_key(test::id_9d)},
        Operation{"digest",
            [](CK_SESSION_HANDLE session, CK_MECHANISM* mechanism, CK_OBJECT_HANDLE) {
                return C_DigestInit(session, mechanism);
            },
            &sha256, 0},
    };
    for (const Operation& one : operations) {
        INFO(one.name);
        CHECK(one.begin(s, nullptr, one.key) == CKR_ARGUMENTS_BAD);
        REQUIRE(one.begin(s, one.mechanism, one.key) == CKR_OK);
        CHECK(one.begin(s, one.mechanism, one.key) == CKR_OPERATION_ACTIVE);
        CHECK(one.begin(s, nullptr, 0) == CKR_OK);
        CHECK(one.begin(s, nullptr, 0) == CKR_ARGUMENTS_BAD);
        CHECK(one.begin(s, one.mechanism, one.key) == CKR_OK);
    }
    CHECK(C_SignInit(s, nullptr, 0) == CKR_OK); // and ends no other
    for (const Operation& one : operations)
        CHECK(one.begin(s, nullptr, 0) == (one.begin == C_SignInit ? CKR_ARGUMENTS_BAD : CKR_OK));
}

TEST_CASE("pkcs11 operations: C_Logout ends the handles of private objects for good, and no others")
{
    const InsertedCard card;
    const Application application;
    const CK_SESSION_HANDLE s = application.session;
    REQUIRE(application.log_in() == CKR_OK);
    const CK_OBJECT_HANDLE hidden = application.private_key(test::id_9a);
    const CK_OBJECT_HANDLE shown = application.private_key(test::id_9e);
    const CK_OBJECT_HANDLE certificate = application.object(CKO_CERTIFICATE, test::id_9a);
    REQUIRE(C_Logout(s) == CKR_OK);
    CHECK(sign(s, hidden) == CKR_KEY_HANDLE_INVALID);
    REQUIRE(application.log_in() == CKR_OK);
    CHECK(sign(s, hidden) == CKR_KEY_HANDLE_INVALID);
    CK_ATTRIBUTE label{CKA_LABEL, nullptr, 0};
    CHECK(C_GetAttributeValue(s, hidden, &label, 1) == CKR_OBJECT_HANDLE_INVALID);
    CHECK(application.private_key(test::id_9a) != hidden);
    CHECK(sign(s, application.private_key(test::id_9a)) == CKR_OK);
    CHECK(sign(s, shown) == CKR_OK);
    CHECK(application.object(CKO_CERTIFICATE, test::id_9a) == certificate);
}

TEST_CASE("pkcs11 operations: what the card forgot, a new login brings back, under the same handles")
{
    const InsertedCard card;
    const Application application;
    const CK_SESSION_HANDLE s = application.session;
    REQUIRE(application.log_in() == CKR_OK);
    const CK_OBJECT_HANDLE key = application.private_key(test::id_9a);
    test::service().reset(InsertedCard::name);
    CHECK(sign(s, key) == CKR_USER_NOT_LOGGED_IN);
    CHECK(begin_signature(s, key) == CKR_USER_NOT_LOGGED_IN); // the object is there, and hidden
    CHECK(begin_signature(s, 0) == CKR_KEY_HANDLE_INVALID);
    REQUIRE(application.log_in() == CKR_OK);
    CHECK(sign(s, key) == CKR_OK);
}

TEST_CASE("pkcs11 operations: a handle that is none is told as one, before login as after it")
{
    const InsertedCard card;
    const Application application;
    const CK_SESSION_HANDLE s = application.session;
    const CK_OBJECT_HANDLE public_key = application.object(CKO_PUBLIC_KEY, test::id_9a);
    for (const bool logged_in : {false, true}) {
        if (logged_in)
            REQUIRE(application.log_in() == CKR_OK);
        for (const CK_OBJECT_HANDLE none : {CK_OBJECT_HANDLE{0}, CK_OBJECT_HANDLE{12345}, ~CK_OBJECT_HANDLE{0},
                 public_key + 0x100, public_key | 0xFF, s})
            CHECK(begin_signature(s, none) == CKR_KEY_HANDLE_INVALID);
    }
}

TEST_CASE("pkcs11 operations: a cryptogram that the modulus excludes never reaches the card")
{
    const InsertedCard card;
    const Application application;
    const CK_SESSION_HANDLE s = application.session;
    REQUIRE(application.log_in() == CKR_OK);
    const CK_OBJECT_HANDLE key = application.private_key(test::id_9d);
    const Bytes modulus = attribute(s, key, CKA_MODULUS);
    for (Bytes cryptogram : {Bytes(256, 0xFF), modulus}) {
        CK_MECHANISM mechanism{CKM_RSA_X_509, nullptr, 0};
        REQUIRE(C_DecryptInit(s, &mechanism, key) == CKR_OK);
        const std::size_t before = commands();
        Bytes message(256);
        CK_ULONG size = message.size();
        CHECK(C_Decrypt(s, cryptogram.data(), cryptogram.size(), message.data(), &size) == CKR_ENCRYPTED_DATA_INVALID);
        CHECK(commands() == before);
        CHECK(
            C_Decrypt(s, cryptogram.data(), cryptogram.size(), message.data(), &size) == CKR_OPERATION_NOT_INITIALIZED);
    }
    CHECK(sign(s, application.private_key(test::id_9a)) == CKR_OK); // sessions and login are as they were
}

TEST_CASE("pkcs11 operations: what 9D's public key encrypts, by every mechanism, 9D decrypts")
{
    const InsertedCard card;
    const Application application;
    REQUIRE(application.log_in() == CKR_OK);
    CK_RSA_PKCS_OAEP_PARAMS oaep{CKM_SHA256, CKG_MGF1_SHA256, CKZ_DATA_SPECIFIED, nullptr, 0};
    const Bytes message{'t', 'e', 's', 't'};
    Bytes block(256, 0x42);
    block.front() = 0; // smaller than any modulus
    CHECK(encrypted_and_decrypted(application, {CKM_RSA_PKCS, nullptr, 0}, message) == message);
    CHECK(encrypted_and_decrypted(application, {CKM_RSA_PKCS_OAEP, &oaep, sizeof oaep}, message) == message);
    CHECK(encrypted_and_decrypted(application, {CKM_RSA_X_509, nullptr, 0}, block) == block);
}

TEST_CASE("pkcs11 operations: a mechanism for keys of the other kind, whatever the key is for")
{
    const InsertedCard card;
    const Application application;
    REQUIRE(application.log_in() == CKR_OK);
    const CK_OBJECT_HANDLE rsa = application.private_key(test::id_9d);
    CHECK(begin_signature(application.session, rsa, CKM_ECDSA) == CKR_KEY_TYPE_INCONSISTENT);
    CHECK(begin_signature(application.session, rsa, CKM_RSA_PKCS) == CKR_KEY_FUNCTION_NOT_PERMITTED);
    CK_MECHANISM decrypt{CKM_RSA_PKCS, nullptr, 0};
    const CK_OBJECT_HANDLE ec = application.private_key(test::id_9a);
    CHECK(C_DecryptInit(application.session, &decrypt, ec) == CKR_KEY_TYPE_INCONSISTENT);
}

TEST_CASE("pkcs11 operations: the other side's point, off the curve or of another form")
{
    const InsertedCard card{test::KeyManagement::ec};
    const Application application;
    REQUIRE(application.log_in() == CKR_OK);
    CK_OBJECT_HANDLE made = 0;
    Bytes point = test::agreement_point();
    CHECK(
        derive(application, card::to_bytes(card::ByteView{point}.first(33)), {}, made) == CKR_MECHANISM_PARAM_INVALID);
    point.back() ^= 0x01;
    CHECK(derive(application, point, {}, made) == CKR_PUBLIC_KEY_INVALID);
    CHECK(derive(application, card::concat({Bytes{0x04, 0x41}, point}), {}, made) == CKR_PUBLIC_KEY_INVALID);
    CHECK(derive(application, card::concat({Bytes{0x04, 0x42}, point}), {}, made) == CKR_MECHANISM_PARAM_INVALID);
}

TEST_CASE("pkcs11 operations: a derived key was always sensitive and never extractable if it is so, and its base key")
{
    const InsertedCard card{test::KeyManagement::ec};
    const Application application;
    REQUIRE(application.log_in() == CKR_OK);
    CK_BBOOL yes = CK_TRUE;
    CK_BBOOL no = CK_FALSE;
    CK_OBJECT_HANDLE made = 0;
    for (const bool strict : {false, true}) {
        REQUIRE(
            derive(application, test::agreement_point(),
                {{CKA_SENSITIVE, strict ? &yes : &no, 1}, {CKA_EXTRACTABLE, strict ? &no : &yes, 1}}, made) == CKR_OK);
        for (const CK_ATTRIBUTE_TYPE type : {CKA_ALWAYS_SENSITIVE, CKA_NEVER_EXTRACTABLE})
            CHECK(attribute(application.session, made, type) ==
                  Bytes{static_cast<unsigned char>(strict ? CK_TRUE : CK_FALSE)});
    }
    const std::array strict{CK_ATTRIBUTE{CKA_SENSITIVE, &yes, 1}, CK_ATTRIBUTE{CKA_EXTRACTABLE, &no, 1}};
    p11::Attributes base_key; // of which nobody knows where it was before
    base_key.flag(CKA_ALWAYS_SENSITIVE, false).flag(CKA_NEVER_EXTRACTABLE, false);
    const p11::Object derived = p11::SecretKeyTemplate{strict}.make(card::SecureBytes{16}, base_key);
    CHECK_FALSE(derived.attributes.is_true(CKA_ALWAYS_SENSITIVE));
    CHECK_FALSE(derived.attributes.is_true(CKA_NEVER_EXTRACTABLE));
}

TEST_CASE("pkcs11 operations: CKA_UNIQUE_ID tells every object from all others, at every insertion")
{
    const InsertedCard card{test::KeyManagement::ec};
    std::vector<std::set<Bytes>> seen;
    for (int i = 0; i < 2; ++i) {
        const Application application;
        const CK_SESSION_HANDLE s = application.session;
        REQUIRE(application.log_in() == CKR_OK);
        std::set<Bytes> ids;
        for (const CK_OBJECT_HANDLE object : find(s)) {
            Bytes id = attribute(s, object, CKA_UNIQUE_ID);
            if (attribute(s, object, CKA_PROFILE_ID).empty()) { // a profile is nothing that is stored
                CHECK_FALSE(id.empty());
                CHECK(ids.insert(id).second);
                CHECK(find(s, {{CKA_UNIQUE_ID, id.data(), id.size()}}) == std::vector{object});
            }
        }
        CHECK(ids.size() >= 4 * 3 + 1);
        seen.push_back(ids);

        CK_OBJECT_HANDLE made = 0;
        for (int j = 0; j < 2; ++j) {
            REQUIRE(derive(application, test::agreement_point(), {}, made) == CKR_OK);
            CHECK(ids.insert(attribute(s, made, CKA_UNIQUE_ID)).second);
        }
        unsigned char letter = 'x';
        CHECK(derive(application, test::agreement_point(), {{CKA_UNIQUE_ID, &letter, 1}}, made) ==
              CKR_ATTRIBUTE_READ_ONLY);
    }
    CHECK(seen[0] == seen[1]);
}

TEST_CASE("pkcs11 operations: random numbers are drawn in pieces, between which others get at the slot")
{
    const InsertedCard card;
    const Application application;
    const CK_SESSION_HANDLE other = Application::open();
    Bytes random(4096);
    std::size_t before = commands();
    CHECK(C_GenerateRandom(application.session, random.data(), random.size() + 1) == CKR_ARGUMENTS_BAD);
    CHECK(commands() == before);

    std::atomic<bool> drawing{false};
    std::atomic<std::size_t> when_other_was_done{0};
    test::service().fault = [&] {
        drawing = true;
        return test::Service::Code::success;
    };
    std::thread waiting{[&] {
        while (!drawing)
            std::this_thread::yield();
        Bytes few(8);
        CHECK(C_GenerateRandom(other, few.data(), few.size()) == CKR_OK);
        when_other_was_done = commands();
    }};
    before = commands();
    CHECK(C_GenerateRandom(application.session, random.data(), random.size()) == CKR_OK);
    waiting.join();
    test::service().fault = [] { return test::Service::Code::success; };
    CHECK(commands() == before + random.size() / 8 + 1);
    CHECK(when_other_was_done < commands());
    CHECK(std::set<unsigned char>(random.begin() + 4000, random.end()).size() > 1); // to the end
}

TEST_CASE("pkcs11 operations: a certificate of 9D that was renewed behind the cache is noticed once, and read anew")
{
    const test::WithCache cache;
    test::CountedCard card{test::issued_image(test::KeyManagement::ec), test::CountedCard::Make::another};
    const auto derive_once = [] {
        const Application application;
        REQUIRE(application.log_in() == CKR_OK);
        CK_OBJECT_HANDLE made = 0;
        return derive(application, test::agreement_point(), {}, made);
    };
    CHECK(derive_once() == CKR_OK);
    CHECK(derive_once() == CKR_OK);                    // and what is kept is used
    card.memory().update([](refcard::Image& changed) { // same CHUID, the key of 9E in 9D
        changed.piv_keys[0x9D] = changed.piv_keys[0x9E];
        changed.piv_objects[0x5FC10B] = changed.piv_objects[0x5FC101];
    });
    CHECK(derive_once() == CKR_DEVICE_REMOVED);
    CHECK(derive_once() == CKR_OK);
    CHECK(derive_once() == CKR_OK);
}
