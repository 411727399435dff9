// SPDX-License-Identifier: Apache-2.0
// What the module costs the card: every command is counted where it arrives.
#include "conversation.hpp"
#include "in_process/with_cache.hpp"

#include "card/tlv/writer.hpp"

namespace {

using test::Application;
using test::certificate_9a;
using test::Commands;
using test::CountedCard;
using test::WithCache;
using Make = CountedCard::Make;
using Length = CountedCard::Length;

constexpr const char* chuid = "GET DATA 5fc102";

refcard::Image image()
{
    return test::full_image();
}

/// From C_Initialize to the first signature with 9A, found by its CKA_ID.
Commands first_signature(CountedCard& card)
{
    card.commands();
    const Application process;
    REQUIRE(process.log_in() == CKR_OK);
    CHECK(test::sign(process.session, process.private_key(0x01)) == CKR_OK);
    return card.commands();
}

/// The same as an exact list.
Commands exact_first_signature(CountedCard& card)
{
    return test::without_stalls([&] { return first_signature(card); });
}

} // namespace

TEST_CASE("pkcs11 budget: the first signature of a cold card")
{
    CountedCard ours{image()};
    CHECK(exact_first_signature(ours) == Commands{"SELECT", "VERIFY?", "VERIFY", certificate_9a, "SIGN"});
}

TEST_CASE("pkcs11 budget: with short lengths the certificate is fetched in parts, and nothing else changes")
{
    CountedCard ours{image(), Make::ours, Length::short_only};
    constexpr std::size_t short_answer = 256;
    const std::size_t size = card::tlv::encode(card::tlv::Tag{0x53}, image().piv_objects.at(0x5FC105)).size();
    REQUIRE(size > short_answer);
    Commands expected{"SELECT", "VERIFY?", "VERIFY", certificate_9a};
    expected.insert(expected.end(), (size - 1) / short_answer, "GET RESPONSE");
    expected.emplace_back("SIGN");
    CHECK(exact_first_signature(ours) == expected);
}

TEST_CASE("pkcs11 budget: another maker's card, asked for its name as well")
{
    CountedCard card{image(), Make::another};
    CHECK(exact_first_signature(card) == Commands{"SELECT", "VERIFY?", "VERIFY", certificate_9a, "SIGN"});

    const Application process;
    card.commands();
    CK_TOKEN_INFO info{};
    CHECK(C_GetTokenInfo(0, &info) == CKR_OK);
    CHECK(card.commands() == Commands{chuid, "VERIFY?"});
    CHECK(C_GetTokenInfo(0, &info) == CKR_OK);
    CHECK(card.commands() == Commands{"VERIFY?"});
    CHECK(std::string{reinterpret_cast<const char*>(info.label), 17} == "PIV card 42424200");
}

TEST_CASE("pkcs11 budget: token information of our card is one empty VERIFY, slot and session information nothing")
{
    CountedCard card{image()};
    const Application process;
    card.commands();
    CK_TOKEN_INFO token{};
    CK_SLOT_INFO slot{};
    CK_SESSION_INFO session{};
    CHECK(C_GetTokenInfo(0, &token) == CKR_OK);
    CHECK(card.commands() == Commands{"VERIFY?"});
    CHECK(C_GetSlotInfo(0, &slot) == CKR_OK);
    CHECK(C_GetSessionInfo(process.session, &session) == CKR_OK);
    CHECK(card.commands().empty());
}

TEST_CASE("pkcs11 budget: with the cache five commands on any card, four on ours")
{
    const WithCache cache;
    CountedCard ours{image()};
    first_signature(ours);
    CHECK(exact_first_signature(ours) == Commands{"SELECT", "VERIFY?", "VERIFY", "SIGN"});
    CHECK(cache.files().size() == 1);
}

TEST_CASE("pkcs11 budget: with the cache five commands on a card of another maker")
{
    const WithCache cache;
    CountedCard card{image(), Make::another};
    first_signature(card);
    CHECK(exact_first_signature(card) == Commands{"SELECT", "VERIFY?", "VERIFY", chuid, "SIGN"});
}

