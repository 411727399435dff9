// SPDX-License-Identifier: Apache-2.0
// What token and objects claim of themselves: each claim with the card that makes it, and one that does not.
#include "conversation.hpp"
#include "in_process/altered_card.hpp"
#include "in_process/application.hpp"

#include <doctest/doctest.h>

namespace {

using test::Application;
using test::CountedCard;
using test::InsertedCard;
using test::KeyManagement;
using Types = std::vector<CK_MECHANISM_TYPE>;

/// An attribute that is a CK_ULONG, or an array of them.
std::vector<CK_ULONG> numbers(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type)
{
    CK_ATTRIBUTE wanted{type, nullptr, 0};
    REQUIRE(C_GetAttributeValue(session, object, &wanted, 1) == CKR_OK);
    std::vector<CK_ULONG> values(wanted.ulValueLen / sizeof(CK_ULONG));
    wanted.pValue = values.data();
    REQUIRE(C_GetAttributeValue(session, object, &wanted, 1) == CKR_OK);
    CHECK(wanted.ulValueLen == values.size() * sizeof(CK_ULONG));
    return values;
}

Types allowed(const Application& application, CK_OBJECT_CLASS object_class, unsigned char id)
{
    return numbers(application.session, application.object(object_class, id), CKA_ALLOWED_MECHANISMS);
}

CK_FLAGS token_flags()
{
    CK_TOKEN_INFO info{};
    REQUIRE(C_GetTokenInfo(0, &info) == CKR_OK);
    return info.flags;
}

/// Of the security officer's PIN, which is the PUK.
constexpr CK_FLAGS so_flags = CKF_SO_PIN_COUNT_LOW | CKF_SO_PIN_FINAL_TRY | CKF_SO_PIN_LOCKED;

/// An issued card that has this many tries of the PUK left.
refcard::Image with_puk_tries(unsigned tries)
{
    refcard::Image image = test::full_image();
    image.puk->tries = tries;
    return image;
}

} // namespace

TEST_CASE("pkcs11 claims: certificates are the token user's, and the token has a profile")
{
    const InsertedCard card;
    const Application application;
    constexpr CK_ULONG token_user = 1; // [PKCS11-2.40] §4.6.2
    for (const unsigned char id : {test::id_9a, test::id_9c, test::id_9d, test::id_9e})
        CHECK(numbers(application.session, application.object(CKO_CERTIFICATE, id), CKA_CERTIFICATE_CATEGORY) ==
              Types{token_user});

    const std::vector<CK_OBJECT_HANDLE> profiles = application.find(CKO_PROFILE);
    REQUIRE(profiles.size() == 1);
    constexpr CK_ULONG authentication_token = 3; // CKP_AUTHENTICATION_TOKEN
    CHECK(numbers(application.session, profiles.front(), CKA_PROFILE_ID) == Types{authentication_token});
}

TEST_CASE("pkcs11 claims: each key names the mechanisms that it takes")
{
    const Types ecdsa{
        CKM_ECDSA, CKM_ECDSA_SHA1, CKM_ECDSA_SHA224, CKM_ECDSA_SHA256, CKM_ECDSA_SHA384, CKM_ECDSA_SHA512};
    const Types decryption{CKM_RSA_PKCS, CKM_RSA_PKCS_OAEP, CKM_RSA_X_509};
    {
        const InsertedCard card;
        const Application application;
        REQUIRE(application.log_in() == CKR_OK);
        for (const unsigned char id : {test::id_9a, test::id_9c, test::id_9e})
            for (const CK_OBJECT_CLASS object_class : {CKO_PRIVATE_KEY, CKO_PUBLIC_KEY})
                CHECK(allowed(application, object_class, id) == ecdsa);
        for (const CK_OBJECT_CLASS object_class : {CKO_PRIVATE_KEY, CKO_PUBLIC_KEY})
            CHECK(allowed(application, object_class, test::id_9d) == decryption);
    }
    const InsertedCard card{KeyManagement::ec};
    const Application application;
    REQUIRE(application.log_in() == CKR_OK);
    CHECK(allowed(application, CKO_PRIVATE_KEY, test::id_9d) == Types{CKM_ECDH1_DERIVE});
    CHECK(allowed(application, CKO_PUBLIC_KEY, test::id_9d).empty());
}

TEST_CASE("pkcs11 claims: a card draws random numbers, or says that it has none")
{
    std::array<unsigned char, 8> room{};
    {
        const InsertedCard card;
        const Application application;
        CHECK((token_flags() & CKF_RNG) != 0);
        CHECK(C_GenerateRandom(application.session, room.data(), room.size()) == CKR_OK);
    }
    {
        CountedCard another{test::full_image(), CountedCard::Make::another};
        const Application process;
        CHECK((token_flags() & CKF_RNG) == 0); // whether it has, nobody knows
    }
    constexpr std::uint8_t management_key = 0x9B; // its challenges are the random numbers
    test::AlteredCard refusing;
    refusing.instead = [](card::ByteView command) {
        return command[3] == management_key ? std::optional{card::Bytes{0x6A, 0x86}} : std::nullopt;
    };
    const Application process;
    CHECK(C_GenerateRandom(process.session, room.data(), room.size()) == CKR_RANDOM_NO_RNG);
}

TEST_CASE("pkcs11 claims: how many tries of the PUK are left, once it was asked for")
{
    const auto flags_after_wrong_puk = [](unsigned tries, CK_RV expected) {
        CountedCard card{with_puk_tries(tries)};
        const Application process;
        CHECK((token_flags() & so_flags) == 0);
        CHECK(process.log_in(CKU_SO, "00000000") == expected);
        return token_flags() & so_flags;
    };
    CHECK(flags_after_wrong_puk(5, CKR_PIN_INCORRECT) == CKF_SO_PIN_COUNT_LOW);
    CHECK(flags_after_wrong_puk(2, CKR_PIN_INCORRECT) == (CKF_SO_PIN_COUNT_LOW | CKF_SO_PIN_FINAL_TRY));
    CHECK(flags_after_wrong_puk(1, CKR_FUNCTION_REJECTED) == (CKF_SO_PIN_COUNT_LOW | CKF_SO_PIN_FINAL_TRY));
    CHECK(flags_after_wrong_puk(0, CKR_PIN_LOCKED) == CKF_SO_PIN_LOCKED);
}

TEST_CASE("pkcs11 claims: our card in a contactless reader is no token, and gets one command")
{
    CountedCard card{test::full_image(), CountedCard::Make::contactless};
    REQUIRE(C_Initialize(nullptr) == CKR_OK);
    CK_ULONG count = 0;
    CHECK(C_GetSlotList(CK_FALSE, nullptr, &count) == CKR_OK);
    CHECK(count == 1);
    CHECK(C_GetSlotList(CK_TRUE, nullptr, &count) == CKR_OK);
    CHECK(count == 0);
    CK_TOKEN_INFO info{};
    CHECK(C_GetTokenInfo(0, &info) == CKR_TOKEN_NOT_RECOGNIZED);
    CHECK(card.commands() == test::Commands{"SELECT"});
    CHECK(C_Finalize(nullptr) == CKR_OK);
}
