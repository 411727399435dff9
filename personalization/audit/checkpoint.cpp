// SPDX-License-Identifier: Apache-2.0
#include "audit/checkpoint.hpp"

#include "card/base/error.hpp"
#include "card/base/hex.hpp"
#include "card/crypto/hash.hpp"
#include "card/pki/cms.hpp"
#include "card/trust/package_contents.hpp"

#include <nlohmann/json.hpp>

namespace perso::audit {

namespace {

constexpr std::string_view schema = "idcard/checkpoint-1";

/// 2.25.211547810999188987374254275353916155455, of a UUID. [X.667] §7
card::tlv::Oid checkpoint_type()
{
    constexpr std::array<std::uint8_t, 20> content{0x69, 0x82, 0xBE, 0xA6, 0xD0, 0x96, 0xDD, 0xAE, 0x8A, 0x96, 0xD3,
        0xB7, 0xAC, 0xA5, 0xCB, 0xA4, 0xA2, 0x9C, 0xCC, 0x3F};
    return card::tlv::Oid::from_content(content);
}

void expect(bool condition, std::string_view sentence, const std::string& name)
{
    if (!condition)
        throw card::Error{card::Errc::checkpoint_invalid, card::Step{"checkpoint"}, sentence}.with_field(name);
}

/// The time stands in the signed attributes too, where it need not be parsed from text.
Checkpoint parse(std::string_view json, card::Time at)
{
    const auto root = nlohmann::json::parse(json);
    Checkpoint checkpoint{.store = store_id(card::from_hex(root.at("store").get<std::string>())),
        .number = root.at("number").get<std::int64_t>(),
        .entry = root.at("entry").get<std::int64_t>(),
        .head = head(card::from_hex(root.at("head").get<std::string>())),
        .at = at,
        .previous = head(card::from_hex(root.at("previous").get<std::string>()))};
    return checkpoint;
}

} // namespace

std::string to_json(const Checkpoint& checkpoint)
{
    return nlohmann::json{{"schema", schema}, {"store", card::to_hex(checkpoint.store)}, {"number", checkpoint.number},
        {"entry", checkpoint.entry}, {"head", card::to_hex(checkpoint.head)},
        {"time", card::trust::utc_text(checkpoint.at)}, {"previous", card::to_hex(checkpoint.previous)}}
        .dump();
}

card::Bytes sign(const Checkpoint& checkpoint, const card::pki::Certificate& signer, const card::pki::SigningKey& key)
{
    return card::pki::sign(checkpoint_type(), card::as_bytes(to_json(checkpoint)), signer, key, checkpoint.at);
}

Checkpoint read_checkpoint(card::ByteView message, const card::pki::Certificate& trusted, const std::string& name)
{
    try {
        const auto data = card::pki::SignedData::parse(message);
        expect(data.content_type() == checkpoint_type(), "SignedData of another kind", name);
        expect(data.signer() == trusted, "signed by another key than that of the journal", name);
        expect(data.signature_is_valid(), "the signature does not verify", name);
        expect(data.signing_time().has_value(), "without signing time", name);
        const Checkpoint checkpoint = parse(card::as_text(data.content()), *data.signing_time());
        expect(to_json(checkpoint) == card::as_text(data.content()), "not in the one form", name);
        return checkpoint;
    } catch (const card::Error& error) {
        if (error.code() == card::Errc::checkpoint_invalid)
            throw;
        expect(false, error.what(), name);
    } catch (const nlohmann::json::exception&) {
        expect(false, "not in the one form", name);
    }
    return {};
}

Head digest_of(card::ByteView message)
{
    return head(card::crypto::digest(card::crypto::Hash::sha256, message));
}

} // namespace perso::audit
