// SPDX-License-Identifier: Apache-2.0
// encoding_bench [FILE COMMIT]   what a whole adult card costs, with short commands and with extended ones: bytes on
// the wire, CPU time of the station with token and card, and what the wire model says of contacts and of each
// contactless rate. FILE gets the same as JSON. Ends with 1 where a card costs more than its bounds, which are those of
// the suite.
#include "personalization/wire/adult_card.hpp"

#include <nlohmann/json.hpp>

#include <fstream>
#include <iostream>

using namespace bench::wire;

namespace {

nlohmann::json to_json(const Seconds& seconds)
{
    return {{"wire", seconds.wire}, {"latency", seconds.latency}, {"eeprom", seconds.memory},
        {"key_generation", seconds.key_generation}, {"key_use", seconds.key_use}, {"total", seconds.total()}};
}

nlohmann::json report(const test::AdultCard& made)
{
    const double wire = contact_time(made.all).wire;
    nlohmann::json json{{"apdus", made.issuing.size()}, {"file_bytes", made.file_bytes},
        {"file_block_bytes", made.file_block_bytes()},
        {"over_file_bytes", static_cast<double>(made.file_block_bytes()) / static_cast<double>(made.file_bytes) - 1},
        {"other_bytes", made.other_bytes()}, {"check_apdus", made.checking.size()},
        {"check_bytes", wire_bytes(made.checking)}, {"cpu_seconds", made.cpu_seconds},
        {"cpu_share_of_wire", made.cpu_seconds / wire}};
    json["seconds"]["contact"] = {
        {"issuing", to_json(contact_time(made.issuing))}, {"check", to_json(contact_time(made.checking))}};
    for (const unsigned rate : {106U, 212U, 424U, 848U})
        json["seconds"]["contactless_" + std::to_string(rate)] = {
            {"issuing", to_json(contactless_time(made.issuing, rate))},
            {"check", to_json(contactless_time(made.checking, rate))}};
    return json;
}

/// Says which bounds the card breaks.
bool is_within(const char* what, const test::Bounds& bounds, const test::AdultCard& made)
{
    const std::string words = broken(bounds, made);
    if (!words.empty())
        std::cerr << "encoding_bench, " << what << ": " << words << "\n";
    return words.empty();
}

} // namespace

int main(int argc, char** argv)
try {
    if (argc != 1 && argc != 3)
        throw std::invalid_argument{"encoding_bench [FILE COMMIT]"};
    test::IssuingStation station;
    const test::AdultCard with_short = make_adult(station, test::short_commands);
    const test::AdultCard with_extended = make_adult(station, test::extended_commands);
    const nlohmann::json figures{{"schema", "idcard/bench-encoding-1"}, {"commit", argc == 3 ? argv[2] : "unknown"},
        {"photograph_bytes", test::wire_images.photograph}, {"signature_bytes", test::wire_images.signature},
        {"short", report(with_short)}, {"extended", report(with_extended)}};
    std::cout << figures.dump(2) << "\n";
    if (argc == 3 && !(std::ofstream{argv[1]} << figures.dump(2) << "\n"))
        throw std::runtime_error{std::string{"cannot write "} + argv[1]};
    const bool short_within = is_within("short", test::short_bounds, with_short);
    const bool extended_within = is_within("extended", test::extended_bounds, with_extended);
    return short_within && extended_within ? 0 : 1;

} catch (const std::exception& error) {
    std::cerr << "encoding_bench: " << error.what() << "\n";
    return 2;
}
