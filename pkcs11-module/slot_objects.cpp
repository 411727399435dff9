// SPDX-License-Identifier: Apache-2.0
// Objects of the token and of its sessions, and what the card's keys compute.
#include "errors.hpp"
#include "slot.hpp"

#include <algorithm>

namespace p11 {

using card::ByteView;
using card::Error;
using Channel = TokenCard::Channel;

namespace {

std::vector<Object> read_slots(Channel& channel)
{
    std::vector<Object> objects;
    for (const card::piv::Slot slot : card::piv::all_slots) {
        const std::optional<card::Bytes> certificate = card::piv::read_certificate(channel, slot);
        if (!certificate)
            continue;
        for (Object& object : make_objects(slot, *certificate))
            objects.push_back(std::move(object));
    }
    return objects;
}

} // namespace

/// Selects first: another application would answer that it has no certificates.
const std::vector<Object>& Slot::read_objects()
{
    if (!token_->objects)
        token_->objects = with_card([](TokenCard& card) { return card.perform_selected(read_slots); });
    return *token_->objects;
}

std::vector<CardKey> Slot::keys()
{
    std::vector<CardKey> keys;
    for (const Object& object : read_objects())
        if (object.key && object.object_class == CKO_PRIVATE_KEY)
            keys.push_back(*object.key);
    release_idle_card();
    return keys;
}

std::vector<CK_OBJECT_HANDLE> Slot::objects()
{
    std::vector<CK_OBJECT_HANDLE> handles;
    const std::vector<Object>& all = read_objects();
    for (std::size_t i = 0; i < all.size(); ++i)
        if (shows(all[i]))
            handles.push_back(make_handle(token_->generation, i));
    for (const auto& [handle, made] : made_)
        if (shows(made.object))
            handles.push_back(handle);
    return handles;
}

const Object* Slot::find_object(CK_OBJECT_HANDLE handle)
{
    if (const auto made = made_.find(handle); made != made_.end())
        return shows(made->second.object) ? &made->second.object : nullptr;
    if (number_of(handle) != token_->generation)
        return nullptr;
    const std::vector<Object>& all = read_objects();
    const std::size_t index = low_byte_of(handle);
    return index < all.size() && shows(all[index]) ? &all[index] : nullptr;
}

CK_OBJECT_HANDLE Slot::add_object(CK_SESSION_HANDLE owner, Object object)
{
    const CK_OBJECT_HANDLE handle = make_handle(fresh_number(), 0);
    made_.emplace(handle, Made{owner, std::move(object)});
    return handle;
}

void Slot::destroy_object(CK_OBJECT_HANDLE handle)
{
    require(find_object(handle) != nullptr, CKR_OBJECT_HANDLE_INVALID);
    require(made_.erase(handle) != 0, CKR_ACTION_PROHIBITED);
}

// ---- keys of the card

card::Bytes Slot::sign(const CardKey& key, ByteView input)
{
    const auto algorithm = card::piv::algorithm_of(key.public_key);
    return with_key(
        key, [&](Channel& channel) { return card::piv::sign(channel, key.slot, algorithm, input); },
        [&](const card::Bytes& signature) { return key.checked_signature(input, signature); });
}

card::SecureBytes Slot::decrypt(const CardKey& key, ByteView cryptogram)
{
    const auto algorithm = card::piv::algorithm_of(key.public_key);
    return with_key(
        key, [&](Channel& channel) { return card::piv::decrypt(channel, key.slot, algorithm, cryptogram); },
        [&](card::SecureBytes block) { return key.checked_block(cryptogram, std::move(block)); });
}

card::SecureBytes Slot::agree(const CardKey& key, const card::crypto::Point& peer)
{
    return with_key(
        key, [&](Channel& channel) { return card::piv::agree(channel, key.slot, peer); },
        [](card::SecureBytes secret) { return secret; });
}

namespace {

void draw(Channel& channel, std::span<std::uint8_t> out)
{
    while (!out.empty()) {
        const card::Bytes drawn = card::piv::challenge(channel);
        const std::size_t used = std::min(drawn.size(), out.size());
        std::copy_n(drawn.begin(), used, out.begin());
        out = out.subspan(used);
    }
}

} // namespace

/// A card that refuses challenges has no random numbers to give.
void Slot::random(std::span<std::uint8_t> out)
{
    try {
        with_card([&](TokenCard& card) { card.perform([&](Channel& channel) { draw(channel, out); }); });
    } catch (const Error& error) {
        require(!error.status_word().has_value(), CKR_RANDOM_NO_RNG);
        throw;
    }
}

} // namespace p11
