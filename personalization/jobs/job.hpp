// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/bytes.hpp"
#include "card/base/date.hpp"
#include "intake/rejection.hpp"
#include "jobs/certificate_trace.hpp"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace perso::store {

/// Where an application stands.
enum class JobState {
    imported,
    approved,    ///< waits for a card
    encoding,    ///< a card is being made
    issued,      ///< the card passed the quality check
    quarantined, ///< a card was begun, and it is not known or not good what became of it: lay it aside
    rejected,    ///< today's rules refuse the record: it is withdrawn, or corrected and imported again
    withdrawn,   ///< no card will be made of it; it may be imported again
};

/// "imported", "approved", …
std::string_view name(JobState state);
std::optional<JobState> parse_job_state(std::string_view name);

/// An application that passed intake.
struct Application {
    std::string number;
    std::string personal_number;
    std::string record; ///< canonical JSON
    card::Bytes photograph;
    card::Bytes signature; ///< empty if there is none
};

enum class Imported {
    added,
    again, ///< it had been rejected or withdrawn, and begins anew
    unchanged,
};

/// What became of a job that somebody left: approved again (nothing was written on the card, its numbers are void) or
/// quarantined (something may have been written: the card is asked).
struct RunOut {
    std::string application;
    std::string owner;             ///< of its lease, empty without one
    std::optional<JobState> state; ///< nothing if no card was begun
};

/// One line of `status`.
struct Job {
    std::string application;
    JobState state{};
    std::string imported_by;
    std::string approved_by;
    std::string operator_;
    std::string document_number; ///< of the last attempt
    std::string reason;          ///< identifier of the condition that ended the last attempt, or rejected the record
    std::string step;            ///< in which it ended
    card::Time changed{};
    intake::Rejections rejections; ///< of a rejected record
};

inline constexpr std::size_t kdd_size = 10;
using Kdd = std::array<std::uint8_t, kdd_size>;
inline constexpr std::size_t guid_size = 16;
using Guid = std::array<std::uint8_t, guid_size>;

struct Claim {
    std::string application;
    std::string operator_;
    Kdd kdd{}; ///< which chip
    Guid guid{};
};

/// What a claim allots.
struct Allotment {
    std::int64_t card = 0; ///< row of this attempt
    std::string document_number;
    std::uint32_t status_index = 0;
    unsigned citizen_ca = 1; ///< number of the CA of this card's keys
    std::string holder_id;   ///< stable, random, the same on every card of this citizen
};

/// A chip that this office has begun or made.
struct Attempt {
    enum class State { encoding, live, quarantined };

    State state{};
    bool revoked = false; ///< by two people: nobody goes on with it
    std::string application;
    std::string operator_; ///< who began it
    Guid guid{};
    Allotment allotment;
};

struct CardKey {
    std::string slot;                            ///< "CA", "CAM", "9A", …
    card::Bytes hash;                            ///< SHA-256 of the SubjectPublicKeyInfo
    std::optional<CertificateTrace> certificate; ///< none for keys of the identity application
    card::Bytes public_key = {};                 ///< DER SubjectPublicKeyInfo; known together with the certificate
};

} // namespace perso::store
