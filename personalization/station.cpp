// SPDX-License-Identifier: Apache-2.0
#include "station.hpp"

#include "card/base/error.hpp"
#include "card/pcsc/card_connection.hpp"
#include "clock.hpp"
#include "issuer/signer_file.hpp"
#include "issuer/store_gate.hpp"
#include "open_store.hpp"
#include "people/signed_approval.hpp"
#include "seal/token_keys.hpp"
#include "store/sql/sql_store.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>

namespace perso {

using card::Errc;
namespace pcsc = card::pcsc;

namespace {

constexpr std::chrono::milliseconds attention{500}; ///< between two looks at the readers

/// The readers that may be meant.
std::vector<pcsc::Reader> candidates(pcsc::Context& context, std::string_view name_part)
{
    auto readers = pcsc::list_readers(context);
    card::require(!readers.empty(), Errc::no_reader, "find the reader", "no reader is attached");
    std::erase_if(
        readers, [&](const pcsc::Reader& reader) { return reader.name.find(name_part) == std::string::npos; });
    card::require(!readers.empty(), Errc::reader_not_found, "find the reader", "no reader has this name");
    return readers;
}

/// The lock file, locked; none when another process has it. Throws file_unwritable.
card::Descriptor locked(const Office& office)
{
    card::Descriptor file{
        ::open(office.lock_file().c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR)};
    if (!file.is_open())
        throw card::Error{Errc::file_unwritable, "the lock of the office"}.with_field(office.lock_file().string());
    if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0)
        file.close();
    return file;
}

} // namespace

OfficeLock::OfficeLock(const Office& office) : file_{locked(office)}
{
    card::require(file_.is_open(), Errc::store_failed, "run.lock", "another run works in this office");
}

std::optional<OfficeLock> OfficeLock::if_free(const Office& office)
{
    card::Descriptor file = locked(office);
    return file.is_open() ? std::optional{OfficeLock{std::move(file)}} : std::nullopt;
}

pcsc::Reader wait_for_card(
    pcsc::Context& context, std::string_view name_part, std::optional<std::chrono::seconds> patience)
{
    using State = pcsc::Reader::State;
    const auto begin = std::chrono::steady_clock::now();
    for (;;) {
        const auto readers = candidates(context, name_part);
        const bool any_card = std::any_of(readers.begin(), readers.end(), [](const pcsc::Reader& reader) {
            return reader.state != State::empty && reader.state != State::unavailable;
        });
        if (any_card)
            return pcsc::choose_reader(readers, name_part);
        if (patience && std::chrono::steady_clock::now() - begin >= *patience)
            throw card::Error{Errc::no_card, card::Step{"wait for a card"}, "none came"};
        pcsc::wait_for_change(context, readers, attention);
    }
}

void wait_for_removal(pcsc::Context& context, const pcsc::Reader& reader)
{
    for (;;) {
        const auto readers = pcsc::list_readers(context);
        const auto same = std::find_if(
            readers.begin(), readers.end(), [&](const pcsc::Reader& other) { return other.name == reader.name; });
        if (same == readers.end() || same->state == pcsc::Reader::State::empty ||
            same->event_counter() != reader.event_counter())
            return;
        pcsc::wait_for_change(context, readers, attention);
    }
}

Finished make_card(const CardWork& work, const RunnerProgress& progress)
{
    auto& random = card::crypto::system_random();
    const auto database = open_database(work.office);
    const TrustData trust = load_trust(work.office.trust());
    const ClockGuard clock{*database, work.office.clock, work.clock};
    clock.require_believed(now());
    issuer::Issuer issuer{work.office, work.profile, work.hsm_pin};
    seal::OfficeSeal seal{issuer.hsm().token(), *database, now()};
    store::SqlStore store{*database, work.office.document_prefix, random, &seal};
    HeldJob job{*database, store, work.leases.owner(work.reader), work.leases.time(), work.lease};
    Order order = work.order;
    std::string begun; // asked once: what is in work is finished
    order.hold = [&](const std::string& application) {
        job(application);
        if (work.office.staff_cards && begun != application)
            people::require_signed_approval(*database, application, order.operator_, trust.citizen_authorities, now());
        begun = application;
    };
    issuer::open_signers(*database, work.office, now()).require_usable(now());
    pcsc::Context context;

    std::optional<pcsc::CardConnection> connection{std::in_place, context, work.reader};
    std::optional<pcsc::Transaction> transaction{std::in_place, *connection};
    card::iso7816::CountingTransport encoding{*connection};
    std::vector<card::iso7816::StepCost> reading;
    Production production{encoding, issuer, work.profile, random};
    issuer::StoreGate gate{*database, work.office, clock, [&production] { return production.plan.allotment.card; }};
    const issuer::GateInPlace in_place{issuer, gate};
    Runner runner{store, *database, work.profile,
        [&](std::size_t number, std::size_t count, std::string_view step) {
            encoding.begin_step(std::string{step});
            progress(number, count, step);
            job.renew();
        },
        work.driver};
    const auto check = [&](const Production& written) {
        // The card is reset, so that it answers as it will to a stranger.
        connection->reset_at_end();
        transaction.reset();
        connection.reset();
        pcsc::CardConnection counter{context, work.reader};
        const pcsc::Transaction undisturbed{counter};
        card::iso7816::CountingTransport counted{counter};
        counted.begin_step("quality check");
        work.driver.check(counted, written, trust);
        reading = counted.steps();
        counter.reset_at_end(); // no PIN state is left behind
    };
    Finished finished = work.resume ? runner.resume(production, order, check) : runner.make(production, order, check);
    finished.costs = encoding.steps();
    finished.costs.insert(finished.costs.end(), reading.begin(), reading.end());
    std::erase_if(finished.costs, [](const auto& cost) { return cost.apdus == 0; });
    return finished;
}

} // namespace perso
