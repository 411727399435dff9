// SPDX-License-Identifier: Apache-2.0
// SELECT before a PIN: due when the PIV application has not answered for two seconds, and when another application
// does.
#include "conversation.hpp"

#include <thread>

namespace {

using test::Application;
using test::Commands;
using test::CountedCard;
using namespace std::chrono_literals;

constexpr auto longer_than_a_moment = 2100ms;
constexpr auto half_of_a_moment = 1050ms; ///< a little more

/// A signature with 9C, with the PIN for it.
CK_RV sign_with_9c(const Application& process)
{
    CK_MECHANISM mechanism{CKM_ECDSA_SHA384, nullptr, 0};
    std::array<unsigned char, 96> signature{};
    CK_ULONG size = signature.size();
    std::string digits{test::pin};
    auto* const text = reinterpret_cast<unsigned char*>(digits.data());
    if (const CK_RV rv = C_SignInit(process.session, &mechanism, process.private_key(test::id_9c)); rv != CKR_OK)
        return rv;
    if (const CK_RV rv = C_Login(process.session, CKU_CONTEXT_SPECIFIC, text, digits.size()); rv != CKR_OK)
        return rv;
    return C_Sign(process.session, text, digits.size(), signature.data(), &size);
}

} // namespace

TEST_CASE("pkcs11 budget: a login more than two seconds after the last answer selects first")
{
    CountedCard card{test::full_image()};
    const Application process;
    std::this_thread::sleep_for(longer_than_a_moment);
    card.commands();
    REQUIRE(process.log_in() == CKR_OK);
    CHECK(card.commands() == Commands{"SELECT", "VERIFY?", "VERIFY"});
}

TEST_CASE("pkcs11 budget: a container that was read puts SELECT off")
{
    CountedCard card{test::full_image()};
    const auto conversation = [&] {
        const Application process;
        std::this_thread::sleep_for(half_of_a_moment);
        CHECK(process.find(CKO_CERTIFICATE).size() == 4);
        std::this_thread::sleep_for(half_of_a_moment);
        card.commands();
        REQUIRE(process.log_in() == CKR_OK);
        return card.commands();
    };
    CHECK(test::without_stalls(conversation, 3s) == Commands{"VERIFY?", "VERIFY"});
}

TEST_CASE("pkcs11 budget: a signature puts SELECT off, and one with 9C costs three commands")
{
    CountedCard card{test::full_image()};
    const auto conversation = [&] {
        const Application process;
        REQUIRE(process.log_in() == CKR_OK);
        CHECK(process.find(CKO_PRIVATE_KEY).size() == 4);
        std::this_thread::sleep_for(half_of_a_moment);
        CHECK(sign_with_9c(process) == CKR_OK);
        std::this_thread::sleep_for(half_of_a_moment);
        card.commands();
        CHECK(sign_with_9c(process) == CKR_OK);
        return card.commands();
    };
    CHECK(test::without_stalls(conversation, 3s) == Commands{"VERIFY?", "VERIFY", "SIGN"});
}

TEST_CASE("pkcs11 budget: two seconds after the last signature, one with 9C selects first")
{
    CountedCard card{test::full_image()};
    const Application process;
    REQUIRE(process.log_in() == CKR_OK);
    CHECK(sign_with_9c(process) == CKR_OK);
    std::this_thread::sleep_for(longer_than_a_moment);
    card.commands();
    CHECK(sign_with_9c(process) == CKR_OK);
    CHECK(card.commands() == Commands{"SELECT", "VERIFY?", "VERIFY", "SIGN"});
}

TEST_CASE("pkcs11 budget: no PIN for an application that another program selected meanwhile")
{
    CountedCard card{test::full_image()};
    const auto conversation = [&] {
        const Application process;
        card.commands();
        card.foreign_command("00A4000C023F00"); // the master file, which knows no PIN of PIV
        REQUIRE(process.log_in() == CKR_OK);
        return card.commands();
    };
    CHECK(test::without_stalls(conversation) == Commands{"VERIFY?", "SELECT", "VERIFY?", "VERIFY"});
}
