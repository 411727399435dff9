// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/hex.hpp"
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

    /// Its row as a version had it that sealed records whole, under this key.
    void write_whole(const perso::store::Application& application, const perso::seal::DataKeys::DataKey& key)
    {
        const auto sealed = [&](std::string_view column, card::ByteView content) {
            const card::Bytes nonce = card::crypto::system_random().bytes(perso::issuer::gcm::nonce_size);
            const card::Bytes number = card::to_bytes(card::as_bytes(application.number));
            const card::Bytes place =
                card::concat({card::as_bytes("sealed_record"), card::big_endian(static_cast<std::uint64_t>(key.id), 8),
                    card::big_endian(number.size(), 8), number, card::as_bytes(column)});
            return ADatabase::blob(
                card::to_hex(card::concat({nonce, perso::issuer::gcm::seal(key.key, nonce, place, content)})));
        };
        const std::string id = std::to_string(key.id);
        base.lawless("INSERT INTO data_key (id, wrapped, created_at) VALUES (" + id + ", " +
                     ADatabase::blob(card::to_hex(key.wrapped)) + ", " +
                     std::to_string(start.time_since_epoch().count()) +
                     "); UPDATE sealed_record SET specific_key = NULL, specific = NULL, data_key = " + id +
                     ", personal_number = " + sealed("personal_number", card::as_bytes(application.personal_number)) +
                     ", record = " + sealed("record", card::as_bytes(application.record)) +
                     ", photograph = " + sealed("photograph", application.photograph) + ", signature = " +
                     sealed("signature", application.signature) + " WHERE application = '" + application.number + "'");
    }

    void import(const std::string& number, card::Time now = start) { store.import(application(number), "noy", now); }
};

} // namespace test
