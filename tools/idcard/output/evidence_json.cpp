// SPDX-License-Identifier: Apache-2.0
#include "idcard/output/evidence_json.hpp"

#include "card/base/hex.hpp"
#include "card/cli/messages.hpp"
#include "card/cli/printable.hpp"
#include "card/piv/slots.hpp"
#include "card/pki/spki.hpp"
#include "card/trust/challenge.hpp"
#include "card/trust/package_contents.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <array>

namespace idcard {

namespace trust = card::trust;
using card::crypto::Hash;
using trust::FileReading;
using Json = nlohmann::ordered_json;

namespace {

// Each in the order of its enumeration.
constexpr std::array access_names{"none", "pace_can", "pace_mrz"};
constexpr std::array status_names{"not_tried", "read", "absent", "denied", "malformed", "failed", "withheld"};
constexpr std::array hash_names{"SHA-1", "SHA-224", "SHA-256", "SHA-384", "SHA-512"};
constexpr std::array chip_results{"not_tried", "passed", "failed", "interrupted"};
constexpr std::array slot_results{"not_tried", "answered", "refused", "interrupted"};

template <std::size_t n, typename Enum>
std::string name_in(const std::array<const char*, n>& names, Enum value)
{
    return names.at(static_cast<std::size_t>(value));
}

Json to_json(const FileReading& reading)
{
    Json out = {{"status", name_in(status_names, reading.status)}};
    if (reading.was_read()) {
        out["size"] = reading.content.size();
        out["algorithm"] = name_in(hash_names, Hash::sha256);
        out["hash"] = card::to_hex(card::crypto::digest(Hash::sha256, reading.content));
    } else if (reading.status == FileReading::Status::withheld) {
        out["algorithm"] = name_in(hash_names, reading.hash);
        out["hash"] = card::to_hex(reading.digest);
    }
    return out;
}

Json to_json(const trust::ChipKey& key)
{
    return {{"curve", curve_name(key.curve)}, {"point", card::to_hex(key.point)}};
}

Json to_json(const trust::ChipProof& proof)
{
    Json out = {{"result", name_in(chip_results, proof.result)}};
    if (proof.key)
        out["key"] = to_json(*proof.key);
    return out;
}

Json to_json(const trust::SlotProof& proof)
{
    Json out = {
        {"result", name_in(slot_results, proof.result)}, {"slot", card::piv::name(card::piv::Slot{proof.slot})}};
    if (!proof.key)
        return out;
    out["key"] = card::to_hex(card::pki::encode_spki(*proof.key));
    out["algorithm"] = name_in(hash_names, proof.hash);
    out["digest"] = card::to_hex(proof.challenge_digest);
    out["signature"] = card::to_hex(proof.signature);
    if (proof.nonce)
        out["nonce"] = card::to_hex(*proof.nonce);
    return out;
}

Json to_json(const trust::Witness& witness)
{
    return {{"counter", card::cli::printable(witness.counter)}, {"program", card::cli::printable(witness.program)},
        {"time", card::trust::utc_text(witness.time)}};
}

} // namespace

std::string to_json(const trust::SavedEvidence& saved)
{
    const trust::Evidence& evidence = saved.evidence;
    Json groups = Json::object();
    for (const auto& [number, reading] : evidence.groups)
        groups[fmt::format("DG{}", number)] = to_json(reading);
    Json document = {{"schema", "idcard/evidence-1"}, {"level", name(saved.level)}};
    if (evidence.witness)
        document["witness"] = to_json(*evidence.witness);
    document["access"] = name_in(access_names, evidence.access);
    document["card_access"] = to_json(evidence.card_access);
    document["sod"] = to_json(evidence.sod);
    document["groups"] = std::move(groups);
    if (evidence.mapping)
        document["mapping"] = {{"pk_map_ic", to_json(trust::ChipKey::of(evidence.mapping->pk_map_ic))},
            {"ca_ic", card::to_hex(evidence.mapping->ca_ic)}};
    document["card_security"] = to_json(evidence.card_security);
    document["chip"] = to_json(evidence.chip);
    document["binding"] = to_json(evidence.binding);
    document["holder"] = to_json(evidence.holder);
    if (evidence.pin_problem)
        document["pin_problem"] = card::cli::identifier(*evidence.pin_problem);
    if (evidence.pin_tries)
        document["pin_tries"] = *evidence.pin_tries;
    if (!evidence.challenge.empty())
        document["challenge"] = card::to_hex(evidence.challenge);
    document["statement"] = card::to_hex(card::crypto::digest(Hash::sha256, trust::statement(evidence)));
    return document.dump(2) + '\n';
}

} // namespace idcard
