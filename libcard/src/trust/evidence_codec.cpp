// SPDX-License-Identifier: Apache-2.0
#include "card/trust/evidence_codec.hpp"

#include "evidence_items.hpp"

#include "card/base/error.hpp"
#include "card/lds/sod.hpp"

#include <array>

namespace card::trust {

namespace {

constexpr std::array<std::string_view, 3> level_names{"full", "no_photo", "hashes_only"};

crypto::Hash algorithm_of(const FileReading& sod)
{
    try {
        return lds::decode_sod(sod.content).object.algorithm;
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
    if (level == Level::full)
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
    Bytes file = write_evidence(reduced(evidence, level), level);
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
        demand(equal(encode(saved.evidence, saved.level), file), "not as it is written");
        return saved;
    } catch (const Error& error) {
        throw Error{Errc::evidence_invalid, Step{"evidence"}, error.what()};
    }
}

} // namespace card::trust
