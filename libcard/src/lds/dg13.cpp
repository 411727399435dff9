// SPDX-License-Identifier: Apache-2.0
#include "card/lds/dg13.hpp"

#include "text.hpp"

#include "card/base/error.hpp"
#include "card/lds/file_ids.hpp"
#include "card/profile/profile.hpp"
#include "card/tlv/reader.hpp"
#include "card/tlv/writer.hpp"

#include <algorithm>

namespace card::lds {

namespace {

constexpr std::uint8_t yes = 0xFF;
constexpr std::uint8_t no = 0x00;
constexpr std::size_t key_hash_size = 32;
constexpr std::size_t max_slots = 8;

[[noreturn]] void reject(std::string_view field, const char* sentence)
{
    throw Error{Errc::malformed_data, Step{"DG13"}, sentence}.with_field(std::string{field});
}

/// A value of exactly this many bytes.
ByteView sized(ByteView value, std::size_t size, std::string_view field)
{
    if (value.size() != size)
        reject(field, "has another length");
    return value;
}

std::uint8_t byte(ByteView value, std::string_view field)
{
    return sized(value, 1, field)[0];
}

bool flag(ByteView value, std::string_view field)
{
    const std::uint8_t code = byte(value, field);
    if (code != yes && code != no)
        reject(field, "is neither 00 nor FF");
    return code == yes;
}

template <typename Enum>
Enum enumerator(ByteView value, Enum first, Enum last, std::string_view field)
{
    const std::uint8_t code = byte(value, field);
    if (code < static_cast<std::uint8_t>(first) || code > static_cast<std::uint8_t>(last))
        reject(field, "has an unknown value");
    return static_cast<Enum>(code);
}

Bytes write_byte(tlv::Tag tag, std::uint8_t value)
{
    return tlv::encode(tag, Bytes{value});
}

/// Parts that are empty are left out, of names and of everything else that is text.
Bytes write_text(tlv::Tag tag, const std::string& text, std::string_view field)
{
    return text.empty() ? Bytes{} : tlv::encode(tag, checked_text(text, field));
}

std::string accept_text(tlv::Reader& reader, tlv::Tag tag, std::string_view field)
{
    const auto value = reader.accept(tag);
    return value ? read_text(*value, field) : std::string{};
}

Bytes write_names(const Dg13& dg13, const profile::Dg13& tags)
{
    return tlv::encode(tags.names, {write_text(tags.title_lao, dg13.lao.title, "title_lao"),
                                       write_text(tags.given_lao, dg13.lao.given, "given_lao"),
                                       write_text(tags.family_lao, dg13.lao.family, "family_lao"),
                                       write_text(tags.title_latin, dg13.latin.title, "title_latin"),
                                       write_text(tags.given_latin, dg13.latin.given, "given_latin"),
                                       write_text(tags.family_latin, dg13.latin.family, "family_latin")});
}

void read_names(Dg13& dg13, tlv::Reader names, const profile::Dg13& tags)
{
    dg13.lao.title = accept_text(names, tags.title_lao, "title_lao");
    dg13.lao.given = accept_text(names, tags.given_lao, "given_lao");
    dg13.lao.family = accept_text(names, tags.family_lao, "family_lao");
    dg13.latin.title = accept_text(names, tags.title_latin, "title_latin");
    dg13.latin.given = accept_text(names, tags.given_latin, "given_latin");
    dg13.latin.family = accept_text(names, tags.family_latin, "family_latin");
    names.finish();
}

Bytes write_slot(const SlotBinding& binding, const profile::Dg13& tags)
{
    return tlv::encode(
        tags.slot_binding, {write_byte(tags.slot, binding.slot),
                               tlv::encode(tags.key_hash, sized(binding.key_hash, key_hash_size, "key_hash"))});
}

SlotBinding read_slot(tlv::Reader slot, const profile::Dg13& tags)
{
    SlotBinding binding{.slot = byte(slot.expect(tags.slot), "slot"),
        .key_hash = to_bytes(sized(slot.expect(tags.key_hash), key_hash_size, "key_hash"))};
    slot.finish();
    return binding;
}

void add_slot(Dg13& dg13, SlotBinding binding)
{
    if (binding_of(dg13, binding.slot) != nullptr)
        reject("slot", "stands twice");
    if (dg13.slots.size() == max_slots)
        reject("slot", "stands too often");
    dg13.slots.push_back(std::move(binding));
}

/// A card without expiry, and no other, has a technical life.
void check_technical_life(const Dg13& dg13)
{
    if (dg13.no_expiry != dg13.technical_life.has_value())
        reject("technical_life", "does not fit no_expiry");
}

} // namespace

const SlotBinding* binding_of(const Dg13& dg13, std::uint8_t slot)
{
    const auto found = std::find_if(
        dg13.slots.begin(), dg13.slots.end(), [slot](const SlotBinding& binding) { return binding.slot == slot; });
    return found == dg13.slots.end() ? nullptr : &*found;
}

Bytes encode(const Dg13& dg13, const profile::Profile& profile)
{
    check_technical_life(dg13);
    const profile::Dg13& tags = profile.dg13;
    Bytes out = write_byte(tags.version, static_cast<std::uint8_t>(dg13.version));
    append(out, write_byte(tags.card_type, static_cast<std::uint8_t>(dg13.card_type)));
    append(out, write_byte(tags.no_expiry, dg13.no_expiry ? yes : no));
    if (dg13.technical_life)
        append(out, tlv::encode(tags.technical_life, as_bytes(to_digits(*dg13.technical_life))));
    append(out, write_names(dg13, tags));
    append(out, write_text(tags.household_book, dg13.household_book, "household_book"));
    append(out, write_byte(tags.birth_precision, static_cast<std::uint8_t>(dg13.birth_precision)));
    append(out, tlv::encode(tags.status_index, big_endian(dg13.status_index, 4)));
    append(out, tlv::encode(tags.guid, dg13.guid));
    for (const SlotBinding& binding : dg13.slots)
        append(out, write_slot(binding, tags));
    return tlv::encode(file::dg13.tag, out);
}

Dg13 decode_dg13(ByteView file, const profile::Profile& profile)
{
    const profile::Dg13& tags = profile.dg13;
    tlv::Reader reader{tlv::only(file, file::dg13.tag)};
    Dg13 dg13;
    if (byte(reader.expect(tags.version), "version") != dg13.version)
        throw Error{Errc::unsupported, Step{"DG13"}, "another version than 1"};
    dg13.card_type = enumerator(reader.expect(tags.card_type), CardType::under_6, CardType::lifetime, "card_type");
    dg13.no_expiry = flag(reader.expect(tags.no_expiry), "no_expiry");
    if (const auto date = reader.accept(tags.technical_life))
        dg13.technical_life = parse_date(as_text(*date));
    check_technical_life(dg13);
    read_names(dg13, tlv::Reader{reader.expect(tags.names)}, tags);
    dg13.household_book = accept_text(reader, tags.household_book, "household_book");
    dg13.birth_precision = enumerator(
        reader.expect(tags.birth_precision), BirthPrecision::day, BirthPrecision::estimated, "birth_precision");
    dg13.status_index =
        static_cast<std::uint32_t>(from_big_endian(sized(reader.expect(tags.status_index), 4, "status_index")));
    const ByteView guid = sized(reader.expect(tags.guid), dg13.guid.size(), "guid");
    std::copy(guid.begin(), guid.end(), dg13.guid.begin());
    while (!reader.at_end())
        add_slot(dg13, read_slot(tlv::Reader{reader.expect(tags.slot_binding)}, tags));
    return dg13;
}

} // namespace card::lds
