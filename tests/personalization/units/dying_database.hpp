// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "personalization/units/powered_card.hpp"

#include "database/sqlite/sqlite_database.hpp"

namespace test {

/// A database whose station dies at a commit: just before it, or just after.
class DyingDatabase final : public perso::store::Database {
public:
    DyingDatabase(const std::filesystem::path& file, card::Time now, std::size_t last, bool after)
        : inner_{file, now}, last_{last}, after_{after}
    {
    }

    perso::store::Rows rows(std::string_view statement, perso::store::Bindings bindings) override
    {
        return inner_.rows(statement, bindings);
    }

    std::int64_t execute(std::string_view statement, perso::store::Bindings bindings) override
    {
        return inner_.execute(statement, bindings);
    }

    std::optional<card::Time> server_time() override { return std::nullopt; }

    std::size_t commits() const { return commits_; }

private:
    void begin() override { inner_.native().exec("BEGIN IMMEDIATE"); }

    void begin_to_look() override { inner_.native().exec("BEGIN"); }

    void commit() override
    {
        const bool dies = ++commits_ == last_;
        if (dies && !after_)
            throw PowerFailed{};
        inner_.native().exec("COMMIT");
        if (dies)
            throw PowerFailed{};
    }

    void rollback() noexcept override { inner_.native().tryExec("ROLLBACK"); }

    perso::store::SqliteDatabase inner_;
    std::size_t last_;
    bool after_;
    std::size_t commits_ = 0;
};

} // namespace test
