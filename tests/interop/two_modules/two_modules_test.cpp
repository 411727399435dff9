// SPDX-License-Identifier: Apache-2.0
// Two PKCS#11 modules in one process on one card, as in a browser that knows both: OpenSC's and ours.
#include "issued_card.hpp"

#include <doctest/doctest.h>

#include <chrono>

namespace {

using test::id_9a;
using test::id_9c;
using test::id_9e;

const std::string message = "one card for both";

/// A module with a session on the card.
struct Guest {
    explicit Guest(const std::string& file) : module{file}, session{module} {}

    CK_RV log_in() const { return session.login(test::letter("PIN")); }

    CK_RV sign(std::uint8_t id, card::Bytes& signature) const
    {
        return session.sign(session.only(CKO_PRIVATE_KEY, id), message, signature);
    }

    /// With the PIN for this signature.
    CK_RV sign_bindingly(card::Bytes& signature) const
    {
        begin_signing();
        const CK_RV answer = session.login_again(test::letter("PIN"));
        return answer == CKR_OK ? finish_signing(signature) : answer;
    }

    void begin_signing() const
    {
        CK_MECHANISM mechanism{CKM_ECDSA_SHA256, nullptr, 0};
        REQUIRE(module->C_SignInit(session, &mechanism, session.only(CKO_PRIVATE_KEY, id_9c)) == CKR_OK);
    }

    CK_RV finish_signing(card::Bytes& signature) const
    {
        std::string text = message;
        signature.assign(64, 0);
        CK_ULONG size = signature.size();
        return module->C_Sign(
            session, reinterpret_cast<unsigned char*>(text.data()), text.size(), signature.data(), &size);
    }

    bool verifies(std::uint8_t id, const card::Bytes& signature) const
    {
        return session.verifies(message, signature, id);
    }

    test::Module module;
    test::Session session;
};

void use_every_key(const Guest& signer, const Guest& verifier)
{
    card::Bytes signature;
    CHECK(signer.sign(id_9a, signature) == CKR_OK);
    CHECK(verifier.verifies(id_9a, signature));
    CHECK(signer.sign_bindingly(signature) == CKR_OK);
    CHECK(verifier.verifies(id_9c, signature));
    CHECK(signer.sign(id_9e, signature) == CKR_OK);
    CHECK(verifier.verifies(id_9e, signature));
}

/// The card forgot the PIN: told once, mended by one login.
void recovers(const Guest& guest)
{
    card::Bytes signature;
    const CK_RV first = guest.sign(id_9a, signature);
    if (first != CKR_OK) {
        CHECK(first == CKR_USER_NOT_LOGGED_IN);
        CHECK(guest.log_in() == CKR_OK);
        CHECK(guest.sign(id_9a, signature) == CKR_OK);
    }
    CHECK(guest.verifies(id_9a, signature));
}

/// As the token tells it to a module that is not logged in.
bool lost_a_try()
{
    const test::Module ours{CARD_MODULE};
    CK_TOKEN_INFO info{};
    REQUIRE(ours->C_GetTokenInfo(test::tokens(ours).front(), &info) == CKR_OK);
    return (info.flags & (CKF_USER_PIN_COUNT_LOW | CKF_USER_PIN_FINAL_TRY | CKF_USER_PIN_LOCKED)) != 0;
}

} // namespace

TEST_SUITE("two modules")
{
    TEST_CASE("logged in side by side, both sign with every key, in turns, and neither loses its login")
    {
        test::IssuedCard card;
        {
            const Guest ours{CARD_MODULE};
            const Guest theirs{CARD_OPENSC_MODULE};
            REQUIRE(theirs.log_in() == CKR_OK);
            REQUIRE(ours.log_in() == CKR_OK);
            for (int round = 0; round < 10; ++round) {
                CAPTURE(round);
                use_every_key(ours, theirs);
                use_every_key(theirs, ours);
            }
        }
        card.eject();
        card.insert();
        CHECK_FALSE(lost_a_try());
    }

    TEST_CASE("who logs out, closes or comes anew costs the other one login at most")
    {
        test::IssuedCard card;
        {
            const Guest ours{CARD_MODULE};
            REQUIRE(ours.log_in() == CKR_OK);
            {
                const Guest theirs{CARD_OPENSC_MODULE};
                recovers(ours);
                REQUIRE(theirs.log_in() == CKR_OK);
                recovers(ours);
                CHECK(theirs.module->C_Logout(theirs.session) == CKR_OK);
                recovers(ours);
                CHECK(theirs.log_in() == CKR_OK);
                CHECK(ours.module->C_Logout(ours.session) == CKR_OK);
                card::Bytes signature;
                CHECK(ours.log_in() == CKR_OK);
                CHECK(ours.sign(id_9a, signature) == CKR_OK);
            }
            recovers(ours); // the other has finalized
        }
        card.eject();
        card.insert();
        CHECK_FALSE(lost_a_try());
    }

    TEST_CASE("a confirmed signature that is not made in time keeps nobody out for longer than its two seconds")
    {
        const test::IssuedCard card;
        const Guest ours{CARD_MODULE};
        const Guest theirs{CARD_OPENSC_MODULE};
        REQUIRE(theirs.log_in() == CKR_OK);
        REQUIRE(ours.log_in() == CKR_OK);
        ours.begin_signing();
        REQUIRE(ours.session.login_again(test::letter("PIN")) == CKR_OK);

        card::Bytes signature;
        const auto start = std::chrono::steady_clock::now();
        CHECK(theirs.sign(id_9a, signature) == CKR_OK);
        CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds{4});
        CHECK(ours.verifies(id_9a, signature));

        CHECK(ours.finish_signing(signature) == CKR_USER_NOT_LOGGED_IN);
        CHECK(ours.sign_bindingly(signature) == CKR_OK);
        CHECK(theirs.verifies(id_9c, signature));
    }
}
