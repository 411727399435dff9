// SPDX-License-Identifier: Apache-2.0
#include "card/session/inspection.hpp"

#include "card/base/error.hpp"

#include "support/faulty_transport.hpp"
#include "support/throws.hpp"
#include "table_card.hpp"

#include <doctest/doctest.h>

using namespace card;
using session::CardInfo;
using session::Interface;

namespace {

const std::string select_mf = "00a4000c023f00";
const std::string atr_info = "00b0810000";
const std::string dir = "00b09e0000";
const std::string card_access = "00b09c0000";
const std::string select_identity = "00a4040c07a0000002471001";
const std::string select_pki = "00a404000ba00000030800001000010000";

test::TableCard usual_card()
{
    return test::TableCard{{
        {select_mf, "9000"},
        {atr_info, "4703F621E0 7F6608 02020800 02028000 6282"},
        {dir, "61094F07A0000002471001 610D4F0BA000000308000010000100 6282"},
        {card_access, "31143012060A04007F0007020204020202010202010C 6282"},
        {select_identity, "9000"},
        {select_pki, "6118 7316 8010 00112233445546678899AABBCCDDEEFF 8102 0005 9000"},
        {"00200080", "63C3"},
        {"00200081", "63C5"},
    }};
}

CardInfo inspect(iso7816::Transport& card)
{
    return session::inspect(card, from_hex("3B95168131FE458073F621E04C"), profile::builtin());
}

} // namespace

TEST_CASE("inspection: an answer to reset tells the interface")
{
    // Made up by readers for cards on ISO/IEC 14443. Source: [PCSC-3] §3.1.3.2.3 and its examples; an ePassport
    for (const char* atr :
        {"3B8080010 1", "3B81800180 80", "3B8F8001804F0CA000000306030001000000006A", "3B888001000000000000000009"}) {
        CAPTURE(std::string{atr});
        std::string digits{atr};
        std::erase(digits, ' ');
        CHECK(session::interface_of(from_hex(digits)) == Interface::contactless);
    }
    for (const char* atr : {"3B95168131FE458073F621E04C", "3B", "", "3B80", "3FFF9500FF918171", "3B8081318065"})
        CHECK(session::interface_of(from_hex(atr)) == Interface::contact);
}

TEST_CASE("inspection: the list of applications")
{
    const Bytes list = from_hex("61094F07A0000002471001 61124F0BA000000308000010000100 5003504956");
    const auto names = session::decode_application_list(list);
    REQUIRE(names.size() == 2);
    CHECK(to_hex(names[0].bytes()) == "a0000002471001");
    CHECK(to_hex(names[1].bytes()) == "a000000308000010000100");
    CHECK(session::decode_application_list({}).empty());

    for (std::size_t size = 1; size < list.size(); ++size)
        if (size != 11) // the first entry, whole
            CHECK(test::error_of([&] { return session::decode_application_list(ByteView{list}.first(size)); }) ==
                  Errc::malformed_tlv);
    CHECK(test::error_of([&] { return session::decode_application_list(from_hex("6F00")); }) == Errc::malformed_tlv);
    CHECK(test::error_of([&] { return session::decode_application_list(from_hex("61034F01A0")); }) ==
          Errc::malformed_data);
}

TEST_CASE("inspection: a card of ours, without a word about its holder")
{
    test::TableCard card = usual_card();
    const CardInfo info = inspect(card);
    CHECK(info.interface == Interface::contact);
    CHECK(info.identity);
    CHECK(info.pki);
    CHECK(info.personalized == true);
    CHECK(info.listed.size() == 2);
    REQUIRE(info.buffers.has_value());
    CHECK(info.buffers->command == 0x0800);
    CHECK(info.buffers->response == 0x8000);
    REQUIRE(info.card_access.has_value());
    CHECK(info.card_access->pace.size() == 1);
    REQUIRE(info.secrets.has_value());
    CHECK(info.secrets->pin.left == 3U);
    CHECK(info.secrets->puk.left == 5U);
    CHECK(card.sent.back() == select_mf);
    CHECK(iso7816::total(info.costs).apdus == card.sent.size());
}

TEST_CASE("inspection: what a card lacks or tells in a broken form stays empty")
{
    test::TableCard card = usual_card();
    card[select_pki] = "6A82";
    card[atr_info] = "6A82";
    card[dir] = "6103 4F 9000";
    card[card_access] = "3114 9000";
    const CardInfo info = inspect(card);
    CHECK(info.is_ours());
    CHECK_FALSE(info.pki);
    CHECK_FALSE(info.personalized.has_value());
    CHECK_FALSE(info.buffers.has_value());
    CHECK(info.listed.empty());
    CHECK_FALSE(info.card_access.has_value());
    CHECK_FALSE(info.secrets.has_value());
}

TEST_CASE("inspection: another maker's card")
{
    test::TableCard nothing{{}};
    CHECK_FALSE(inspect(nothing).is_ours());
    test::TableCard piv{{{select_pki, "6111 4F0600001000010079074F05A000000308 9000"}, {"00200080", "63C3"}}};
    const CardInfo info = inspect(piv);
    CHECK_FALSE(info.identity);
    CHECK(info.pki);
    CHECK(info.secrets.value().puk.state == session::Tries::State::not_told);
}

TEST_CASE("inspection: a card that is pulled ends it, wherever that happens")
{
    test::TableCard whole = usual_card();
    inspect(whole);
    for (std::size_t at = 0; at < whole.sent.size(); ++at) {
        test::TableCard card = usual_card();
        test::FaultyTransport faulty{card, at, test::Fault::removed_before};
        CHECK(test::error_of([&] { return inspect(faulty); }) == Errc::card_removed);
    }
}
