// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "personalization/units/powered_card.hpp"

#include "database/sealer.hpp"
#include "issuer/store_gate.hpp"
#include "making/runner.hpp"
#include "support/temporary_folder.hpp"

#include <set>
#include <utility>

/// A whole office in this process: SoftHSM, a store on disk, letters, and cards that lose their supply.
namespace test {

/// A folder in memory, where the machine has one: a commit costs nothing there.
class FastFolder {
public:
    FastFolder();
    ~FastFolder();
    FastFolder(const FastFolder&) = delete;
    FastFolder& operator=(const FastFolder&) = delete;

    std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

private:
    std::filesystem::path path_;
};

/// What a process of the station has open. It dies without a word.
struct StationProcess {
    std::unique_ptr<perso::store::Database> database;
    std::unique_ptr<perso::store::Sealer> seal;
    std::unique_ptr<perso::store::Store> store;
};

/// Clock, radar and signer's counter of that process, asked by the issuer while it lives, and then the gate of the
/// process that stood still meanwhile, if one did; `card` tells the row of the attempt. All must outlive it.
class StationGate {
public:
    StationGate(perso::issuer::Issuer& issuer, StationProcess& process, const perso::Office& office,
        std::function<std::int64_t()> card)
        : issuer_{issuer},
          clock_{*process.database, office.clock, perso::now()},
          gate_{*process.database, office, clock_, std::move(card)},
          stalled_{std::exchange(current_, this)}
    {
        issuer_.set_gate(&gate_);
    }

    ~StationGate()
    {
        current_ = stalled_;
        issuer_.set_gate(current_ ? &current_->gate_ : nullptr);
    }

    StationGate(const StationGate&) = delete;
    StationGate& operator=(const StationGate&) = delete;

private:
    static inline StationGate* current_ = nullptr;

    perso::issuer::Issuer& issuer_;
    const perso::ClockGuard clock_;
    perso::issuer::StoreGate gate_;
    StationGate* const stalled_;
};

/// How a run on a card ended.
struct Ended {
    std::optional<perso::Finished> finished;
    std::optional<card::Errc> error; ///< the station saw it and went on
    std::string sentence;            ///< of that error
    bool power_failed = false;
};

class IssuingStation {
public:
    explicit IssuingStation(const card::profile::Profile& profile = card::profile::builtin(),
        const perso::drivers::Driver& driver = perso::drivers::own_card());

    /// An application of a citizen of its own, imported and approved: a card of this type with all that a record may
    /// have, with images of these sizes.
    struct Images {
        std::size_t photograph = 5000, signature = 1500;
    };

    std::string approved(perso::CardType type = perso::CardType::adult, Images images = small_images);
    static const Images small_images;

    /// A process that begins: it gives up what an earlier one left.
    StationProcess start() const;
    /// The store over the database of a process, its records open.
    void open_store(StationProcess& process) const;

    /// Makes a card, or goes on with the one in the reader if it was begun.
    Ended make(StationProcess& process, PoweredCard& card, const std::string& application,
        const std::shared_ptr<const perso::Prepared>& prepared = nullptr);
    /// Goes on with the card in the reader.
    Ended resume(StationProcess& process, PoweredCard& card, const std::string& application = {});

    /// After a failure: a new process, the card powered again and put in; made if the job waits again, gone on with if
    /// it was begun.
    Ended recover(PoweredCard& card, const std::string& application);

    /// What a counter says of it, with the CAN of its letter and nothing else of the office but its trust folder.
    bool is_genuine(PoweredCard& card, const std::string& document_number) const;

    perso::store::Job job(StationProcess& process, const std::string& application) const;

    const perso::Office& office() const { return *office_; }

    const card::profile::Profile& profile() const { return profile_; }

    perso::issuer::Issuer& issuer() { return *issuer_; }

    std::filesystem::path letters() const { return folder_ / "letters"; }

    std::uint32_t next_serial() { return ++serial_; }

private:
    template <typename Work>
    Ended run(StationProcess& process, PoweredCard& card, Work work);

    FastFolder folder_;
    const card::profile::Profile& profile_;
    const perso::drivers::Driver& driver_;
    std::unique_ptr<perso::Office> office_;
    std::unique_ptr<perso::issuer::Issuer> issuer_;
    perso::TrustData trust_;
    unsigned applications_ = 0;
    std::uint32_t serial_ = 0;
};

/// Serial numbers of the certificates on a card.
std::vector<card::Bytes> certificate_numbers(const refcard::Image& image);

} // namespace test
