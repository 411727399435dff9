// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/error.hpp"
#include "card/base/hex.hpp"
#include "card/session/verification.hpp"

#include "replay.hpp"
#include "support/faulty_transport.hpp"
#include "support/scripted_transport.hpp"
#include "support/throws.hpp"

#include <map>
#include <sstream>

/// What the reference card answered when it was verified, and what becomes of it when an answer is another.
namespace test {

namespace session = card::session;
namespace trust = card::trust;
using card::as_bytes;
using card::Bytes;
using card::ByteView;
using namespace std::chrono_literals;

/// One of tests/scripts/verification_*.apdu.
class Recording {
public:
    explicit Recording(std::string file) : file_{std::move(file)}
    {
        std::istringstream lines{script()};
        for (std::string line; std::getline(lines, line);) {
            if (line.starts_with("step "))
                steps_.emplace(line.substr(line.rfind(' ') + 1), commands.size());
            else if (line.starts_with("> "))
                commands.push_back(card::from_hex(line.substr(2)));
            else if (line.starts_with("< "))
                answers.push_back(card::from_hex(line.substr(2)));
        }
    }

    /// Chip authentication mapping, and generic mapping with Chip Authentication.
    static const Recording& cam()
    {
        static const Recording recording{"verification_cam.apdu"};
        return recording;
    }

    static const Recording& gm()
    {
        static const Recording recording{"verification_gm.apdu"};
        return recording;
    }

    std::string script() const { return ScriptedTransport::read(file_); }

    /// The number of a command, counted from 0: the first of a step, or one behind it.
    std::size_t at(const std::string& step, std::size_t behind = 0) const { return steps_.at(step) + behind; }

    std::size_t size() const { return commands.size(); }

    std::vector<Bytes> commands;
    std::vector<Bytes> answers;

private:
    std::string file_;
    std::map<std::string, std::size_t> steps_;
};

/// Answers as recorded while the commands are as recorded; anything else it does not know.
class ReplayCard : public card::iso7816::Transport {
public:
    explicit ReplayCard(const Recording& recording) : recording_{recording}, answers_{recording.answers} {}

    Bytes exchange(ByteView command) override
    {
        if (next_ < recording_.size() && card::equal(command, recording_.commands[next_]))
            return answers_[next_++];
        return card::from_hex("6D00");
    }

    Bytes& answer(std::size_t at) { return answers_.at(at); }

private:
    const Recording& recording_;
    std::vector<Bytes> answers_;
    std::size_t next_ = 0;
};

/// The CSCA of both recordings.
inline trust::TrustData recorded_trust()
{
    trust::TrustData pinned;
    pinned.anchors.add(as_bytes(ScriptedTransport::read("verification.csca")));
    return pinned;
}

/// What the counter of the recordings asks. Not to be copied: the request points into it.
struct RecordedVisit {
    card::auth::Can can{as_bytes("992175")};
    trust::TrustData trust_data = recorded_trust();
    FixedRandom random = replay_random();
    session::VerificationRequest request{.password = &can,
        .trust_data = &trust_data,
        .today = 2027y / 1 / 1,
        .source_date = 2026y / 11 / 1,
        .random = &random};

    RecordedVisit() = default;
    RecordedVisit(const RecordedVisit&) = delete;
    RecordedVisit& operator=(const RecordedVisit&) = delete;

    session::Verification of(card::iso7816::Transport& card, const session::Progress& progress = {}) const
    {
        return session::verify(card, request, progress);
    }
};

inline session::Verification verify(card::iso7816::Transport& card, const session::Progress& progress = {})
{
    return RecordedVisit{}.of(card, progress);
}

/// A verification, or what was thrown instead.
struct Outcome {
    std::optional<card::Errc> thrown;
    std::optional<session::Verification> verification;

    trust::Overall overall() const { return verification.value().verdict.overall; }

    trust::State state(trust::CheckId id) const { return verification.value().verdict.state(id); }

    bool is_genuine() const { return !thrown && overall() == trust::Overall::genuine; }
};

/// The card verified when its answer at one place is another.
inline Outcome verify_with(const Recording& recording, std::size_t at, const Bytes& answer)
{
    ReplayCard card{recording};
    card.answer(at) = answer;
    Outcome outcome;
    outcome.thrown = error_of([&] {
        outcome.verification = verify(card);
        return 0;
    });
    return outcome;
}

} // namespace test
