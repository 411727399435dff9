// SPDX-License-Identifier: Apache-2.0
#include "drivers/yubikey.hpp"

#include "base/text.hpp"
#include "card/base/error.hpp"
#include "card/piv/application.hpp"
#include "card/piv/management.hpp"
#include "card/piv/metadata.hpp"
#include "card/piv/retries.hpp"
#include "card/piv/slots.hpp"
#include "drivers/pki_units.hpp"
#include "quality/quality_check_pki.hpp"

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

[[noreturn]] void foreign(const char* step, std::string_view sentence)
{
    throw card::Error{Errc::card_foreign, card::Step{step}, sentence};
}

/// Whether it is still the value that the maker published. Throws card_foreign where the device does not tell.
bool is_published(card::iso7816::Channel& channel, std::uint8_t key_reference)
{
    const auto told = card::piv::metadata(channel, key_reference);
    if (!told.is_default)
        foreign("GET METADATA", "the device does not tell defaults");
    return *told.is_default;
}

/// Of the management key that the device has. Throws card_foreign for one that no such device has.
ManagementAlgorithm management_algorithm(card::iso7816::Channel& channel)
{
    const auto told = card::piv::metadata(channel, reference::management).algorithm;
    for (const auto algorithm : {ManagementAlgorithm::tdes, ManagementAlgorithm::aes128, ManagementAlgorithm::aes192,
             ManagementAlgorithm::aes256})
        if (told == static_cast<std::uint8_t>(algorithm))
            return algorithm;
    foreign("GET METADATA", "a management key of another algorithm");
}

/// The one with which devices of that algorithm come. Throws card_foreign where none does.
ManagementKey published_key(Production& card)
{
    const ManagementAlgorithm algorithm = management_algorithm(card.plain);
    if (algorithm == ManagementAlgorithm::aes256)
        foreign("GET METADATA", "no device comes with a management key of this algorithm");
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

/// One attempt, which costs the device nothing: a management key has no counter of tries.
void open_administration(Production& card, const ManagementKey& key)
{
    perso::select(card.plain, Application::pki, card.profile, true);
    card::piv::authenticate(card.plain, key.algorithm, key.value, card.random);
    card.note_selection(Application::pki);
}

/// Authenticated as long as the application stays selected.
card::iso7816::Channel& administer_device(Production& card)
{
    if (!card.is_selected(Application::pki))
        open_administration(card, card.has_issuer_keys() ? issuer_key(card) : published_key(card));
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
        is_published(card.plain, reference::management);
    } catch (const card::Error& error) {
        if (error.code() != Errc::unexpected_status)
            throw;
        foreign("GET METADATA", "neither YubiKey nor PivApplet");
    }
    return {.application = Application::pki, .has_pki = true};
}

/// Whether the device knows AES: it has such a key, or the version of a YubiKey that does, or lists the algorithm as
/// PivApplet does, whose version says nothing of it.
bool knows_aes(Production& card)
{
    constexpr card::piv::Version first{.major = 5, .minor = 4, .patch = 2};
    if (management_algorithm(card.plain) != ManagementAlgorithm::tdes || card::piv::version(card.plain) >= first)
        return true;
    const auto selected =
        card.plain.transmit(card::iso7816::select_application_with_answer(card::piv::application_aid()));
    const auto listed = card::piv::decode_algorithms(selected.require(card::iso7816::sw::ok, "SELECT").data());
    return std::ranges::find(listed, static_cast<std::uint8_t>(ManagementAlgorithm::aes256)) != listed.end();
}

void prove_published_key(Production& card)
{
    try {
        administer_device(card);
    } catch (const card::Error& error) {
        if (error.code() == Errc::scp_cryptogram_wrong)
            foreign("management key", "a key that is not the published one");
        throw;
    }
}

/// Somebody who tries values on a blank card had it before we did.
void require_untouched(Production& card, std::uint8_t key_reference)
{
    const auto told = card::piv::metadata(card.plain, key_reference);
    card::require(told.is_default == true, Errc::card_not_blank, "GET METADATA", "PIN or PUK was set already");
    if (!told.tries)
        foreign("GET METADATA", "the device does not tell tries");
    card::require(
        told.tries->left == told.tries->all, Errc::tries_low, "GET METADATA", "tries of a blank card were spent");
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
    if (!is_published(card.plain, reference::management))
        throw card::Error{Errc::card_not_blank, card::Step{"GET METADATA"}, "the management key was changed"};
    require_untouched(card, reference::pin);
    require_untouched(card, reference::puk);
    require_no_certificates(card);
    if (!knows_aes(card))
        foreign("GET VERSION", "the device knows no management key of AES");
    prove_published_key(card);
}