TEST_CASE("pkcs11 budget: then one command for each signature")
{
    CountedCard card{image()};
    const Application process;
    REQUIRE(process.log_in() == CKR_OK);
    const CK_OBJECT_HANDLE key = process.private_key(0x01);
    card.commands();
    for (int i = 0; i < 10; ++i)
        CHECK(test::sign(process.session, key) == CKR_OK);
    CHECK(card.commands() == Commands(10, "SIGN"));
}

TEST_CASE("pkcs11 budget: an RSA signature is one command with extended length; with short, a chain and the rest")
{
    refcard::Image with_rsa = image();
    with_rsa.piv_keys[0x9A] = with_rsa.piv_keys[0x9D];
    with_rsa.piv_objects[0x5FC105] = with_rsa.piv_objects[0x5FC10B];
    for (const Length length : {Length::extended, Length::short_only}) {
        CountedCard card{with_rsa, Make::ours, length};
        const Application process;
        REQUIRE(process.log_in() == CKR_OK);
        const CK_OBJECT_HANDLE key = process.private_key(0x01);
        card.commands();
        CHECK(test::sign(process.session, key, CKM_SHA256_RSA_PKCS) == CKR_OK);
        CHECK(card.commands() ==
              (length == Length::extended ? Commands{"SIGN"} : Commands{"1087079a", "SIGN", "GET RESPONSE"}));
    }
}

TEST_CASE("pkcs11 budget: all objects of our card, each container once")
{
    CountedCard card{image()};
    const Application process;
    card.commands();
    const std::size_t count = process.find(std::vector<CK_ATTRIBUTE>{}).size();
    CHECK(card.commands() == Commands{certificate_9a, "GET DATA 5fc10a", "GET DATA 5fc10b", "GET DATA 5fc101",
                                 "GET DATA 5fc107", chuid, "GET DATA 5fc106", "GET DATA 7e"});
    CHECK(count == 4 * 2 + 1 + 4 + 1); // certificates and public keys, the private key of 9E, data objects, profile
    CHECK(process.find(std::vector<CK_ATTRIBUTE>{}).size() == count);
    CHECK(process.find(CKO_DATA).size() == 4);
    CHECK(card.commands().empty());
}

TEST_CASE("pkcs11 budget: a search reads what may match and nothing else")
{
    CountedCard card{image()};
    const Application process;
    card.commands();
    CHECK(process.find(CKO_SECRET_KEY).empty());
    CHECK(process.find(CKO_PROFILE).size() == 1);
    CHECK(card.commands().empty());
    std::string label = "SIGN pubkey";
    CHECK(process.find({{CKA_LABEL, label.data(), label.size()}}).size() == 1);
    CHECK(card.commands() == Commands{"GET DATA 5fc10a"});
    CHECK(process.find(CKO_PRIVATE_KEY).size() == 1); // before login that of 9E
    CHECK(card.commands() == Commands{"GET DATA 5fc101"});
    std::string application = "Card Holder Unique Identifier";
    CHECK(process.find({{CKA_APPLICATION, application.data(), application.size()}}).size() == 1);
    CHECK(card.commands() == Commands{chuid});
}

TEST_CASE("pkcs11 budget: that another application knows no such object costs one SELECT, and hides nothing")
{
    CountedCard card{image()};
    const Application process;
    card.commands();
    card.foreign_command("00A4000C023F00"); // the master file
    CHECK(process.find(CKO_CERTIFICATE).size() == 4);
    CHECK(card.commands() ==
          Commands{certificate_9a, "SELECT", certificate_9a, "GET DATA 5fc10a", "GET DATA 5fc10b", "GET DATA 5fc101"});
}

