// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "personalization/store/databases.hpp"
#include "seal/seal.hpp"

namespace test {

/// A store whose records are sealed under keys of its own.
struct SealedStore {
    static constexpr card::Time start{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23}};

    ADatabase base{start};
    std::unique_ptr<perso::store::Database> database = base.open();
    SoftwareKeys keys;
    perso::seal::Seal seal{keys, card::crypto::system_random()};
    perso::store::SqlStore store{*database, "LA", card::crypto::system_random(), &seal};

    /// Of a citizen of its own.
    static perso::store::Application application(const std::string& number)
    {
        return {.number = number,
            .personal_number = "010119900000" + number,
            .record = R"({"name":"SOMSAMAI)" + number + "\"}",
            .photograph = {0xFF, 0xD8, 0x13, 0x57, 0x9B, 0xDF, 0xFF, 0xD9},
            .signature = {0xFF, 0xD8, 0x02, 0x46, 0x8A, 0xCE, 0xFF, 0xD9}};
    }

    void import(const std::string& number, card::Time now = start) { store.import(application(number), "noy", now); }
};

} // namespace test
