// SPDX-License-Identifier: Apache-2.0
#include "commands/status_json.hpp"

#include "card/trust/package_contents.hpp"
#include "commands/alarms.hpp"
#include "commands/stock_output.hpp"
#include "issuer/clock_guard.hpp"
#include "issuer/signer_file.hpp"
#include "issuer/signers.hpp"
#include "line/board_file.hpp"
#include "seal/purge.hpp"
#include "stock/stock.hpp"

#include <cmath>

namespace perso {

namespace {

nlohmann::json to_json(const store::Job& job)
{
    nlohmann::json line{{"application", job.application}, {"state", store::name(job.state)},
        {"imported_by", job.imported_by}, {"approved_by", job.approved_by}, {"operator", job.operator_},
        {"document_number", job.document_number}, {"reason", job.reason}, {"step", job.step},
        {"changed", card::trust::utc_text(job.changed)}};
    for (const auto& [field, reason] : job.rejections)
        line["rejections"].push_back({{"field", field}, {"reason", reason}});
    return line;
}

nlohmann::json signer_json(const issuer::SignerRecord& signer)
{
    return {{"number", signer.number}, {"name", signer.name}, {"cards", signer.cards}, {"limit", signer.limit},
        {"until", card::trust::utc_text(signer.use.not_after)}, {"revoked", signer.revoked}};
}

nlohmann::json to_json(const seal::Overdue& batch)
{
    nlohmann::json line{{"imported", card::trust::utc_text(batch.imported)}, {"records", batch.records},
        {"held", batch.held}, {"holders", nlohmann::json::array()}};
    for (const seal::Holder& holder : batch.holders)
        line["holders"].push_back({{"application", holder.application}, {"state", holder.state}});
    return line;
}

nlohmann::json to_json(const line::ReaderStand& stand)
{
    return {{"reader", stand.reader}, {"doing", stand.text}, {"needs_hand", stand.hand}, {"cards", stand.cards},
        {"cards_per_hour", std::lround(stand.per_hour)}};
}

} // namespace

nlohmann::json status_json(const Office& office, const card::profile::Profile& profile, store::Database& database,
    const std::vector<store::Job>& jobs)
{
    nlohmann::json status{{"schema", "idcard/status-1"}, {"jobs", nlohmann::json::array()},
        {"counts", nlohmann::json::object()}, {"quarantine", nlohmann::json::array()}};
    for (const store::Job& job : jobs) {
        status["jobs"].push_back(to_json(job));
        auto& count = status["counts"][std::string{store::name(job.state)}];
        count = count.is_null() ? 1 : count.get<int>() + 1;
        if (job.state == store::JobState::quarantined)
            status["quarantine"].push_back(job.application);
    }
    status["readers"] = nlohmann::json::array();
    for (const line::ReaderStand& stand : line::read_board(office.readers_file()))
        status["readers"].push_back(to_json(stand));
    status["stock"] = to_json(stock::summary(database));

    const card::Time time = now();
    status["overdue"] = nlohmann::json::array();
    for (const seal::Overdue& batch : seal::overdue(database, office.keep_data, time))
        status["overdue"].push_back(to_json(batch));
    status["time_source"] = ClockGuard{database, office.clock, time}.has_source();
    status["alarms"] = alarms(office, profile, database, time); // a new office enters its signer
    if (const auto active = issuer::Signers{database, office.signer}.active())
        status["signer"] = signer_json(*active);
    return status;
}

} // namespace perso
