// SPDX-License-Identifier: Apache-2.0
#include "seal/seal.hpp"

#include "card/base/error.hpp"
#include "card/crypto/hash.hpp"
#include "intake/classes.hpp"
#include "issuer/aes_gcm.hpp"

namespace perso::seal {

using card::ByteView;
using card::Errc;
namespace gcm = issuer::gcm;

namespace {

constexpr std::size_t length_size = 8;

card::Bytes counted(ByteView part)
{
    return card::concat({card::big_endian(part.size(), length_size), part});
}

/// What is sealed opens in this column of this row alone, and under this data key.
card::Bytes place(const std::string& application, std::string_view column, std::int64_t data_key)
{
    return card::concat(
        {card::as_bytes("sealed_record"), card::big_endian(static_cast<std::uint64_t>(data_key), length_size),
            counted(card::as_bytes(application)), card::as_bytes(column)});
}

card::Bytes seal_column(const DataKeys::DataKey& key, const std::string& application, std::string_view column,
    ByteView content, card::crypto::RandomSource& random)
{
    const card::Bytes nonce = random.bytes(gcm::nonce_size);
    return card::concat({nonce, gcm::seal(key.key, nonce, place(application, column, key.id), content)});
}

card::SecureBytes open_column(
    ByteView key, std::int64_t data_key, const std::string& application, std::string_view column, ByteView sealed)
{
    if (sealed.size() < gcm::nonce_size)
        throw card::Error{Errc::seal_broken, card::Step{"open a record"}, "shorter than its nonce"};
    return gcm::open(
        key, sealed.first(gcm::nonce_size), place(application, column, data_key), sealed.subspan(gcm::nonce_size));
}

std::string text(const card::SecureBytes& bytes)
{
    return std::string{card::as_text(bytes.view())};
}

store::Row sealed_row(store::Database& database, const std::string& number)
{
    auto row = database.row("seal_record", {{":application", number}});
    card::require(row.has_value(), Errc::seal_broken, "open a record", "nothing is kept of it");
    return *std::move(row);
}

/// Sealed before records were parted by class: all of it under one key.
bool is_whole(const store::Row& row)
{
    return row.is_null(5);
}

std::int64_t specific_key_of(const store::Row& row)
{
    return row.number(is_whole(row) ? 0 : 5);
}

/// What `body` throws of a record names the application.
template <typename Body>
auto naming(const std::string& number, Body&& body)
try {
    return body();

} catch (const card::Error& error) {
    if (error.code() != Errc::seal_broken && error.code() != Errc::data_purged)
        throw;
    throw card::Error{error.code(), card::Step{error.step()}, error.what()}.with_field(number);
}

} // namespace

card::Bytes Seal::index(std::string_view kind, ByteView content)
{
    const card::Bytes message = card::concat({counted(card::as_bytes(kind)), content});
    // Two blocks of the key derivation in counter mode. [800-108] §4.1
    const auto half = [&](std::uint8_t number) { return keys_.mac(card::concat({ByteView{&number, 1}, message})); };
    return card::concat({half(1), half(2)});
}

card::Bytes Seal::digest(const store::Application& application)
{
    card::crypto::Hasher hasher{card::crypto::Hash::sha256};
    for (const ByteView part : {card::as_bytes(application.number), card::as_bytes(application.record),
             ByteView{application.photograph}, ByteView{application.signature}}) {
        hasher.update(card::big_endian(part.size(), length_size));
        hasher.update(part);
    }
    return index("content", hasher.finish());
}

void Seal::keep(store::Database& database, const store::Application& application, card::Time now)
{
    if (!keys_of_batch_)
        keys_of_batch_ = std::make_unique<const BatchKeys>(
            BatchKeys{.general = data_keys_.draw(random_), .specific = data_keys_.draw(random_)});
    const auto& [general, specific] = *keys_of_batch_;
    DataKeys::keep(database, general, intake::DataClass::general, now);
    DataKeys::keep(database, specific, intake::DataClass::specific, now);
    const auto sealed = [&](const DataKeys::DataKey& key, std::string_view column, ByteView content) {
        return seal_column(key, application.number, column, content, random_);
    };
    const intake::ClassParts parts = intake::split(application.record);
    const card::Bytes same = digest(application);
    const card::Bytes number = sealed(specific, "personal_number", card::as_bytes(application.personal_number));
    const card::Bytes record = sealed(general, "record", card::as_bytes(parts.general));
    const card::Bytes rest = sealed(specific, "specific", card::as_bytes(parts.specific));
    const card::Bytes photograph = sealed(specific, "photograph", application.photograph);
    const card::Bytes signature = sealed(specific, "signature", application.signature);
    database.execute(
        "seal_keep", {{":application", application.number}, {":data_key", general.id}, {":specific_key", specific.id},
                         {":digest", same}, {":personal_number", number}, {":record", record}, {":specific", rest},
                         {":photograph", photograph}, {":signature", signature}});
}

bool Seal::holds(store::Database& database, const store::Application& application)
{
    const auto row = database.row("seal_digest", {{":application", application.number}});
    return row && card::equal(row->bytes(0), digest(application));
}

store::Application Seal::open(store::Database& database, const std::string& number)
{
    return naming(number, [&] {
        const store::Row row = sealed_row(database, number);
        const std::int64_t id = specific_key_of(row);
        const card::SecureBytes key = data_keys_.open(database, id);
        const auto specific = [&](std::string_view column, std::size_t place) {
            return open_column(key, id, number, column, row.bytes(place));
        };
        const auto record = [&] {
            if (is_whole(row))
                return text(specific("record", 2));
            const card::SecureBytes general = data_keys_.open(database, row.number(0));
            return intake::join({.general = text(open_column(general, row.number(0), number, "record", row.bytes(2))),
                .specific = text(specific("specific", 6))});
        };
        return store::Application{.number = number,
            .personal_number = text(specific("personal_number", 1)),
            .record = record(),
            .photograph = card::to_bytes(specific("photograph", 3).view()),
            .signature = card::to_bytes(specific("signature", 4).view())};
    });
}

std::string Seal::left(store::Database& database, const std::string& number)
{
    return naming(number, [&] {
        const store::Row row = sealed_row(database, number);
        const auto part = [&](std::int64_t id, std::string_view column, std::size_t place) {
            if (DataKeys::is_destroyed(database, id))
                return std::string{"{}"};
            return text(open_column(data_keys_.open(database, id), id, number, column, row.bytes(place)));
        };
        if (is_whole(row))
            return part(row.number(0), "record", 2);
        return intake::join(
            {.general = part(row.number(0), "record", 2), .specific = part(row.number(5), "specific", 6)});
    });
}

} // namespace perso::seal
