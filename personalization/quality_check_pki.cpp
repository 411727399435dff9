// SPDX-License-Identifier: Apache-2.0
#include "quality_check_pki.hpp"

#include "card/base/error.hpp"
#include "card/lds/sod.hpp"
#include "card/piv/application.hpp"
#include "card/piv/possession.hpp"
#include "card/piv/security_object.hpp"
#include "card/pki/path.hpp"
#include "delivery_values.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace perso {

using card::Errc;
using card::piv::Slot;

namespace {

constexpr std::string_view step = "quality check";
constexpr std::string_view content_signing = "2.16.840.1.101.3.6.7"; ///< id-PIV-content-signing [FIPS201-2] §4.2.1

void require_own(const card::SecureBytes& secret, const card::profile::Profile& profile)
{
    if (is_delivery_value(secret, profile))
        throw card::Error{
            Errc::pin_default, card::Step{std::string{step}}, "PIN or PUK with which cards are delivered"};
}

} // namespace

void require_good(bool holds, std::string what)
{
    if (!holds)
        throw card::Error{Errc::quality_failed, card::Step{std::string{step}}, "not as it was written"}.with_field(
            std::move(what));
}

void check_pki_objects(card::iso7816::Channel& channel, const Production& written)
{
    namespace object = card::piv::object;
    require_good(card::piv::get_data(channel, object::chuid) == written.chuid, "CHUID");
    require_good(card::piv::get_data(channel, object::ccc) == written.ccc, "CCC");
    require_good(card::piv::get_data(channel, object::security_object) == written.security_object, "security object");
    for (const Slot slot : card::piv::all_slots) {
        const auto wanted = written.certificates.find(slot);
        const auto found = card::piv::read_certificate(channel, slot);
        require_good(found == (wanted == written.certificates.end() ? std::nullopt : std::optional{wanted->second}),
            fmt::format("certificate {:02X}", static_cast<unsigned>(slot)));
    }
}

void check_security_object(const Production& written, const TrustData& trust)
{
    const auto object = card::piv::decode_security_object(written.security_object);
    const auto list = card::lds::decode_signed_security_object(object.cms);
    require_good(card::lds::signs_exactly(list, {{1, written.chuid}, {2, written.ccc}}), "security object");
    const auto& signer = list.signed_data.signer();
    const bool issued = std::ranges::any_of(
        trust.citizen_authorities, [&](const auto& authority) { return card::pki::is_signed_by(signer, authority); });
    require_good(issued && signer.is_meant_for(content_signing), "content signer");
}

// The PIN directly before where it is asked for each time.
void check_keys(card::iso7816::Channel& channel, const Production& written)
{
    for (const auto& [slot, key] : written.slot_keys) {
        if (card::piv::needs_pin(slot))
            require_good(card::piv::verify_pin(channel, written.secrets.pin, written.profile).ok(), "PIN");
        require_good(card::piv::has_private_key(channel, slot, key, written.random),
            fmt::format("key {:02X}", static_cast<unsigned>(slot)));
    }
}

void check_pin(card::iso7816::Channel& channel, const Production& written)
{
    require_own(written.secrets.pin, written.profile);
    require_good(card::piv::verify_pin(channel, written.secrets.pin, written.profile).ok(), "PIN");
    card::piv::log_out(channel);
}

void check_pin_tries(card::iso7816::Channel& channel, unsigned tries)
{
    const auto status = card::piv::pin_status(channel);
    require_good(!status.ok() && status.tries_left == tries, "PIN tries");
}

void check_puk(card::iso7816::Channel& channel, const Production& written)
{
    const auto& puk = written.secrets.puk;
    require_own(puk, written.profile);
    require_good(card::piv::change_puk(channel, puk, puk, written.profile).ok(), "PUK");
}

void check_puk_tries(card::iso7816::Channel& channel, unsigned tries)
{
    require_good(card::piv::puk_status(channel).tries_left == tries, "PUK tries");
}

} // namespace perso
