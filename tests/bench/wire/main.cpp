// SPDX-License-Identifier: Apache-2.0
// wire_report TRACE FILE_BYTES   what the conversation of `idcard-refcard run --trace` with a station costs on the
// wire. FILE_BYTES is the sum of the contents of the files and containers that were written.
#include "bench/wire/time.hpp"

#include <nlohmann/json.hpp>

#include <cstdlib>
#include <iostream>

using namespace bench::wire;

namespace {

nlohmann::json to_json(const Seconds& seconds)
{
    return {{"wire", seconds.wire}, {"latency", seconds.latency}, {"eeprom", seconds.memory},
        {"key_generation", seconds.key_generation}, {"key_use", seconds.key_use}, {"total", seconds.total()}};
}

nlohmann::json report(const Conversation& conversation, std::size_t file_bytes)
{
    const Conversation issuing = issuing_part(conversation);
    const Conversation checking = checking_part(conversation);
    const std::size_t blocks = file_block_bytes(issuing);
    nlohmann::json json{{"apdus", issuing.size()}, {"file_bytes", file_bytes}, {"file_block_bytes", blocks},
        {"over_file_bytes", file_bytes == 0 ? 0.0 : static_cast<double>(blocks) / static_cast<double>(file_bytes) - 1},
        {"other_bytes", wire_bytes(issuing) - blocks}, {"check_apdus", checking.size()},
        {"check_bytes", wire_bytes(checking)}};
    json["seconds"]["contact"] = {
        {"issuing", to_json(contact_time(issuing))}, {"check", to_json(contact_time(checking))}};
    for (const unsigned rate : {106U, 212U, 424U, 848U})
        json["seconds"]["contactless_" + std::to_string(rate)] = {{"issuing", to_json(contactless_time(issuing, rate))},
            {"check", to_json(contactless_time(checking, rate))}};
    return json;
}

} // namespace

int main(int argc, char** argv)
{
    try {
        if (argc != 3)
            throw std::invalid_argument{"wire_report TRACE FILE_BYTES"};
        std::cout << report(read_trace(argv[1]), std::stoul(argv[2])).dump(2) << "\n";
        return 0;
    } catch (const std::exception& error) {
        std::cerr << "wire_report: " << error.what() << "\n";
        return 2;
    }
}
