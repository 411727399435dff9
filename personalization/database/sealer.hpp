// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/secure_bytes.hpp"
#include "database/database.hpp"
#include "jobs/job.hpp"

namespace perso::store {

/// Keeps the personal data of applications so that the store's files tell none of it.
class Sealer {
public:
    virtual ~Sealer() = default;

    /// 32 bytes that are the same for the same content of the same kind, under a key that the store has not.
    virtual card::Bytes index(std::string_view kind, card::ByteView content) = 0;

    /// Keeps the content of an application, or takes the place of what was kept of it. Inside a change, when its job is
    /// there and not at work.
    virtual void keep(Database& database, const Application& application, card::Time now) = 0;

    /// Whether exactly this content is kept, or was until it was destroyed.
    virtual bool holds(Database& database, const Application& application) = 0;

    /// The content of an application that was imported. Throws seal_broken with the application (altered, moved from
    /// another row or column, another key), data_purged.
    virtual Application open(Database& database, const std::string& number) = 0;

    /// Sealed by the token itself for one place, under no data key: for what is gone when a piece of work has ended.
    /// unwrap() throws seal_broken.
    virtual card::Bytes wrap(card::ByteView place, card::ByteView content) = 0;
    virtual card::SecureBytes unwrap(card::ByteView place, card::ByteView wrapped) = 0;
};

/// Where a certificate of a renewal that is not finished stands.
inline card::Bytes place_of_renewed(std::int64_t card, std::int64_t number, std::string_view slot)
{
    constexpr std::size_t size = 8;
    return card::concat(
        {card::as_bytes("renewed_certificate"), card::big_endian(static_cast<std::uint64_t>(card), size),
            card::big_endian(static_cast<std::uint64_t>(number), size), card::as_bytes(slot)});
}

} // namespace perso::store