TEST_CASE("pkcs11 budget: retired keys are read as far as the key history announces them")
{
    refcard::Image with_history = image();
    with_history.piv_objects[0x5FC10C] = {0xC1, 0x01, 0x02, 0xC2, 0x01, 0x00, 0xFE, 0x00};
    for (const unsigned number : {0U, 1U, 2U}) {
        with_history.piv_keys[static_cast<std::uint8_t>(0x82 + number)] = with_history.piv_keys[0x9D];
        with_history.piv_objects[0x5FC10DU + number] = with_history.piv_objects[0x5FC10B];
    }
    CountedCard card{with_history, Make::another};
    const Application process;
    REQUIRE(process.log_in() == CKR_OK);
    card.commands();
    const auto keys = process.find(CKO_PRIVATE_KEY);
    CHECK(keys.size() == 4 + 2);
    CHECK(card.commands() == Commands{certificate_9a, "GET DATA 5fc10a", "GET DATA 5fc10b", "GET DATA 5fc101",
                                 "GET DATA 5fc10c", "GET DATA 5fc10d", "GET DATA 5fc10e"});
    process.private_key(0x05);
    unsigned char third = 0x07;
    CHECK(process.find({{CKA_ID, &third, 1}}).empty());
    CHECK(card.commands().empty());

    CK_MECHANISM mechanism{CKM_RSA_X_509, nullptr, 0};
    Commands decrypting;
    std::array<unsigned char, 256> block{};
    block[255] = 2;
    CK_ULONG size = block.size();
    CHECK(C_DecryptInit(process.session, &mechanism, process.private_key(0x06)) == CKR_OK);
    CHECK(C_Decrypt(process.session, block.data(), block.size(), block.data(), &size) == CKR_OK);
    CHECK(card.commands() == Commands{"SIGN"}); // GENERAL AUTHENTICATE
}

TEST_CASE("pkcs11 budget: a card of another maker without key history is not searched for retired keys")
{
    CountedCard card{image(), Make::another};
    const Application process;
    card.commands();
    CHECK(process.find(CKO_CERTIFICATE).size() == 4);
    const Commands commands = card.commands();
    CHECK(std::count(commands.begin(), commands.end(), "GET DATA 5fc10c") == 2); // once more after SELECT
    CHECK(std::count(commands.begin(), commands.end(), "SELECT") == 1);
    CHECK(commands.size() == 4 + 3);
}

TEST_CASE("pkcs11 budget: a certificate that was exchanged behind the cache is noticed, and read once")
{
    const WithCache cache;
    CountedCard card{image(), Make::another};
    first_signature(card);
    card.memory().update([](refcard::Image& changed) { // same CHUID, the key of 9E in 9A
        changed.piv_keys[0x9A] = changed.piv_keys[0x9E];
        changed.piv_objects[0x5FC105] = changed.piv_objects[0x5FC101];
    });
    {
        const Application process;
        REQUIRE(process.log_in() == CKR_OK);
        CHECK(test::sign(process.session, process.private_key(0x01)) == CKR_DEVICE_REMOVED);
        CHECK(cache.files().empty());
    }
    const Commands commands = first_signature(card);
    CHECK(std::count(commands.begin(), commands.end(), certificate_9a) == 1);
    CHECK(cache.files().size() == 1);
}

TEST_CASE("pkcs11 budget: our card tells of a change, so the cache of before does not count")
{
    const WithCache cache;
    CountedCard card{image()};
    first_signature(card);
    card.memory().update([](refcard::Image& changed) { ++changed.change_counter; });
    const Commands commands = first_signature(card);
    CHECK(std::count(commands.begin(), commands.end(), certificate_9a) == 1);
    CHECK(cache.files().size() == 1);
}

TEST_CASE("pkcs11 budget: without the setting nothing is written")
{
    const test::TemporaryFolder folder;
    const test::Variable cache_home{"XDG_CACHE_HOME", folder.path().c_str()};
    CountedCard card{image()};
    first_signature(card);
    CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("pkcs11 budget: an unknown card costs one SELECT for each insertion")
{
    refcard::Image unknown = image();
    unknown.pki_deleted = true;
    CountedCard card{unknown};
    REQUIRE(C_Initialize(nullptr) == CKR_OK);
    for (const bool again : {false, true}) {
        for (int i = 0; i < 3; ++i) {
            CK_ULONG count = 1;
            CK_SLOT_ID slot = 0;
            CHECK(C_GetSlotList(CK_TRUE, &slot, &count) == CKR_OK);
            CHECK(count == 0);
        }
        CHECK(card.commands() == Commands{"SELECT"});
        if (!again) {
            card.eject();
            card.insert();
        }
    }
    CHECK(C_Finalize(nullptr) == CKR_OK);
}
