// SPDX-License-Identifier: Apache-2.0
#include "quality/quality_check_pki.hpp"

#include "card/base/error.hpp"
#include "card/lds/sod.hpp"
#include "card/piv/application.hpp"
#include "card/piv/possession.hpp"
#include "card/piv/security_object.hpp"
#include "card/pki/path.hpp"
#include "letters/delivery_values.hpp"

#include <algorithm>

namespace perso {

using card::Errc;
using card::piv::Slot;

namespace {

constexpr std::string_view content_signing = "2.16.840.1.101.3.6.7"; ///< id-PIV-content-signing [FIPS201-2] §4.2.1

void require_own(card::ByteView secret, const card::profile::Profile& profile, std::string_view step)
{
    if (is_delivery_value(secret, profile))
        throw card::Error{
            Errc::pin_default, card::Step{std::string{step}}, "PIN or PUK with which cards are delivered"};
}

std::optional<card::Bytes> of_slot(const std::map<Slot, card::Bytes>& certificates, Slot slot)
{
    const auto found = certificates.find(slot);
    return found == certificates.end() ? std::nullopt : std::optional{found->second};
}

void check_key(card::iso7816::Channel& channel, Slot slot, const card::crypto::PublicKey& key, const Holder& holder)
{
    require_good(card::piv::has_private_key(channel, slot, key, holder.random), "key " + card::piv::name(slot));
}

void check_pki_objects(card::iso7816::Channel& channel, const Production& written)
{
    const PkiContents held = read_contents(channel);
    require_good(held.chuid == written.chuid, "CHUID");
    require_good(held.ccc == written.ccc, "CCC");
    require_good(held.security_object == written.security_object, "security object");
    for (const Slot slot : card::piv::all_slots)
        require_good(of_slot(held.certificates, slot) == of_slot(written.certificates, slot), certificate_name(slot));
}

} // namespace

void require_good(bool holds, std::string what, std::string_view step)
{
    if (!holds)
        throw card::Error{Errc::quality_failed, card::Step{std::string{step}}, "not as it was written"}.with_field(
            std::move(what));
}

PkiContents contents_of(const Production& written)
{
    return {.chuid = written.chuid,
        .ccc = written.ccc,
        .security_object = written.security_object,
        .certificates = written.certificates};
}

PkiContents read_contents(card::iso7816::Channel& channel)
{
    namespace object = card::piv::object;
    const auto content = [&](card::tlv::Tag tag) { return card::piv::get_data(channel, tag).value_or(card::Bytes{}); };
    PkiContents contents{.chuid = content(object::chuid),
        .ccc = content(object::ccc),
        .security_object = content(object::security_object),
        .certificates = {}};
    for (const Slot slot : card::piv::all_slots)
        if (auto certificate = card::piv::read_certificate(channel, slot))
            contents.certificates[slot] = std::move(*certificate);
    return contents;
}

std::string certificate_name(Slot slot)
{
    return "certificate " + card::piv::name(slot);
}

void check_security_object(const PkiContents& contents, const TrustData& trust)
{
    const auto object = card::piv::decode_security_object(contents.security_object);
    const auto list = card::lds::decode_signed_security_object(object.cms);
    require_good(card::lds::signs_exactly(list, {{1, contents.chuid}, {2, contents.ccc}}), "security object");
    const auto& signer = list.signed_data.signer();
    const bool issued = std::ranges::any_of(
        trust.citizen_authorities, [&](const auto& authority) { return card::pki::is_signed_by(signer, authority); });
    require_good(issued && signer.is_meant_for(content_signing), "content signer");
}

Holder holder_of(const Production& written)
{
    return {.pin = written.secrets.pin.view(),
        .keys = written.slot_keys,
        .profile = written.profile,
        .random = written.random};
}

void check_free_keys(card::iso7816::Channel& channel, const Holder& holder)
{
    for (const auto& [slot, key] : holder.keys)
        if (!card::piv::needs_pin(slot))
            check_key(channel, slot, key, holder);
}

// The PIN directly before where it is asked for each time.
void check_pin_keys(card::iso7816::Channel& channel, const Holder& holder)
{
    for (const auto& [slot, key] : holder.keys) {
        if (!card::piv::needs_pin(slot))
            continue;
        require_good(card::piv::verify_pin(channel, holder.pin, holder.profile).ok(), "PIN");
        check_key(channel, slot, key, holder);
    }
}

void check_pki(card::iso7816::Channel& channel, const Production& written, const TrustData& trust)
{
    check_pki_objects(channel, written);
    check_security_object(contents_of(written), trust);
    check_free_keys(channel, holder_of(written));
    check_pin_keys(channel, holder_of(written));
}

void require_own_pin(const Holder& holder)
{
    require_own(holder.pin, holder.profile, quality_step);
}

void check_pin(
    card::iso7816::Channel& channel, card::ByteView pin, const card::profile::Profile& profile, std::string_view step)
{
    require_own(pin, profile, step);
    require_good(card::piv::verify_pin(channel, pin, profile).ok(), "PIN", step);
    card::piv::log_out(channel);
}

void check_pin_tries(card::iso7816::Channel& channel, unsigned tries, std::string_view step)
{
    const auto status = card::piv::pin_status(channel);
    require_good(!status.ok() && status.tries_left == tries, "PIN tries", step);
}

void check_puk(
    card::iso7816::Channel& channel, card::ByteView puk, const card::profile::Profile& profile, std::string_view step)
{
    require_own(puk, profile, step);
    require_good(card::piv::change_puk(channel, puk, puk, profile).ok(), "PUK", step);
}

void check_puk_tries(card::iso7816::Channel& channel, unsigned tries, std::string_view step)
{
    require_good(card::piv::puk_status(channel).tries_left == tries, "PUK tries", step);
}

} // namespace perso