/// The keys that a device whose making was cut off may have; first the one that it says it has. PivApplet writes
/// algorithm, key and what it says of them one after the other: of the algorithm alone what it says is certain.
std::vector<ManagementKey> possible_keys(Production& card)
{
    const ManagementAlgorithm algorithm = management_algorithm(card.plain);
    std::vector<ManagementKey> keys;
    if (algorithm != ManagementAlgorithm::aes256)
        keys.push_back(published_key(card));
    if (ManagementKey own = issuer_key(card); own.algorithm == algorithm)
        keys.push_back(std::move(own));
    if (!is_published(card.plain, reference::management))
        std::ranges::reverse(keys);
    return keys;
}

/// Whether it is the device's. Throws outcome_unknown for a device that lost its key, and with it its administration.
bool opens(Production& card, const ManagementKey& key)
{
    try {
        open_administration(card, key);
        return true;
    } catch (const card::Error& error) {
        if (error.code() == Errc::scp_cryptogram_wrong)
            return false;
        if (error.code() != Errc::unexpected_status)
            throw;
        throw card::Error{
            Errc::outcome_unknown, card::Step{"management key"}, "the device lost it while it was replaced"};
    }
}

void recognise_begun_device(Production& card, const Recognised&)
{
    for (const ManagementKey& key : possible_keys(card)) {
        if (!opens(card, key))
            continue;
        if (card::ct_equal(key.value, issuer_key(card).value))
            card.use_issuer_keys();
        return;
    }
    foreign("management key", "a key that is not ours");
}

bool has_tries(card::iso7816::Channel& channel, std::uint8_t key_reference, unsigned all)
{
    const auto told = card::piv::metadata(channel, key_reference);
    return told.tries && told.tries->all == all;
}

/// The numbers of tries put both back to the published values, so they come first, and all three are one unit: whatever
/// of it was done, it can be done again. PivApplet does it without a transaction: while the numbers are not both there,
/// the PIN is still the published one, unless it was lost.
void set_pin_and_puk(Production& card)
{
    auto& channel = administer_device(card);
    const card::piv::NewValues values{.pin = card.secrets.pin, .puk = card.secrets.puk};
    const card::piv::Retries retries{.pin = card.profile.pin.tries, .puk = card.profile.puk.tries};
    if (has_tries(channel, reference::pin, retries.pin) && has_tries(channel, reference::puk, retries.puk))
        return card::piv::replace_default_values(channel, values, card.profile);
    try {
        card::piv::set_retries(channel, retries, card::as_bytes(card::piv::default_pin), values, card.profile);
    } catch (const card::Error& error) {
        if (error.code() != Errc::pin_wrong)
            throw;
        throw card::Error{Errc::outcome_unknown, card::Step{"VERIFY"}, "the device lost its PIN"};
    }
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

/// Set again where the device still says that it has the published one: the quality check goes by what it says.
units::Held has_management_key(Production& card)
{
    return units::held_if(card.has_issuer_keys() && !is_published(administer_device(card), reference::management));
}

units::Unit management_key()
{
    return {text("issuer keys"), "management key", {}, replace_management_key, has_management_key};
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

void check_closed_device(card::iso7816::Channel& channel, const card::profile::Profile& profile)
{
    require_good(!is_published(channel, reference::management), "management key");
    require_full(channel, reference::pin, profile.pin.tries, "PIN");
    require_full(channel, reference::puk, profile.puk.tries, "PUK");
}

card::gp::Kdd chip_of_device(card::iso7816::Channel& channel, card::crypto::RandomSource&)
{
    return named_by(card::piv::serial_number(channel));
}

void check_device(card::iso7816::Transport& transport, const Production& written, const TrustData& trust)
{
    card::iso7816::PlainChannel plain{transport};
    perso::select(plain, Application::pki, written.profile, true);
    card::iso7816::ChainingChannel channel{plain};
    check_pki(channel, written, trust);
    check_pin(channel, written.secrets.pin, written.profile);
    check_puk(channel, written.secrets.puk, written.profile);
    check_closed_device(channel, written.profile);
}

} // namespace

const Driver& yubikey()
{
    static constexpr Driver driver{.name = "yubikey",
        .identify = identify_device,
        .recognise_blank = recognise_blank_device,
        .recognise_begun = recognise_begun_device,
        .plan = device_plan,
        .check = check_device,
        .chip = chip_of_device,
        .check_closed = check_closed_device};
    return driver;
}

} // namespace perso::drivers
