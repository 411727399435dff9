// SPDX-License-Identifier: Apache-2.0
#include "units/production_memory.hpp"

#include "card/base/error.hpp"
#include "card/pki/spki.hpp"

namespace perso::units {

namespace {

constexpr std::string_view key_prefix = "key ";
constexpr std::string_view certificate_prefix = "certificate ";

std::string item_name(std::string_view prefix, card::piv::Slot slot)
{
    return std::string{prefix} + card::piv::name(slot);
}

/// Items of one production, put in and taken out by the same names.
class Writer {
public:
    void add(const std::string& item, card::ByteView value)
    {
        if (!value.empty())
            items_.emplace(item, card::SecureBytes{value});
    }

    Items take() { return std::move(items_); }

private:
    Items items_;
};

class Reader {
public:
    explicit Reader(const Items& items) : items_{items} {}

    card::ByteView get(const std::string& item) const
    {
        const auto found = items_.find(item);
        return found == items_.end() ? card::ByteView{} : found->second.view();
    }

    void take(const std::string& item, card::SecureBytes& place) const { place = card::SecureBytes{get(item)}; }

    void take(const std::string& item, card::Bytes& place) const { place = card::to_bytes(get(item)); }

    void take(const std::string& item, std::optional<card::crypto::Point>& place) const
    {
        if (const auto value = get(item); !value.empty())
            place = card::pki::decode_spki(value);
    }

private:
    const Items& items_;
};

} // namespace

Items remembered(const Production& card)
{
    Writer writer;
    writer.add("issued", card::as_bytes(card::to_digits(card.plan.issued)));
    writer.add("authority", card::as_bytes(card.plan.issuing_authority));
    writer.add("CAN", card.secrets.can);
    writer.add("PIN", card.secrets.pin);
    writer.add("PUK", card.secrets.puk);
    if (card.chip_authentication_key)
        writer.add("key CA", card::pki::encode_spki(*card.chip_authentication_key));
    if (card.mapping_key)
        writer.add("key CAM", card::pki::encode_spki(*card.mapping_key));
    for (const auto& [slot, key] : card.slot_keys)
        writer.add(item_name(key_prefix, slot), card::pki::encode_spki(key));
    for (const auto& [slot, certificate] : card.certificates)
        writer.add(item_name(certificate_prefix, slot), certificate);
    writer.add("CHUID", card.chuid);
    writer.add("CCC", card.ccc);
    writer.add("security object", card.security_object);
    writer.add("EF.SOD", card.sod);
    writer.add("EF.CardSecurity", card.card_security);
    return writer.take();
}

void recall(Production& card, const Items& items)
{
    const Reader reader{items};
    if (const auto issued = reader.get("issued"); !issued.empty())
        card.plan.issued = card::parse_date(card::as_text(issued));
    if (const auto authority = reader.get("authority"); !authority.empty())
        card.plan.issuing_authority = card::as_text(authority);
    reader.take("CAN", card.secrets.can);
    reader.take("PIN", card.secrets.pin);
    reader.take("PUK", card.secrets.puk);
    reader.take("key CA", card.chip_authentication_key);
    reader.take("key CAM", card.mapping_key);
    for (const card::piv::Slot slot : card::piv::all_slots) {
        if (const auto key = reader.get(item_name(key_prefix, slot)); !key.empty())
            card.slot_keys.insert_or_assign(slot, card::pki::subject_public_key(key));
        if (const auto certificate = reader.get(item_name(certificate_prefix, slot)); !certificate.empty())
            card.certificates.insert_or_assign(slot, card::to_bytes(certificate));
    }
    reader.take("CHUID", card.chuid);
    reader.take("CCC", card.ccc);
    reader.take("security object", card.security_object);
    reader.take("EF.SOD", card.sod);
    reader.take("EF.CardSecurity", card.card_security);
}

} // namespace perso::units
