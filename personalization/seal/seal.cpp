// SPDX-License-Identifier: Apache-2.0
#include "seal/seal.hpp"

#include "card/base/error.hpp"
#include "card/crypto/hash.hpp"
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
    if (!key_)
        key_ = data_keys_.draw(random_);
    DataKeys::keep(database, *key_, now);
    const auto sealed = [&](std::string_view column, ByteView content) {
        return seal_column(*key_, application.number, column, content, random_);
    };
    const card::Bytes same = digest(application);
    const card::Bytes number = sealed("personal_number", card::as_bytes(application.personal_number));
    const card::Bytes record = sealed("record", card::as_bytes(application.record));
    const card::Bytes photograph = sealed("photograph", application.photograph);
    const card::Bytes signature = sealed("signature", application.signature);
    database.execute("seal_keep",
        {{":application", std::string_view{application.number}}, {":data_key", key_->id}, {":digest", ByteView{same}},
            {":personal_number", ByteView{number}}, {":record", ByteView{record}},
            {":photograph", ByteView{photograph}}, {":signature", ByteView{signature}}});
}

bool Seal::holds(store::Database& database, const store::Application& application)
{
    const auto row = database.row("seal_digest", {{":application", std::string_view{application.number}}});
    return row && card::equal(row->bytes(0), digest(application));
}

store::Application Seal::open(store::Database& database, const std::string& number)
{
    try {
        const auto row = database.row("seal_record", {{":application", std::string_view{number}}});
        card::require(row.has_value(), Errc::seal_broken, "open a record", "nothing is kept of it");
        const std::int64_t id = row->number(0);
        const card::SecureBytes key = data_keys_.open(database, id);
        const auto opened = [&](std::string_view column, std::size_t place) {
            return open_column(key, id, number, column, row->bytes(place));
        };
        const auto text = [](const card::SecureBytes& bytes) { return std::string{card::as_text(bytes.view())}; };
        return {.number = number,
            .personal_number = text(opened("personal_number", 1)),
            .record = text(opened("record", 2)),
            .photograph = card::to_bytes(opened("photograph", 3).view()),
            .signature = card::to_bytes(opened("signature", 4).view())};
    } catch (const card::Error& error) {
        if (error.code() != Errc::seal_broken && error.code() != Errc::data_purged)
            throw;
        throw card::Error{error.code(), card::Step{error.step()}, error.what()}.with_field(number);
    }
}

} // namespace perso::seal
