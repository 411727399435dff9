// SPDX-License-Identifier: Apache-2.0
#include "commands/run_output.hpp"

#include <iostream>

namespace perso {

nlohmann::json to_json(const Finished& finished)
{
    const auto spent = [](const card::iso7816::StepCost& cost) {
        return nlohmann::json{
            {"apdus", cost.apdus}, {"bytes_sent", cost.bytes_sent}, {"bytes_received", cost.bytes_received}};
    };
    auto cost = spent(card::iso7816::total(finished.costs));
    for (const auto& step : finished.costs) {
        cost["steps"].push_back(spent(step));
        cost["steps"].back()["step"] = step.step;
    }
    nlohmann::json line{
        {"document_number", finished.document_number}, {"letter", finished.letter.string()}, {"cost", cost}};
    if (!finished.application.empty())
        line["application"] = finished.application;
    return line;
}

nlohmann::json issued_line(const std::string& application, const nlohmann::json& finished, const std::string& reader)
{
    nlohmann::json line{{"schema", "idcard/run-1"}, {"application", application}, {"result", "issued"}};
    line.update(finished);
    if (!reader.empty())
        line["reader"] = reader;
    return line;
}

void print_rejected(const Context& context, const std::string& application, const intake::Rejections& rejections)
{
    std::cerr << application << ": " << context.text("rejected by today's rules") << '\n';
    for (const auto& [field, reason] : rejections)
        std::cerr << "  " << field << ": " << context.text(reason.c_str()) << '\n';
}

} // namespace perso
