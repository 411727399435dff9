// SPDX-License-Identifier: Apache-2.0
#include "card/trust/evidence_codec.hpp"

#include "evidence_items.hpp"

#include "card/base/error.hpp"
#include "card/lds/sod.hpp"

#include <algorithm>
#include <array>

namespace card::trust {

namespace {

constexpr std::array<std::string_view, 3> level_names{"full", "no_photo", "hashes_only"};

crypto::Hash algorithm_of(const FileReading& sod)
{
    try {
        return lds::decode_sod(sod.content, {.leniency = pki::Leniency::foreign_legacy}).object.algorithm;
    } catch (const Error&) { // not read, or damaged: nothing will be compared with it
        return crypto::Hash::sha256;
    }
}

bool is_withheld(unsigned group, Level level)
{
    switch (level) {
    case Level::full:
        return false;
    case Level::no_photo:
        return group >= 2 && group <= 7;
    case Level::hashes_only:
        return group != 14 && group != 15;
    }
    return true;
}

/// Nothing in it is more than the level holds.
bool is_reduced(const Evidence& evidence, Level level)
{
    const bool groups = std::none_of(evidence.groups.begin(), evidence.groups.end(),
        [level](const auto& group) { return group.second.was_read() && is_withheld(group.first, level); });
    return groups && !(level == Level::hashes_only && evidence.mrz_digest);
}

/// About as many bytes as the file takes.
std::size_t size_of(const Evidence& evidence)
{
    std::size_t size = 2048 + evidence.card_access.content.size() + evidence.sod.content.size() +
                       evidence.card_security.content.size();
    for (const auto& [number, reading] : evidence.groups)
        size += reading.content.size() + 64;
    return size;
}

Bytes write_reduced(const Evidence& evidence, Level level)
{
    CborWriter out;
    out.reserve(size_of(evidence));
    write_evidence(out, evidence, level);
    return out.take();
}

} // namespace

std::string_view name(Level level)
{
    return level_names.at(static_cast<std::size_t>(level));
}

std::optional<Level> level_named(std::string_view name)
{
    for (const Level level : {Level::full, Level::no_photo, Level::hashes_only})
        if (level_names.at(static_cast<std::size_t>(level)) == name)
            return level;
    return std::nullopt;
}

Evidence reduced(Evidence evidence, Level level)
{
    if (is_reduced(evidence, level))
        return evidence;
    const crypto::Hash algorithm = algorithm_of(evidence.sod);
    for (auto& [number, reading] : evidence.groups)
        if (reading.was_read() && is_withheld(number, level))
            reading = {.status = FileReading::Status::withheld,
                .content = {},
                .hash = algorithm,
                .digest = crypto::digest(algorithm, reading.content)};
    if (level == Level::hashes_only)
        evidence.mrz_digest.reset(); // made of so little that it could be guessed
    return evidence;
}

Bytes encode(const Evidence& evidence, Level level)
{
    Bytes file =
        is_reduced(evidence, level) ? write_reduced(evidence, level) : write_reduced(reduced(evidence, level), level);
    require(file.size() <= longest_evidence, Errc::data_too_long, "evidence", "longer than a file of evidence may be");
    return file;
}

SavedEvidence decode_evidence(ByteView file)
{
    const auto demand = [](bool condition, std::string_view sentence) {
        require(condition, Errc::evidence_invalid, "evidence", sentence);
    };
    demand(file.size() <= longest_evidence, "too long");
    try {
        SavedEvidence saved = read_evidence(file);
        CborMatcher written{file};
        write_evidence(written, saved.evidence, saved.level);
        demand(is_reduced(saved.evidence, saved.level) && written.matches(), "not as it is written");
        return saved;
    } catch (const Error& error) {
        throw Error{Errc::evidence_invalid, Step{"evidence"}, error.what()};
    }
}

} // namespace card::trust
