// SPDX-License-Identifier: Apache-2.0
// Objects of the token and of its sessions, and what the card's keys compute.
#include "certificate.hpp"
#include "cryptoki_3.h"
#include "errors.hpp"
#include "settings.hpp"
#include "slot.hpp"

#include "card/base/date.hpp"
#include "card/iso7816/status_word.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <string>
#include <utility>

namespace p11 {

using card::ByteView;
using card::Errc;
using card::Error;
using Channel = TokenCard::Channel;

namespace sw = card::iso7816::sw;
using card::tlv::Tag;

// ---- containers of the card, and what is kept of them

namespace {

/// An answer that says: no such object, or none for you.
bool refuses(const Error& error)
{
    constexpr std::array refusals{sw::wrong_data, sw::function_not_supported, sw::file_not_found, sw::wrong_parameters,
        sw::reference_not_found, sw::security_status_not_satisfied, sw::conditions_not_satisfied};
    return error.status_word() && std::find(refusals.begin(), refusals.end(), *error.status_word()) != refusals.end();
}

/// A container in a format of its own is as good as none: it must not hide the others.
TokenObjects::Content read_container(TokenCard& card, Channel& channel, Tag container)
{
    try {
        TokenObjects::Content content = card::piv::get_data(channel, container);
        if (!content)
            card.believe_only_after_select();
        else
            card.application_answered();
        return content && !content->empty() ? content : std::nullopt; // 53 00: it was never written
    } catch (const Error& error) {
        if (error.code() == Errc::malformed_tlv || error.code() == Errc::malformed_data)
            return std::nullopt;
        if (!refuses(error))
            throw;
        card.believe_only_after_select();
        return std::nullopt;
    }
}

/// Cards of other makers do not tell that a certificate was renewed for the same key; an expired one is not kept.
bool is_expired_certificate(card::ByteView container)
{
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    const std::string today = card::to_digits(card::day_of(now));
    try {
        return read_certificate(certificate_in(container)).not_after < today;
    } catch (const Error&) {
        return false;
    }
}

/// What another maker's card may be trusted not to change without a trace: certificates, because what their keys
/// compute is verified. Ours counts every change.
bool may_be_kept(Tag container, bool ours)
{
    const auto holds = [&](card::piv::Slot slot) { return card::piv::certificate_object(slot) == container; };
    return ours || std::any_of(card::piv::all_slots.begin(), card::piv::all_slots.end(), holds) ||
           std::any_of(card::piv::retired_slots.begin(), card::piv::retired_slots.end(), holds);
}

} // namespace

void Slot::read(Tag container)
{
    if (token_->objects.was_read(container))
        return;
    with_card([&](TokenCard& card) {
        card.perform(
            [&](Channel& channel) { token_->objects.put(container, read_container(card, channel, container)); });
    });
}

/// One transaction for all that is missing; what was read before it was interrupted is not read again.
void Slot::read_what_may_match(std::span<const CK_ATTRIBUTE> wanted, bool logged_in)
{
    TokenObjects& objects = token_->objects;
    if (!objects.next_unread(wanted, logged_in))
        return;
    recall();
    if (!objects.next_unread(wanted, logged_in))
        return;
    with_card([&](TokenCard& card) {
        card.perform([&](Channel& channel) {
            while (const auto container = objects.next_unread(wanted, logged_in))
                objects.put(*container, read_container(card, channel, *container));
        });
    });
    remember();
}

/// What the cache knows of this card, if the holder wants a cache.
void Slot::recall()
{
    CardMemory& memory = token_->memory;
    if (std::exchange(memory.was_asked, true))
        return;
    const Settings settings = read_settings();
    if (!settings.cache || settings.cache_folder.empty())
        return;
    const card::piv::Selected& selected = token_->card.selected();
    if (selected.guid) {
        memory.key = {card::to_bytes(*selected.guid), card::big_endian(selected.change_counter.value_or(0), 4)};
    } else {
        read(card::piv::object::chuid);
        const card::Bytes* const chuid = token_->objects.content(card::piv::object::chuid);
        if (chuid == nullptr)
            return;
        memory.key = {*chuid, {}};
    }
    memory.cache.emplace(settings.cache_folder);
    for (auto& [container, content] : memory.cache->load(memory.key)) {
        if (token_->objects.was_read(container) || (!selected.guid && is_expired_certificate(content)))
            continue;
        token_->objects.put(container, std::move(content));
        memory.recalled.insert(container);
    }
}

void Slot::remember()
{
    const CardMemory& memory = token_->memory;
    if (!memory.cache)
        return;
    ObjectCache::Contents contents = token_->objects.public_contents();
    const bool ours = token_->card.selected().guid.has_value();
    std::erase_if(contents, [&](const auto& entry) { return !may_be_kept(entry.first, ours); });
    memory.cache->store(memory.key, contents);
}

/// A secret that was agreed on cannot be verified, so a certificate that was only recalled is read first. Ours counts
/// its changes.
void Slot::confirm(const CardKey& key)
{
    CardMemory& memory = token_->memory;
    const Tag container = card::piv::certificate_object(key.slot);
    if (token_->card.selected().guid || !memory.recalled.contains(container))
        return;
    try {
        with_card([&](TokenCard& card) {
            card.perform([&](Channel& channel) {
                const TokenObjects::Content now = read_container(card, channel, container);
                card::require(now && card::equal(*now, *token_->objects.content(container)), Errc::card_swapped,
                    "GET DATA", "another certificate than the one that was kept");
            });
        });
    } catch (const Error& error) {
        forget_what_is_wrong(error);
        throw;
    }
    memory.recalled.erase(container);
}

/// When a key turns out to be another one, or to be gone, what was recalled of the card holds no longer: its sessions
/// end as if the card had been exchanged, and the next ones read it anew.
void Slot::forget_what_is_wrong(const Error& error) noexcept
{
    CardMemory& memory = token_->memory;
    const bool wrong = error.code() == Errc::card_swapped || error.status_word() == sw::wrong_parameters ||
                       error.status_word() == sw::reference_not_found;
    if (!wrong || memory.recalled.empty())
        return;
    lost_ = true;
    try {
        memory.cache->remove(memory.key);
    } catch (...) { // without memory there is none to forget, either
    }
}

// ---- objects

const TokenIdentity& Slot::identity()
{
    if (!token_->identity) {
        if (const auto& guid = token_->card.selected().guid) {
            token_->identity = identity_of_our_card(*guid);
        } else {
            read(card::piv::object::chuid);
            token_->identity = identity_by_chuid(token_->objects.content(card::piv::object::chuid));
        }
    }
    return *token_->identity;
}

std::vector<CardKey> Slot::keys()
{
    CK_OBJECT_CLASS private_key = CKO_PRIVATE_KEY;
    const CK_ATTRIBUTE wanted{CKA_CLASS, &private_key, sizeof private_key};
    read_what_may_match({&wanted, 1}, true);
    return token_->objects.keys();
}

std::vector<CK_OBJECT_HANDLE> Slot::search(std::span<const CK_ATTRIBUTE> wanted)
{
    read_what_may_match(wanted, logged_in());
    std::vector<CK_OBJECT_HANDLE> handles;
    for (const TokenObjects::Number number : token_->objects.matching(wanted, logged_in()))
        handles.push_back(make_handle(token_->generation_of(*token_->objects.find(number)), number));
    for (const auto& [handle, made] : made_)
        if (shows(made.object) && made.object.attributes.match(wanted))
            handles.push_back(handle);
    return handles;
}

/// Whether the login state shows it or not.
const Object* Slot::object_behind(CK_OBJECT_HANDLE handle) const
{
    if (const auto made = made_.find(handle); made != made_.end())
        return &made->second.object;
    const Object* const object = token_->objects.find(static_cast<TokenObjects::Number>(low_byte_of(handle)));
    return object != nullptr && number_of(handle) == token_->generation_of(*object) ? object : nullptr;
}

const Object* Slot::find_object(CK_OBJECT_HANDLE handle) const
{
    const Object* const object = object_behind(handle);
    return object != nullptr && shows(*object) ? object : nullptr;
}

bool Slot::hides_object(CK_OBJECT_HANDLE handle) const
{
    const Object* const object = object_behind(handle);
    return object != nullptr && !shows(*object);
}

CK_OBJECT_HANDLE Slot::add_object(CK_SESSION_HANDLE owner, Object object)
{
    const CK_ULONG number = fresh_number();
    object.attributes.text(CKA_UNIQUE_ID, "session " + std::to_string(number));
    const CK_OBJECT_HANDLE handle = make_handle(number, 0);
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
    confirm(key);
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
