// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

#include <p11-kit/pkcs11.h>
#include <sys/types.h>

/// Eight signers, in six processes, on one card at the same time, and other programs that disturb them. Processes share
/// what they tell through anonymous memory.
namespace test {

/// What one signer saw.
struct Tally {
    std::atomic<unsigned> signatures{0};
    std::atomic<unsigned> wrong{0};    ///< signatures that do not verify
    std::atomic<unsigned> losses{0};   ///< CKR_USER_NOT_LOGGED_IN
    std::atomic<unsigned> repeated{0}; ///< one more for the same disturbance
    std::atomic<unsigned> failures{0}; ///< any other error
    std::atomic<unsigned long> first_failure{0};
    std::atomic<std::int64_t> longest_us{0}; ///< one signature took
};

inline constexpr std::size_t signer_count = 8;

struct Shared {
    std::array<Tally, signer_count> tallies;
    std::atomic<unsigned> ready{0};
    std::atomic<unsigned> finished{0};
    std::atomic<bool> stop{false};
    std::atomic<unsigned> disturbances{0}; ///< counted before and after each
    std::atomic<unsigned> disturbed_at_rest{0};
    std::atomic<unsigned> concluded{0};
    std::atomic<unsigned long> answer_at_rest{~0UL};
};

/// A disturbing program: does its worst once. Called in a process of its own until the campaign is over.
using Disturbance = std::function<void()>;

/// Eight signers, of them two times two in one process, sign for that long. The seventh signs with 9C and gives the PIN
/// each time, the eighth with 9E and gives none. Then all of them rest, logged in; there is one more disturbance, and
/// the first signs once more. Returns what they saw; throws std::runtime_error if a process breaks.
class Campaign {
public:
    Campaign(std::chrono::seconds duration, const Disturbance& disturbance, std::chrono::milliseconds pause);
    ~Campaign();
    Campaign(const Campaign&) = delete;
    Campaign& operator=(const Campaign&) = delete;

    const std::array<Tally, signer_count>& tallies() const { return shared_->tallies; }

    unsigned disturbances() const { return shared_->disturbances / 2; }

    /// What the first signer was told at the end, after a disturbance with nobody to log in meanwhile.
    CK_RV answer_at_rest() const { return shared_->answer_at_rest; }

    std::chrono::seconds duration() const { return duration_; }

    void print(const std::string& name) const;

    static constexpr std::size_t with_9c = 6;
    static constexpr std::size_t with_9e = 7;

private:
    void disturb_at_rest(const Disturbance& disturbance);

    const std::chrono::seconds duration_;
    Shared* shared_;
};

// ---- what disturbs

/// Another program resets the card by SCardReconnect or SCardDisconnect.
void reset_card();
/// Another program selects another application.
void select_another_application();
/// Another program is killed in the middle of a transaction.
void die_in_transaction();

} // namespace test
