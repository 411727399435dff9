// SPDX-License-Identifier: Apache-2.0
#include "idcard/output/reader_list.hpp"

#include "card/base/hex.hpp"
#include "card/cli/printable.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace idcard {

using card::cli::Catalogue;
using card::cli::printable;
using card::pcsc::Reader;

namespace {

std::string_view name(Reader::State state)
{
    switch (state) {
    case Reader::State::empty:
        return "empty";
    case Reader::State::card:
        return "card";
    case Reader::State::mute:
        return "mute";
    case Reader::State::exclusive:
        return "exclusive";
    case Reader::State::unavailable:
        return "unavailable";
    }
    return "";
}

std::string describe(const ReaderLine& line, const Catalogue& catalogue)
{
    switch (line.reader.state) {
    case Reader::State::empty:
        return catalogue.text("empty");
    case Reader::State::mute:
        return catalogue.text("a card that does not answer");
    case Reader::State::exclusive:
        return catalogue.text("a card that another program keeps for itself");
    case Reader::State::unavailable:
        return catalogue.text("the reader does not answer");
    case Reader::State::card:
        break;
    }
    if (line.identity && line.pki && !line.issued)
        return catalogue.text("identity card, blank");
    if (line.identity)
        return line.pki ? catalogue.text("identity card with keys") : catalogue.text("identity card without keys");
    if (line.pki)
        return catalogue.text("card with keys only");
    if (line.problem && *line.problem != card::Errc::card_unknown)
        return catalogue.text(card::cli::message(*line.problem), card::cli::Part::happened);
    return catalogue.text("another kind of card");
}

} // namespace

std::string to_text(const std::vector<ReaderLine>& readers, const Catalogue& catalogue)
{
    std::string out;
    for (const ReaderLine& line : readers) {
        out += fmt::format("{}\n    {}\n", printable(line.reader.name), describe(line, catalogue));
        if (!line.reader.atr.empty())
            out += fmt::format("    ATR {}\n", card::to_hex(line.reader.atr));
    }
    return out;
}

std::string to_json(const std::vector<ReaderLine>& readers)
{
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const ReaderLine& line : readers) {
        nlohmann::ordered_json entry = {{"name", printable(line.reader.name)}, {"state", name(line.reader.state)}};
        if (line.reader.has_card()) {
            entry["atr"] = card::to_hex(line.reader.atr);
            entry["identity"] = line.identity;
            entry["pki"] = line.pki;
            if (line.pki)
                entry["issued"] = line.issued;
        }
        if (line.problem)
            entry["problem"] = card::cli::identifier(*line.problem);
        list.push_back(std::move(entry));
    }
    const nlohmann::ordered_json document = {{"schema", "idcard/readers-1"}, {"readers", std::move(list)}};
    return document.dump(2) + '\n';
}

} // namespace idcard
