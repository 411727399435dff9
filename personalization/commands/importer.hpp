// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "batches/batches.hpp"
#include "commands/import_report.hpp"
#include "database/sealer.hpp"
#include "intake/table/record_table.hpp"

namespace perso {

/// A record on its way into the store.
struct Candidate {
    std::string place; ///< "records.csv:12"
    intake::LoadedRecord loaded;
    std::optional<intake::CsvRow> row; ///< as it stood in a table, or would
    std::size_t number = 0;            ///< in its batch, from 1; 0 outside of batches
};

/// Checks records and puts those that pass into the store, several in one change: a disk waits once for all of them. A
/// record that is refused leaves the others alone; a change that fails leaves none of its records, and the same import
/// again goes on where it was. No more than one group is held.
class Importer {
public:
    using Told = std::function<void(const ImportLine& line, const std::optional<intake::CsvRow>& row)>;

    /// `told` hears of each record, in order, when it is on the disk. Everything must outlive the importer.
    Importer(Context& context, store::Database& database, store::Sealer& sealer, store::Store& store,
        std::string person, Told told);

    /// Records that follow belong to this batch; null for none. Those before must be flushed.
    void set_batch(const batches::Batch* batch) { batch_ = batch; }

    void add(Candidate candidate);
    /// What was added is on the disk. Throws what the store throws but for single records.
    void flush();

private:
    struct Pending {
        Candidate candidate;
        intake::Checked checked;
        ImportLine line;
    };

    void take(Pending& pending, card::Time now);

    Context& context_;
    store::Database& database_;
    store::Sealer& sealer_;
    store::Store& store_;
    std::string person_;
    Told told_;
    const batches::Batch* batch_ = nullptr;
    std::vector<Pending> group_;
    std::size_t bytes_ = 0;
};

} // namespace perso
