// SPDX-License-Identifier: Apache-2.0
#include "cli/json_schema.hpp"
#include "idcard/output/info_report.hpp"
#include "idcard/output/pin_report.hpp"
#include "idcard/output/protocols.hpp"

#include <doctest/doctest.h>

using namespace card;
using card::cli::Catalogue;
using card::cli::Language;
using card::session::Tries;
using nlohmann::json;

namespace {

const Catalogue english{Language::english, ""};

idcard::Inspected adult()
{
    idcard::Inspected card{"ACS ACR39U 00", {0x3B, 0x95}, {}};
    card.info.identity = card.info.pki = true;
    card.info.personalized = true;
    card.info.listed.emplace_back(Bytes{0xA0, 0, 0, 2, 0x47, 0x10, 1});
    card.info.buffers = iso7816::ExtendedLength{2048, 32768};
    card.info.card_access.emplace().pace = {{tlv::Oid{"0.4.0.127.0.7.2.2.4.6.2"}, 2, 12},
        {tlv::Oid{"0.4.0.127.0.7.2.2.4.2.2"}, 2, 12}, {tlv::Oid{"1.2.3"}, 2, {}}};
    card.info.secrets =
        session::HolderPin{{Tries::State::ready, 3U}, {Tries::State::blocked, 0U}, piv::Guid{0xAB, 0xCD}};
    card.info.costs = {{"identifying", 9, 66, 137}};
    return card;
}

std::string violation(const std::string& document, const char* schema)
{
    return test::schema_violation(json::parse(document), test::load_schema(schema));
}

} // namespace

TEST_CASE("info: the page and the document of a card; nothing that recurs for a holder")
{
    const std::string page = idcard::to_text(adult(), english);
    for (const char* part : {"identity card with keys", "PACE, chip authentication mapping, ECDH, AES-128, P-256",
             "PACE, generic mapping, ECDH, AES-128, P-256", "1.2.3", "commands up to 2048 bytes", "tries left: 3",
             "blocked, no tries left", "What to do now: "})
        CHECK(page.find(part) != std::string::npos);
    const std::string document = idcard::to_json(adult());
    CHECK(violation(document, "info-1") == "");
    CHECK(json::parse(document)["pin"]["tries_left"] == 3);
    CHECK(json::parse(document)["cost"]["apdus"] == 9);
    for (const std::string& text : {page, document})
        CHECK(text.find("abcd") == std::string::npos); // the GUID
    CHECK(idcard::to_text(adult(), Catalogue{Language::lao}) != page);
}

TEST_CASE("info: a card in a contactless reader, of a child, blank, short APDUs only")
{
    idcard::Inspected card = adult();
    card.info = {.interface = session::Interface::contactless, .identity = true};
    std::string page = idcard::to_text(card, english);
    CHECK(page.find("shown only after the card was opened") != std::string::npos);
    CHECK(page.find("told in a contact reader only") != std::string::npos);
    CHECK(page.find("short commands only") != std::string::npos);
    CHECK(violation(idcard::to_json(card), "info-1") == "");

    card.info.interface = session::Interface::contact;
    CHECK(idcard::to_text(card, english).find("identity card without keys") != std::string::npos);
    card = adult();
    card.info.personalized = false;
    CHECK(idcard::to_text(card, english).find("identity card, blank") != std::string::npos);
    card.info.identity = false;
    CHECK(idcard::to_text(card, english).find("card with keys only") != std::string::npos);
}

TEST_CASE("info: names of protocols and curves, [9303-11] §9.2 and §9.5.1")
{
    CHECK(idcard::protocol_name(tlv::Oid{"0.4.0.127.0.7.2.2.4.4.1"}) == "PACE, integrated mapping, ECDH, 3DES");
    CHECK(idcard::protocol_name(tlv::Oid{"0.4.0.127.0.7.2.2.3.2.4"}) == "Chip Authentication, ECDH, AES-256");
    CHECK(idcard::protocol_name(tlv::Oid{"0.4.0.127.0.7.2.2.4.2.5"}) == "0.4.0.127.0.7.2.2.4.2.5");
    CHECK(idcard::protocol_name(tlv::Oid{"0.4.0.127.0.7.2.2.4.2"}) == "0.4.0.127.0.7.2.2.4.2");
    CHECK(idcard::protocol_name(tlv::Oid{"0.4.0.127.0.7.2.2.4.2.22"}) == "0.4.0.127.0.7.2.2.4.2.22");
    CHECK(idcard::curve_name(13) == "brainpoolP256r1");
    CHECK(idcard::curve_name(99) == "99");
}

TEST_CASE("pin: what was done, how it stands and what to do now")
{
    using idcard::PinAction;
    const session::HolderPin good{{Tries::State::ready, 3U}, {Tries::State::not_told, {}}, {}};
    CHECK(idcard::to_text(PinAction::status, good, english) == "  PIN  tries left: 3\n  PUK  the card does not tell\n\n"
                                                               "What to do now: Nothing: PIN and PUK can be used.\n");
    CHECK(idcard::to_text(PinAction::change, good, english).starts_with("The PIN was changed.\n"));
    CHECK(idcard::to_text(PinAction::unblock, good, english).starts_with("The card has a new PIN.\n"));

    const session::HolderPin blocked{{Tries::State::blocked, 0U}, {Tries::State::ready, 5U}, {}};
    CHECK(idcard::to_text(PinAction::status, blocked, english).find("idcard pin unblock") != std::string::npos);
    const session::HolderPin lost{{Tries::State::blocked, 0U}, {Tries::State::blocked, 0U}, {}};
    CHECK(idcard::to_text(PinAction::status, lost, english).find("office that issued it") != std::string::npos);
    const session::HolderPin last{{Tries::State::ready, 1U}, {Tries::State::ready, 5U}, {}};
    CHECK(idcard::to_text(PinAction::status, last, english).find("before you use the last try") != std::string::npos);
    const session::HolderPin child{{Tries::State::absent, {}}, {Tries::State::absent, {}}, {}};
    CHECK(idcard::to_text(PinAction::status, child, english).find("Cards of children") != std::string::npos);
}

TEST_CASE("pin: the document follows its schema")
{
    using idcard::PinAction;
    const session::HolderPin state{{Tries::State::ready, {}}, {Tries::State::absent, {}}, piv::Guid{0xAB, 0xCD}};
    for (const PinAction action : {PinAction::status, PinAction::change, PinAction::unblock}) {
        const std::string document = idcard::to_json(action, state, {{"PIN", 3, 20, 30}});
        CHECK(violation(document, "pin-1") == "");
        CHECK(document.find("abcd") == std::string::npos);
        CHECK_FALSE(json::parse(document)["pin"].contains("tries_left"));
    }
    CHECK(json::parse(idcard::to_json(PinAction::unblock, state, {}))["action"] == "unblock");
}
