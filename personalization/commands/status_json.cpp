// SPDX-License-Identifier: Apache-2.0
#include "commands/status_json.hpp"

#include "card/base/error.hpp"
#include "card/cli/messages.hpp"
#include "card/trust/package_contents.hpp"
#include "clock_guard.hpp"
#include "commands/stock_output.hpp"
#include "issuer/signer_file.hpp"
#include "issuer/signers.hpp"
#include "stock/stock.hpp"

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

/// Identifiers of what stops the next card; of nothing else.
class Alarms {
public:
    template <typename Check>
    void run(Check&& check)
    {
        try {
            check();
        } catch (const card::Error& error) {
            list_.push_back(card::cli::identifier(error.code()));
        }
    }

    nlohmann::json list() const { return list_; }

private:
    nlohmann::json list_ = nlohmann::json::array();
};

} // namespace

nlohmann::json status_json(const Office& office, store::Database& database, const std::vector<store::Job>& jobs)
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
    status["stock"] = to_json(stock::summary(database));

    const card::Time time = now();
    Alarms alarms;
    alarms.run([&] { ClockGuard{database, office.clock, time}.require_believed(time); });
    alarms.run([&] {
        const issuer::Signers signers = issuer::open_signers(database, office, time);
        if (const auto active = signers.active())
            status["signer"] = signer_json(*active);
        signers.require_usable(time);
    });
    status["alarms"] = alarms.list();
    return status;
}

} // namespace perso
