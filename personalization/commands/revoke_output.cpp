// SPDX-License-Identifier: Apache-2.0
#include "commands/revoke_output.hpp"

#include "card/base/hex.hpp"
#include "card/cli/printable.hpp"
#include "card/trust/package_contents.hpp"

#include <fmt/format.h>

namespace perso {

namespace {

using card::pki::RevocationReason;
using card::trust::CardRevocation;

std::string utc(card::Time time)
{
    return card::trust::utc_text(time);
}

/// The members that cards and signers share.
template <typename Revocation>
nlohmann::json decision(const Revocation& revocation)
{
    nlohmann::json out{{"reason", name(revocation.reason)}, {"reference", card::cli::printable(revocation.reference)},
        {"requested_by", revocation.requested_by}, {"requested", utc(revocation.requested_at)}};
    if (revocation.confirmed_at) {
        out["confirmed_by"] = revocation.confirmed_by;
        out["confirmed"] = utc(*revocation.confirmed_at);
    }
    return out;
}

std::string reason_text(CardRevocation reason, const card::cli::Catalogue& catalogue)
{
    switch (reason) {
    case CardRevocation::lost:
        return catalogue.text("lost");
    case CardRevocation::stolen:
        return catalogue.text("stolen");
    case CardRevocation::replaced:
        return catalogue.text("replaced");
    case CardRevocation::withdrawn:
        break;
    }
    return catalogue.text("withdrawn");
}

std::string reason_text(RevocationReason reason, const card::cli::Catalogue& catalogue)
{
    switch (reason) {
    case RevocationReason::key_compromise:
        return catalogue.text("key in other hands");
    case RevocationReason::affiliation_changed:
        return catalogue.text("other office");
    case RevocationReason::superseded:
        return catalogue.text("replaced");
    case RevocationReason::cessation_of_operation:
        return catalogue.text("no longer used");
    default:
        break;
    }
    return catalogue.text("withdrawn");
}

template <typename Revocation>
std::string line(const std::string& what, const Revocation& revocation, const card::cli::Catalogue& catalogue)
{
    const bool confirmed = revocation.confirmed_at.has_value();
    return fmt::format("{:<10} {:<12} {:<22} {}{}{}\n", what, reason_text(revocation.reason, catalogue),
        confirmed ? catalogue.text("revoked") : catalogue.text("to be confirmed"),
        utc(revocation.confirmed_at.value_or(revocation.requested_at)), revocation.reference.empty() ? "" : "  ",
        card::cli::printable(revocation.reference));
}

} // namespace

nlohmann::json to_json(const Revocations& revocations)
{
    auto cards = nlohmann::json::array();
    for (const store::Revocation& revocation : revocations.cards) {
        cards.push_back(decision(revocation));
        cards.back()["document_number"] = revocation.document_number;
    }
    auto signers = nlohmann::json::array();
    for (const store::SignerRevocation& revocation : revocations.signers) {
        signers.push_back(decision(revocation));
        signers.back()["signer"] = card::cli::printable(revocation.signer.name);
        signers.back()["serial_number"] = card::to_hex(revocation.signer.serial_number);
    }
    return {{"schema", "idcard/revocations-1"}, {"revocations", cards}, {"signers", signers}};
}

std::string to_text(const Revocations& revocations, const card::cli::Catalogue& catalogue)
{
    if (revocations.cards.empty() && revocations.signers.empty())
        return catalogue.text("No revocations yet.") + '\n';
    std::string out;
    for (const store::Revocation& revocation : revocations.cards)
        out += line(revocation.document_number, revocation, catalogue);
    for (const store::SignerRevocation& revocation : revocations.signers)
        out += line(card::cli::printable(revocation.signer.name), revocation, catalogue);
    return out;
}

} // namespace perso
