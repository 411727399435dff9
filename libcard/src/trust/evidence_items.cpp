// SPDX-License-Identifier: Apache-2.0
#include "evidence_items.hpp"

#include "card/base/error.hpp"
#include "card/pki/spki.hpp"
#include "card/trust/challenge.hpp"

#include <algorithm>
#include <array>

namespace card::trust {

namespace {

constexpr std::string_view format = "idcard/evidence-1";
constexpr std::uint64_t last_second = 253'402'300'799; // of the year 9999
constexpr std::size_t longest_name = 256;

/// Keys of the outermost map, in the order in which they are written.
enum Key : std::uint64_t {
    format_key,
    level_key,
    witness_key,
    access_key,
    card_access_key,
    sod_key,
    mrz_digest_key,
    groups_key,
    mapping_key,
    card_security_key,
    chip_key,
    binding_key,
    holder_key,
    pin_problem_key,
    pin_tries_key,
    challenge_key,
};

/// Why 9A was not asked, by number.
constexpr std::array pin_problems{
    Errc::pin_wrong, Errc::pin_blocked, Errc::pin_last_try, Errc::pin_absent, Errc::pin_format, Errc::contact_needed};

void demand(bool condition, std::string_view sentence)
{
    require(condition, Errc::malformed_data, "evidence", sentence);
}

template <typename Enum>
std::uint64_t code(Enum value)
{
    return static_cast<std::uint64_t>(value);
}

/// An enumerator up to and including `last`.
template <typename Enum>
Enum read_enum(CborReader& in, Enum last)
{
    return static_cast<Enum>(in.number(code(last)));
}

void write(CborWriter& out, const FileReading& reading)
{
    switch (reading.status) {
    case FileReading::Status::read:
        out.array(2);
        out.number(code(reading.status));
        return out.bytes(reading.content);
    case FileReading::Status::withheld:
        out.array(3);
        out.number(code(reading.status));
        out.number(code(reading.hash));
        return out.bytes(reading.digest);
    default:
        out.array(1);
        return out.number(code(reading.status));
    }
}

FileReading read_reading(CborReader& in)
{
    const std::size_t items = in.array();
    FileReading reading{.status = read_enum(in, FileReading::Status::withheld)};
    if (reading.status == FileReading::Status::read) {
        demand(items == 2, "a file that was read has its content");
        reading.content = to_bytes(in.bytes());
    } else if (reading.status == FileReading::Status::withheld) {
        demand(items == 3, "a file that was withheld has its hash");
        reading.hash = read_enum(in, crypto::Hash::sha512);
        reading.digest = to_bytes(in.bytes());
        demand(reading.digest.size() == crypto::digest_size(reading.hash), "a hash has the wrong length");
    } else {
        demand(items == 1, "a file that was not read has no content");
    }
    return reading;
}

void write(CborWriter& out, const crypto::Point& point)
{
    out.number(code(point.curve()));
    out.bytes(point.encode());
}

crypto::Curve read_curve(CborReader& in)
{
    return read_enum(in, crypto::Curve::brainpool_p256r1);
}

crypto::Point read_point(CborReader& in)
{
    const auto curve = read_curve(in);
    return crypto::Point::decode(curve, in.bytes());
}

void write(CborWriter& out, const ChipKey& key)
{
    out.number(code(key.curve));
    out.bytes(key.point);
}

ChipKey read_chip_key(CborReader& in)
{
    ChipKey key{.curve = read_curve(in), .point = to_bytes(in.bytes())};
    demand(key.point.size() == 1 + 2 * crypto::field_size(key.curve) && key.point[0] == 0x04, "no point of its curve");
    return key;
}

void write(CborWriter& out, const Witness& witness)
{
    demand(witness.counter.size() <= longest_name && witness.program.size() <= longest_name, "a name is too long");
    out.array(3);
    out.text(witness.counter);
    out.text(witness.program);
    out.number(static_cast<std::uint64_t>(
        std::clamp<std::int64_t>(witness.time.time_since_epoch().count(), 0, std::int64_t{last_second})));
}

Witness read_witness(CborReader& in)
{
    in.array(3);
    Witness witness{.counter = in.text(), .program = in.text()};
    demand(witness.counter.size() <= longest_name && witness.program.size() <= longest_name, "a name is too long");
    witness.time = Time{std::chrono::seconds{static_cast<std::int64_t>(in.number(last_second))}};
    return witness;
}

void write(CborWriter& out, const ChipProof& proof)
{
    out.array(proof.key ? 3 : 1);
    out.number(code(proof.result));
    if (proof.key)
        write(out, *proof.key);
}

ChipProof read_chip(CborReader& in)
{
    const std::size_t items = in.array();
    ChipProof proof{.result = read_enum(in, ChipProof::Result::interrupted), .key = {}};
    demand(items == 1 || items == 3, "a proof of the chip has a key or none");
    if (items == 3)
        proof.key = read_chip_key(in);
    return proof;
}

bool is_whole(const SlotProof& proof)
{
    return proof.result == SlotProof::Result::answered && proof.key.has_value();
}

void write(CborWriter& out, const SlotProof& proof)
{
    const bool whole = is_whole(proof);
    out.array(!whole ? 2U : proof.nonce ? 7U : 6U);
    out.number(code(proof.result));
    out.number(proof.slot);
    if (!whole)
        return;
    out.number(code(proof.hash));
    out.bytes(pki::encode_spki(*proof.key));
    out.bytes(proof.challenge_digest);
    out.bytes(proof.signature);
    if (proof.nonce)
        out.bytes(*proof.nonce);
}

SlotProof read_proof(CborReader& in)
{
    const std::size_t items = in.array();
    SlotProof proof{
        .result = read_enum(in, SlotProof::Result::interrupted), .slot = static_cast<std::uint8_t>(in.number(0xFF))};
    demand(proof.result != SlotProof::Result::not_tried, "a proof that was not tried is left out");
    if (items == 2)
        return proof;
    demand(proof.result == SlotProof::Result::answered && (items == 6 || items == 7), "a proof of another form");
    proof.hash = read_enum(in, crypto::Hash::sha512);
    proof.key = pki::subject_public_key(in.bytes());
    proof.challenge_digest = to_bytes(in.bytes());
    proof.signature = to_bytes(in.bytes());
    if (items == 7)
        proof.nonce = to_bytes(in.bytes());
    return proof;
}

bool was_tried(const SlotProof& proof)
{
    return proof.result != SlotProof::Result::not_tried;
}

std::uint64_t number_of(Errc problem)
{
    const auto found = std::find(pin_problems.begin(), pin_problems.end(), problem);
    demand(found != pin_problems.end(), "no problem of a PIN");
    return static_cast<std::uint64_t>(found - pin_problems.begin());
}

std::map<unsigned, FileReading> read_groups(CborReader& in)
{
    std::map<unsigned, FileReading> groups;
    CborKeys keys;
    for (std::size_t left = in.map(); left > 0; --left) {
        const std::uint64_t number = keys.next(in);
        demand(number >= 1 && number <= 16, "no such data group");
        groups.emplace(static_cast<unsigned>(number), read_reading(in));
    }
    return groups;
}

/// Reads the value of one key into its place.
void read_member(CborReader& in, std::uint64_t key, SavedEvidence& saved)
{
    Evidence& evidence = saved.evidence;
    switch (key) {
    case format_key:
        return demand(in.text() == format, "another format");
    case level_key:
        saved.level = read_enum(in, Level::hashes_only);
        return;
    case witness_key:
        evidence.witness = read_witness(in);
        return;
    case access_key:
        evidence.access = read_enum(in, AccessProtocol::pace_mrz);
        return;
    case card_access_key:
        evidence.card_access = read_reading(in);
        return;
    case sod_key:
        evidence.sod = read_reading(in);
        return;
    case mrz_digest_key:
        evidence.mrz_digest = to_bytes(in.bytes());
        return demand(evidence.mrz_digest->size() == crypto::digest_size(crypto::Hash::sha1),
            "the hash of the machine-readable zone has the wrong length");
    case groups_key:
        evidence.groups = read_groups(in);
        return;
    case mapping_key: {
        in.array(3);
        crypto::Point point = read_point(in);
        evidence.mapping = {std::move(point), to_bytes(in.bytes())};
        return;
    }
    case card_security_key:
        evidence.card_security = read_reading(in);
        return;
    case chip_key:
        evidence.chip = read_chip(in);
        return;
    case binding_key:
        evidence.binding = read_proof(in);
        return;
    case holder_key:
        evidence.holder = read_proof(in);
        return;
    case pin_problem_key:
        evidence.pin_problem = pin_problems.at(static_cast<std::size_t>(in.number(pin_problems.size() - 1)));
        return;
    case pin_tries_key:
        evidence.pin_tries = static_cast<unsigned>(in.number(15));
        return;
    case challenge_key:
        evidence.challenge = to_bytes(in.bytes());
        return demand(!evidence.challenge.empty() && evidence.challenge.size() <= longest_challenge,
            "a challenge has the wrong length");
    default:
        demand(false, "an unknown key");
    }
}

} // namespace

void write_evidence(CborWriter& out, const Evidence& evidence, Level level)
{
    const bool binding = was_tried(evidence.binding);
    const bool holder = was_tried(evidence.holder);
    const bool challenge = !evidence.challenge.empty();
    out.map(8U + evidence.witness.has_value() + evidence.mrz_digest.has_value() + evidence.mapping.has_value() +
            binding + holder + evidence.pin_problem.has_value() + evidence.pin_tries.has_value() + challenge);
    out.number(format_key);
    out.text(format);
    out.number(level_key);
    out.number(code(level));
    const auto member = [&out](Key key, const auto& value) {
        out.number(key);
        write(out, value);
    };
    if (evidence.witness)
        member(witness_key, *evidence.witness);
    out.number(access_key);
    out.number(code(evidence.access));
    member(card_access_key, evidence.card_access);
    member(sod_key, evidence.sod);
    if (evidence.mrz_digest) {
        out.number(mrz_digest_key);
        out.bytes(*evidence.mrz_digest);
    }
    out.number(groups_key);
    out.map(evidence.groups.size());
    for (const auto& [number, reading] : evidence.groups) {
        out.number(number);
        write(out, reading);
    }
    if (evidence.mapping) {
        out.number(mapping_key);
        out.array(3);
        write(out, evidence.mapping->pk_map_ic);
        out.bytes(evidence.mapping->ca_ic);
    }
    member(card_security_key, evidence.card_security);
    member(chip_key, evidence.chip);
    if (binding)
        member(binding_key, evidence.binding);
    if (holder)
        member(holder_key, evidence.holder);
    if (evidence.pin_problem) {
        out.number(pin_problem_key);
        out.number(number_of(*evidence.pin_problem));
    }
    if (evidence.pin_tries) {
        out.number(pin_tries_key);
        out.number(std::min(*evidence.pin_tries, 15U));
    }
    if (challenge) {
        out.number(challenge_key);
        out.bytes(evidence.challenge);
    }
}

SavedEvidence read_evidence(ByteView file)
{
    CborReader in{file};
    SavedEvidence saved;
    CborKeys keys;
    for (std::size_t left = in.map(); left > 0; --left)
        read_member(in, keys.next(in), saved);
    in.finish();
    return saved;
}

} // namespace card::trust
