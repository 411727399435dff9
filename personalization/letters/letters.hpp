// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/secure_bytes.hpp"
#include "card/crypto/random.hpp"
#include "card/profile/profile.hpp"
#include "jobs/card_type.hpp"
#include "jobs/job.hpp"

#include <filesystem>
#include <string>

namespace perso {

/// What the holder gets with the card. It exists in memory, in the letter and in the card, nowhere else.
struct CardSecrets {
    card::SecureBytes can; ///< ASCII digits, printed on the card
    card::SecureBytes pin; ///< empty on a child's card, as the next
    card::SecureBytes puk;
};

/// What programs show of the card, so that its holder finds it among others: the serial number that the PKCS#11 module
/// gives its token, the last 16 digits of the GUID, in small letters. Nothing for a card without PKI application.
std::string token_serial(CardType type, const store::Guid& guid);

/// Fresh digits, each value equally likely; PIN and PUK are none with which any make of cards is delivered.
CardSecrets draw_secrets(const card::profile::Profile& profile, bool with_pin, card::crypto::RandomSource& random);

/// The folder for letters: it exists already and is open to its owner alone. Throws letters_missing.
void check_letters_directory(const std::filesystem::path& directory);

/// Removes what a loss of power left of letters that were being written. Nobody else may be writing letters there.
/// Throws file_unwritable, file_unreadable.
void remove_torn_letters(const std::filesystem::path& directory);

/// Writes DIRECTORY/<document number>.txt, readable by its owner alone, and returns its path: the whole letter or none
/// has that name. When it returns the letter survives the loss of power, so that no secret reaches a card that is not
/// on paper. An existing letter is never overwritten: file_exists. The letter of a card without PIN says so, that of a
/// card without token has no line for its serial number. Document number, token serial and CAN are printed on the card.
/// Throws file_unwritable, disk_full.
std::filesystem::path write_letter(const std::filesystem::path& directory, const std::string& document_number,
    const std::string& token_serial, const CardSecrets& secrets);

/// The letter of a PIN that was set anew: DIRECTORY/<document number>-pin-<number>.txt, without CAN, which is printed
/// on the card. That of an attempt with the same number that broke off is destroyed before. Throws as write_letter().
std::filesystem::path write_pin_letter(const std::filesystem::path& directory, const std::string& document_number,
    std::int64_t number, const std::string& token_serial, const CardSecrets& secrets);

/// The same for a card whose making goes on: its letter is left alone, and one that was torn is written whole. Another
/// one of that number, as of another office, is no letter of this card and never overwritten: file_exists. Throws
/// file_unreadable as well.
void restore_letter(const std::filesystem::path& directory, const std::string& document_number,
    const std::string& token_serial, const CardSecrets& secrets);

/// Where the letter of this card lies.
std::filesystem::path letter_file(const std::filesystem::path& directory, const std::string& document_number);

} // namespace perso
