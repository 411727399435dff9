// SPDX-License-Identifier: Apache-2.0
#include "idcard/output/info_report.hpp"

#include "card/base/hex.hpp"
#include "card/cli/printable.hpp"
#include "card/version.hpp"
#include "idcard/output/costs.hpp"
#include "idcard/output/pin_report.hpp"
#include "idcard/output/protocols.hpp"
#include "idcard/output/table.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace idcard {

using card::cli::Catalogue;
using card::cli::printable;
using card::session::CardInfo;
using card::session::Interface;
using Json = nlohmann::ordered_json;

namespace {

bool is_contactless(const CardInfo& info)
{
    return info.interface == Interface::contactless;
}

std::string kind(const CardInfo& info, const Catalogue& catalogue)
{
    if (!info.identity)
        return catalogue.text("card with keys only");
    if (is_contactless(info))
        return catalogue.text("identity card");
    if (!info.pki)
        return catalogue.text("identity card without keys");
    return info.personalized.value_or(true) ? catalogue.text("identity card with keys")
                                            : catalogue.text("identity card, blank");
}

std::string pki_text(const CardInfo& info, const Catalogue& catalogue)
{
    if (info.pki)
        return catalogue.text("on the card");
    return is_contactless(info) ? catalogue.text("shown only after the card was opened")
                                : catalogue.text("not on this card");
}

std::string buffers_text(const CardInfo& info, const Catalogue& catalogue)
{
    if (!info.buffers)
        return catalogue.text("short commands only (256 bytes)");
    return fmt::format(fmt::runtime(catalogue.text("commands up to {} bytes, answers up to {} bytes")),
        info.buffers->command, info.buffers->response);
}

std::string access_text(const card::lds::PaceInfo& pace)
{
    return protocol_name(pace.oid) + (pace.parameter_id ? ", " + curve_name(*pace.parameter_id) : "");
}

Rows rows_of(const Inspected& card, const Catalogue& catalogue)
{
    const CardInfo& info = card.info;
    Rows rows{
        {catalogue.text("Card"), kind(info, catalogue)},
        {catalogue.text("Reader"), printable(card.reader)},
        {catalogue.text("Interface"), is_contactless(info) ? catalogue.text("contactless") : catalogue.text("contact")},
        {"ATR", card::to_hex(card.atr)},
        {catalogue.text("Identity data"),
            info.identity ? catalogue.text("on the card") : catalogue.text("not on this card")},
        {catalogue.text("Keys for log-in and signature"), pki_text(info, catalogue)},
    };
    if (info.card_access)
        for (const auto& pace : info.card_access->pace)
            rows.emplace_back(catalogue.text("Protected access"), access_text(pace));
    rows.emplace_back(catalogue.text("Lengths"), buffers_text(info, catalogue));
    if (info.secrets) {
        rows.emplace_back("PIN", tries_text(info.secrets->pin, catalogue));
        rows.emplace_back("PUK", tries_text(info.secrets->puk, catalogue));
    } else if (is_contactless(info)) {
        rows.emplace_back("PIN", catalogue.text("told in a contact reader only"));
    }
    return rows;
}

Json access_json(const CardInfo& info)
{
    Json out = Json::array();
    if (!info.card_access)
        return out;
    for (const auto& pace : info.card_access->pace) {
        Json entry = {{"oid", pace.oid.dotted()}, {"name", protocol_name(pace.oid)}};
        if (pace.parameter_id)
            entry["curve"] = curve_name(*pace.parameter_id);
        out.push_back(std::move(entry));
    }
    return out;
}

} // namespace

std::string to_text(const Inspected& card, const Catalogue& catalogue)
{
    return fmt::format("{}\n{} {}\n", table(rows_of(card, catalogue), 0), catalogue.text("What to do now:"),
        catalogue.text("To learn whether the card is genuine: idcard verify"));
}

std::string to_json(const Inspected& card)
{
    const CardInfo& info = card.info;
    Json document = {
        {"schema", "idcard/info-1"},
        {"version", card::version},
        {"reader", printable(card.reader)},
        {"interface", is_contactless(info) ? "contactless" : "contact"},
        {"atr", card::to_hex(card.atr)},
        {"identity", info.identity},
        {"pki", info.pki},
    };
    if (info.personalized)
        document["issued"] = *info.personalized;
    document["listed"] = Json::array();
    for (const auto& aid : info.listed)
        document["listed"].push_back(card::to_hex(aid.bytes()));
    document["access"] = access_json(info);
    if (info.buffers)
        document["buffers"] = {{"command", info.buffers->command}, {"response", info.buffers->response}};
    if (info.secrets) {
        document["pin"] = tries_json(info.secrets->pin);
        document["puk"] = tries_json(info.secrets->puk);
    }
    document["cost"] = cost_json(info.costs);
    return document.dump(2) + '\n';
}

} // namespace idcard
