// SPDX-License-Identifier: Apache-2.0
#include "drivers/yubikey.hpp"

#include "card/base/error.hpp"
#include "card/piv/application.hpp"
#include "card/piv/management.hpp"
#include "card/piv/metadata.hpp"
#include "card/piv/retries.hpp"
#include "card/piv/slots.hpp"
#include "drivers/pki_units.hpp"
#include "quality_check_pki.hpp"
#include "text.hpp"

#include <algorithm>

namespace perso::drivers {

namespace {

namespace reference = card::piv::reference;
using card::Errc;
using card::piv::ManagementAlgorithm;

struct ManagementKey {
    ManagementAlgorithm algorithm{};
    card::SecureBytes value;
};

/// Whether it is still the value that the maker published. Throws unsupported where the device does not tell.
bool is_published(card::iso7816::Channel& channel, std::uint8_t key_reference)
{
    const auto told = card::piv::metadata(channel, key_reference);
    card::require(told.is_default.has_value(), Errc::unsupported, "GET METADATA", "the device does not tell defaults");
    return *told.is_default;
}

ManagementKey published_key(Production& card)
{
    const auto told = card::piv::metadata(card.plain, reference::management).algorithm;
    card::require(told.has_value(), Errc::unsupported, "GET METADATA", "the device does not tell the algorithm of 9B");
    const ManagementAlgorithm algorithm{*told};
    return {algorithm, card::SecureBytes{card::piv::default_management_key(algorithm)}};
}

/// Diversified from the issuer's master key for this device's serial number: nothing is kept anywhere.
ManagementKey issuer_key(Production& card)
{
    card::SecureBytes value = std::move(card.issuer.issuer_keys(card.kdd).enc);
    for (const auto algorithm : {ManagementAlgorithm::aes128, ManagementAlgorithm::aes192, ManagementAlgorithm::aes256})
        if (card::piv::key_size(algorithm) == value.size())
            return {algorithm, std::move(value)};
    throw card::Error{Errc::unsupported, "no management key has this size"};
}

/// One attempt, with the key that the device says it has.
void open_administration(Production& card)
{
    perso::select(card.plain, Application::pki, card.profile, true);
    const ManagementKey key = card.has_issuer_keys() ? issuer_key(card) : published_key(card);
    card::piv::authenticate(card.plain, key.algorithm, key.value, card.random);
    card.note_selection(Application::pki);
}

/// Authenticated as long as the application stays selected.
card::iso7816::Channel& administer_device(Production& card)
{
    if (!card.is_selected(Application::pki))
        open_administration(card);
    return card.plain;
}

/// The device tells no diversification data: its serial number stands for it, after letters that no chip of ours has.
card::gp::Kdd named_by(std::uint32_t serial)
{
    card::gp::Kdd kdd{{'P', 'I', 'V', '-', '9', 'B'}};
    const card::Bytes number = card::big_endian(serial, sizeof serial);
    std::ranges::copy(number, kdd.bytes.end() - sizeof serial);
    return kdd;
}

Recognised identify_device(Production& card)
{
    card.speak({.select_answers = true, .administration = administer_device});
    perso::select(card.plain, Application::pki, card.profile, true);
    try {
        card.kdd = named_by(card::piv::serial_number(card.plain));
        if (!is_published(card.plain, reference::management))
            card.use_issuer_keys();
    } catch (const card::Error& error) {
        if (error.code() != Errc::unexpected_status)
            throw;
        throw card::Error{Errc::card_foreign, card::Step{"GET METADATA"}, "neither YubiKey nor PivApplet"};
    }
    return {.application = Application::pki, .has_pki = true};
}

void prove_management_key(Production& card)
{
    try {
        administer_device(card);
    } catch (const card::Error& error) {
        if (error.code() == Errc::scp_cryptogram_wrong)
            throw card::Error{Errc::card_foreign, card::Step{"management key"}, "a key that is not ours"};
        throw;
    }
}

/// Somebody who tries values on a blank card had it before we did.
void require_untouched(Production& card, std::uint8_t key_reference)
{
    const auto told = card::piv::metadata(card.plain, key_reference);
    card::require(told.is_default == true, Errc::card_not_blank, "GET METADATA", "PIN or PUK was set already");
    card::require(!told.tries || told.tries->left == told.tries->all, Errc::tries_low, "GET METADATA",
        "tries of a blank card were spent");
}

/// Nobody's certificates are written over.
void require_no_certificates(Production& card)
{
    card::iso7816::ChainingChannel channel{card.plain};
    for (const card::piv::Slot slot : card::piv::all_slots)
        card::require(!card::piv::get_data(channel, card::piv::certificate_object(slot)), Errc::card_not_blank,
            "GET DATA", "a certificate is there already");
}

void recognise_blank_device(Production& card, const Recognised&)
{
    if (card.has_issuer_keys())
        throw card::Error{Errc::card_not_blank, card::Step{"GET METADATA"}, "the management key was changed"};
    require_untouched(card, reference::pin);
    require_untouched(card, reference::puk);
    require_no_certificates(card);
    prove_management_key(card);
}

void recognise_begun_device(Production& card, const Recognised&)
{
    prove_management_key(card);
}

/// The numbers of tries put both back to the published values, so they come first, and all three are one unit: whatever
/// of it was done, it can be done again. The applet does it without a transaction.
void set_pin_and_puk(Production& card)
{
    auto& channel = administer_device(card);
    const card::piv::NewValues values{.pin = card.secrets.pin, .puk = card.secrets.puk};
    const card::piv::Retries retries{.pin = card.profile.pin.tries, .puk = card.profile.puk.tries};
    if (is_published(channel, reference::pin))
        card::piv::set_retries(channel, retries, card::as_bytes(card::piv::default_pin), values, card.profile);
    else
        card::piv::replace_default_values(channel, values, card.profile);
}

units::Unit pin_and_puk()
{
    return {text("PIN and PUK"), "PIN, PUK and tries", {}, set_pin_and_puk, units::cannot_tell};
}

/// Nothing is proven here but by the session that is opened under the new key.
void replace_management_key(Production& card)
{
    const ManagementKey key = issuer_key(card);
    card::piv::set_management_key(administer_device(card), key.algorithm, key.value);
    card.use_issuer_keys();
    card.forget_selection();
    administer_device(card);
}

units::Unit management_key()
{
    return {text("issuer keys"), "management key", {}, replace_management_key,
        [](Production& card) { return units::held_if(card.has_issuer_keys()); }};
}

units::Units device_plan(const intake::Record& record, const card::profile::Profile& profile)
{
    require_pin(record);
    units::Units plan{pin_and_puk()};
    for (units::Unit& unit : pki_content(record, profile))
        plan.push_back(std::move(unit));
    plan.push_back(management_key());
    return plan;
}

void require_full(card::iso7816::Channel& channel, std::uint8_t key_reference, unsigned tries, const char* name)
{
    const auto told = card::piv::metadata(channel, key_reference);
    require_good(told.is_default == false, name);
    require_good(told.tries == card::piv::Tries{.all = tries, .left = tries}, std::string{name} + " tries");
}

void check_device(card::iso7816::Transport& transport, const Production& written, const TrustData& trust)
{
    card::iso7816::PlainChannel plain{transport};
    perso::select(plain, Application::pki, written.profile, true);
    card::iso7816::ChainingChannel channel{plain};
    require_good(!is_published(channel, reference::management), "management key");
    check_pki_objects(channel, written);
    check_security_object(written, trust);
    check_keys(channel, written);
    check_pin(channel, written);
    check_puk(channel, written);
    require_full(channel, reference::pin, written.profile.pin.tries, "PIN");
    require_full(channel, reference::puk, written.profile.puk.tries, "PUK");
}

} // namespace

const Driver& yubikey()
{
    static constexpr Driver driver{.name = "yubikey",
        .identify = identify_device,
        .recognise_blank = recognise_blank_device,
        .recognise_begun = recognise_begun_device,
        .plan = device_plan,
        .check = check_device};
    return driver;
}

} // namespace perso::drivers
