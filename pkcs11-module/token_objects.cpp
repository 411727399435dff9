// SPDX-License-Identifier: Apache-2.0
#include "token_objects.hpp"

#include "certificate.hpp"
#include "container_fields.hpp"
#include "errors.hpp"

#include "card/profile/profile.hpp"

#include <algorithm>

namespace p11 {

using card::piv::Container;
using card::piv::Slot;
using card::tlv::Tag;
namespace object = card::piv::object;

namespace {

// ---- which objects a container shows, and their numbers

constexpr std::size_t objects_per_slot = 3;
constexpr std::size_t slot_count = card::piv::all_slots.size() + card::piv::retired_slots.size();
constexpr std::size_t first_data_object = objects_per_slot * slot_count;
constexpr TokenObjects::Number profile_object = 255;

/// A container and the objects that it may show, under consecutive numbers.
struct Source {
    Tag container;
    TokenObjects::Number first = 0;
    std::optional<Slot> slot; ///< whose certificate it holds
    std::vector<Outline> outlines;
};

std::vector<Slot> slots_in_order()
{
    std::vector<Slot> slots{card::piv::all_slots.begin(), card::piv::all_slots.end()};
    slots.insert(slots.end(), card::piv::retired_slots.begin(), card::piv::retired_slots.end());
    return slots;
}

std::vector<Source> make_sources()
{
    std::vector<Source> sources;
    for (const Slot slot : slots_in_order()) {
        const auto three = outlines(slot);
        sources.push_back({card::piv::certificate_object(slot),
            static_cast<TokenObjects::Number>(objects_per_slot * sources.size()), slot, {three.begin(), three.end()}});
    }
    for (const Container& container : card::piv::containers()) {
        const bool of_slot = std::any_of(
            sources.begin(), sources.end(), [&](const Source& source) { return source.container == container.tag; });
        if (!of_slot)
            sources.push_back(
                {container.tag, static_cast<TokenObjects::Number>(first_data_object + sources.size() - slot_count),
                    std::nullopt, {outline(container)}});
    }
    return sources;
}

/// In the order in which objects are listed.
const std::vector<Source>& sources()
{
    static const std::vector<Source> all = make_sources();
    return all;
}

const Source& source_of(Tag container)
{
    const auto found = std::find_if(
        sources().begin(), sources().end(), [&](const Source& source) { return source.container == container; });
    require(found != sources().end(), CKR_GENERAL_ERROR);
    return *found;
}

bool is_private(Tag container)
{
    const Container* const found = card::piv::find_container(container);
    return found != nullptr && found->access == Container::Access::pin;
}

const Object& profile()
{
    static const Object object = make_profile_object();
    return object;
}

// ---- which containers a card may have

bool contains(const std::vector<std::uint8_t>& references, Slot slot)
{
    return std::find(references.begin(), references.end(), static_cast<std::uint8_t>(slot)) != references.end();
}

constexpr Tag pin_usage_policy{0x5F2F};   ///< in the discovery object
constexpr Tag retired_keys_on_card{0xC1}; ///< in the key history object

/// Bits of the first byte of the PIN usage policy. [800-73-4] part 1 §3.3.2
constexpr std::uint8_t biometric_comparison = 0x10;
constexpr std::uint8_t virtual_contact_interface = 0x08;

std::uint8_t usage_policy(card::ByteView discovery)
{
    const auto policy = find_field(discovery, pin_usage_policy);
    return policy && !policy->empty() ? policy->front() : std::uint8_t{0};
}

/// The retired keys whose certificates are on the card are the first ones. [800-73-4] part 1 §3.3.3
unsigned retired_keys_with_certificate(card::ByteView key_history)
{
    const auto on_card = find_field(key_history, retired_keys_on_card);
    return on_card && on_card->size() == 1 ? on_card->front() : 0U;
}

} // namespace

bool TokenObjects::is_absent(Tag container) const
{
    const auto found = contents_.find(container);
    return found != contents_.end() && !found->second;
}

const card::Bytes* TokenObjects::content(Tag container) const
{
    const auto found = contents_.find(container);
    return found != contents_.end() && found->second ? &*found->second : nullptr;
}

/// A container that must be read first, because it tells whether this one is there.
std::optional<Tag> TokenObjects::announced_by(Tag container) const
{
    if (const auto slot = source_of(container).slot; slot && card::piv::is_retired(*slot))
        return maker_ == Maker::another || our_card_may_have(object::key_history) ? std::optional{object::key_history}
                                                                                  : std::nullopt;
    if (maker_ == Maker::us)
        return std::nullopt;
    if (container == object::biometric_group || container == object::messaging_certificate ||
        container == object::pairing_code)
        return object::discovery;
    return std::nullopt;
}

/// A card without a certificate in 9A is a child's, which has neither other keys than those of children nor a PIN.
bool TokenObjects::our_card_may_have(Tag container) const
{
    const card::profile::Piv& piv = card::profile::builtin().piv;
    const bool childs = is_absent(object::certificate_9a);
    if (const auto slot = source_of(container).slot) {
        const unsigned retired = card::piv::retired_number(*slot);
        return retired == 0 ? contains(childs ? piv.child_slots : piv.slots, *slot)
                            : retired <= piv.retired_keys && another_card_may_have(container);
    }
    if (container == object::key_history)
        return piv.retired_keys > 0;
    return container == object::chuid || container == object::ccc || container == object::security_object ||
           (container == object::discovery && !childs);
}

bool TokenObjects::another_card_may_have(Tag container) const
{
    if (const auto slot = source_of(container).slot; slot && card::piv::is_retired(*slot)) {
        const card::Bytes* const history = content(object::key_history);
        return history != nullptr && card::piv::retired_number(*slot) <= retired_keys_with_certificate(*history);
    }
    if (announced_by(container) == object::discovery) {
        const card::Bytes* const discovery = content(object::discovery);
        const std::uint8_t bit =
            container == object::biometric_group ? biometric_comparison : virtual_contact_interface;
        return discovery != nullptr && (usage_policy(*discovery) & bit) != 0;
    }
    return true;
}

bool TokenObjects::may_exist(Tag container) const
{
    return maker_ == Maker::us ? our_card_may_have(container) : another_card_may_have(container);
}

std::optional<Tag> TokenObjects::next_unread(std::span<const CK_ATTRIBUTE> wanted, bool logged_in) const
{
    for (const Source& source : sources()) {
        if (was_read(source.container))
            continue;
        const auto first = announced_by(source.container);
        const bool ask_first = first && !was_read(*first);
        if (!ask_first && !may_exist(source.container))
            continue;
        if (std::any_of(source.outlines.begin(), source.outlines.end(), [&](const Outline& outline) {
                return (logged_in || !outline.is_private) && outline.may_match(wanted);
            }))
            return ask_first ? first : source.container;
    }
    return std::nullopt;
}

void TokenObjects::put(Tag container, Content content)
{
    const Source& source = source_of(container);
    contents_[container] = std::move(content);
    const card::Bytes* const read = this->content(container);
    if (read == nullptr)
        return;
    if (!source.slot) {
        objects_.insert_or_assign(source.first, make_data_object(*card::piv::find_container(container), *read));
        return;
    }
    try {
        const bool ours = maker_ == Maker::us && !card::piv::is_retired(*source.slot);
        TokenObjects::Number number = source.first;
        for (Object& object :
            make_objects(*source.slot, certificate_in(*read), ours ? Origin::generated_on_card : Origin::unknown))
            objects_.insert_or_assign(number++, std::move(object));
    } catch (const card::Error&) { // no certificate, or one that the module cannot read
    }
}

std::vector<TokenObjects::Number> TokenObjects::matching(std::span<const CK_ATTRIBUTE> wanted, bool logged_in) const
{
    std::vector<Number> numbers;
    for (const auto& [number, object] : objects_)
        if ((logged_in || !object.is_private) && object.attributes.match(wanted))
            numbers.push_back(number);
    if (profile().attributes.match(wanted))
        numbers.push_back(profile_object);
    return numbers;
}

const Object* TokenObjects::find(Number number) const
{
    if (number == profile_object)
        return &profile();
    const auto found = objects_.find(number);
    return found != objects_.end() ? &found->second : nullptr;
}

std::vector<CardKey> TokenObjects::keys() const
{
    std::vector<CardKey> keys;
    for (const auto& [number, object] : objects_)
        if (object.object_class == CKO_PRIVATE_KEY)
            keys.push_back(*object.key);
    return keys;
}

void TokenObjects::forget_private()
{
    for (auto entry = contents_.begin(); entry != contents_.end();) {
        if (!is_private(entry->first)) {
            ++entry;
            continue;
        }
        if (entry->second)
            card::wipe(*entry->second);
        objects_.erase(source_of(entry->first).first);
        entry = contents_.erase(entry);
    }
}

std::map<Tag, card::Bytes> TokenObjects::public_contents() const
{
    std::map<Tag, card::Bytes> contents;
    for (const auto& [container, read] : contents_)
        if (read && !is_private(container))
            contents.emplace(container, *read);
    return contents;
}

} // namespace p11
