// SPDX-License-Identifier: Apache-2.0
#include "object_cache.hpp"

#include "private_folder.hpp"

#include "card/base/error.hpp"
#include "card/base/hex.hpp"
#include "card/base/secure_bytes.hpp"
#include "card/crypto/mac.hpp"
#include "card/crypto/random.hpp"
#include "card/tlv/reader.hpp"
#include "card/tlv/writer.hpp"

namespace p11 {

using card::as_bytes;
using card::Bytes;
using card::ByteView;
using card::tlv::Tag;

namespace {

constexpr const char* key_file = "key";
constexpr std::size_t key_size = 32;
constexpr std::size_t mac_size = 32;

constexpr Tag entry_tag{0x30};
constexpr Tag name_tag{0x5C};
constexpr Tag content_tag{0x53};

/// The names of a card's files begin alike: 16 digits for the card, a hyphen, 32 for the state.
struct Names {
    std::string beginning;
    std::string whole;
};

/// The user's key, made when it is first needed; empty if it cannot be kept.
card::SecureBytes user_key(const PrivateFolder& folder, bool make)
{
    auto content = folder.read(key_file);
    if (!content && make) {
        folder.write_first(key_file, card::crypto::system_random().secret(key_size));
        content = folder.read(key_file);
    }
    if (!content)
        return {};
    card::SecureBytes key{content->size() == key_size ? ByteView{*content} : ByteView{}};
    card::wipe(*content);
    return key;
}

Names names_of(ByteView user_key, const ObjectCache::Key& key)
{
    const Bytes card = card::crypto::hmac_sha256(user_key, {as_bytes("card "), key.card});
    const Bytes state = card::crypto::hmac_sha256(user_key, {as_bytes("state "), card, key.state});
    const std::string beginning = card::to_hex(ByteView{card}.first(8)) + "-";
    return {beginning, beginning + card::to_hex(ByteView{state}.first(16))};
}

Bytes mac_of(ByteView user_key, const std::string& name, ByteView body)
{
    return card::crypto::hmac_sha256(user_key, {as_bytes("content "), as_bytes(name), body});
}

void remove_all(const PrivateFolder& folder, const std::string& beginning, const std::string& but = "")
{
    for (const std::string& name : folder.names())
        if (name.starts_with(beginning) && name != but)
            folder.remove(name);
}

} // namespace

Bytes encode_contents(const ObjectCache::Contents& contents)
{
    Bytes body;
    for (const auto& [tag, content] : contents) {
        const Bytes name = card::tlv::encode(name_tag, card::tlv::encode(tag));
        card::append(body, card::tlv::encode(entry_tag, {name, card::tlv::encode(content_tag, content)}));
    }
    return body;
}

ObjectCache::Contents decode_contents(ByteView body)
{
    ObjectCache::Contents contents;
    for (card::tlv::Reader entries{body}; !entries.at_end();) {
        card::tlv::Reader entry{entries.expect(entry_tag)};
        const ByteView name = entry.expect(name_tag);
        card::require(!name.empty() && name.size() <= 3, card::Errc::malformed_data, "cache", "no tag");
        const Tag tag{static_cast<std::uint32_t>(card::from_big_endian(name))};
        card::require(card::piv::find_container(tag) != nullptr, card::Errc::malformed_data, "cache",
            "a container that no card has");
        contents[tag] = card::to_bytes(entry.expect(content_tag));
        entry.finish();
    }
    return contents;
}

ObjectCache::Contents ObjectCache::load(const Key& key) const
{
    const PrivateFolder folder{folder_, false};
    const card::SecureBytes secret = user_key(folder, false);
    if (secret.empty())
        return {};
    const Names names = names_of(secret, key);
    const auto file = folder.read(names.whole);
    if (!file || file->size() < mac_size)
        return {};
    const ByteView body = ByteView{*file}.first(file->size() - mac_size);
    if (!card::ct_equal(mac_of(secret, names.whole, body), ByteView{*file}.last(mac_size)))
        return {};
    try {
        return decode_contents(body);
    } catch (const card::Error&) {
        return {};
    }
}

void ObjectCache::store(const Key& key, const Contents& contents) const
{
    const PrivateFolder folder{folder_, true};
    const card::SecureBytes secret = user_key(folder, true);
    if (secret.empty())
        return;
    const Names names = names_of(secret, key);
    Bytes file = encode_contents(contents);
    card::append(file, mac_of(secret, names.whole, file));
    folder.write(names.whole, file);
    remove_all(folder, names.beginning, names.whole);
}

void ObjectCache::remove(const Key& key) const
{
    const PrivateFolder folder{folder_, false};
    const card::SecureBytes secret = user_key(folder, false);
    if (!secret.empty())
        remove_all(folder, names_of(secret, key).beginning);
}

} // namespace p11
