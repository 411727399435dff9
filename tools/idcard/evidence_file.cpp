// SPDX-License-Identifier: Apache-2.0
#include "idcard/evidence_file.hpp"

#include "card/base/error.hpp"
#include "card/base/hex.hpp"
#include "card/trust/challenge.hpp"

#include <algorithm>
#include <ctime>
#include <fstream>

namespace idcard {

namespace fs = std::filesystem;
namespace trust = card::trust;
using card::Bytes;
using card::Date;
using card::Errc;
using card::Error;
using trust::CheckId;

namespace {

Bytes read_file(const fs::path& path)
{
    std::error_code error;
    std::ifstream file;
    if (fs::is_regular_file(path, error)) // a pipe could keep the program waiting for ever
        file.open(path, std::ios::binary);
    Bytes content(trust::longest_evidence + 1);
    file.read(reinterpret_cast<char*>(content.data()), static_cast<std::streamsize>(content.size()));
    if (!file.is_open() || file.bad())
        throw Error{Errc::file_unreadable, "not a file, or not readable"}.with_field(path.string());
    content.resize(static_cast<std::size_t>(file.gcount()));
    return content;
}

bool signed_with_evidence(const trust::SlotProof& proof)
{
    return proof.nonce.has_value();
}

} // namespace

Date today()
{
    return local_day(card::Time{std::chrono::seconds{std::time(nullptr)}});
}

Date local_day(card::Time time)
{
    const std::time_t seconds = time.time_since_epoch().count();
    std::tm local{};
    localtime_r(&seconds, &local);
    return std::chrono::year{local.tm_year + 1900} / (local.tm_mon + 1) / local.tm_mday;
}

trust::SavedEvidence load_evidence(const fs::path& path)
{
    const Bytes content = read_file(path);
    try {
        return trust::decode_evidence(content);
    } catch (const Error& error) {
        throw Error{error.code(), error.what()}.with_field(path.string());
    }
}

card::session::Verification judge_again(const trust::Evidence& evidence, const Judging& judging)
{
    trust::Policy policy = judging.trust->policy;
    if (judging.challenge) {
        if (!trust::answers(evidence, *judging.challenge))
            throw Error{Errc::challenge_unanswered, "the evidence was not signed with this challenge"};
        if (signed_with_evidence(evidence.binding))
            policy.required.insert(CheckId::binding);
        if (signed_with_evidence(evidence.holder))
            policy.required.insert(CheckId::holder);
    }
    const Date day = judging.at;
    const Date earliest = local_day(judging.trust->earliest);
    const Date bound = judging.named_day ? std::min(day, earliest) : earliest;
    return {.verdict = trust::judge(evidence, judging.trust->data, policy, *judging.profile, day, bound),
        .evidence = evidence,
        .holder = card::session::decode_holder(evidence, *judging.profile),
        .costs = {}};
}

Bytes parse_challenge(const std::string& hex)
{
    Bytes challenge;
    try {
        challenge = card::from_hex(hex);
    } catch (const Error&) { // reported below
    }
    if (challenge.empty() || challenge.size() > trust::longest_challenge)
        throw Error{Errc::usage, "1 to 64 bytes in hexadecimal"}.with_field("--challenge");
    return challenge;
}

Date parse_day(const std::string& text)
{
    std::string digits = text;
    try {
        if (text.size() == 10 && text[4] == '-' && text[7] == '-')
            digits = text.substr(0, 4) + text.substr(5, 2) + text.substr(8);
        return card::parse_date(digits);
    } catch (const Error&) {
        throw Error{Errc::usage, "a day is YYYY-MM-DD"}.with_field("--at");
    }
}

EvidenceNote note_of(const card::session::Verification& verification, trust::Level level, Date day)
{
    const trust::Evidence& evidence = verification.evidence;
    const auto proven = [&](CheckId id, const trust::SlotProof& proof) {
        return signed_with_evidence(proof) && verification.verdict.state(id) == trust::State::passed;
    };
    return {.level = level,
        .witness = evidence.witness,
        .challenge = evidence.challenge,
        .is_signed = proven(CheckId::binding, evidence.binding) || proven(CheckId::holder, evidence.holder),
        .day = day};
}

} // namespace idcard
