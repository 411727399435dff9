// SPDX-License-Identifier: Apache-2.0
#include "letters.hpp"

#include "card/base/error.hpp"
#include "card/base/hex.hpp"
#include "delivery_values.hpp"
#include "durable_file.hpp"
#include "uniform.hpp"

#include <fmt/format.h>

namespace perso {

namespace {

constexpr std::string_view no_pin = "This is a child's card: it has no PIN and no PUK.";

card::SecureBytes draw_digits(std::size_t count, card::crypto::RandomSource& random)
{
    card::SecureBytes digits(count);
    for (std::size_t i = 0; i < count; ++i)
        digits[i] = static_cast<std::uint8_t>('0' + uniform(random, 10));
    return digits;
}

card::SecureBytes draw_own_digits(
    const card::profile::Profile& profile, std::size_t count, card::crypto::RandomSource& random)
{
    for (;;) {
        auto digits = draw_digits(count, random);
        if (!is_delivery_value(digits, profile))
            return digits;
    }
}

} // namespace

std::string token_serial(CardType type, const store::Guid& guid)
{
    constexpr std::size_t shown = 8;
    return has_pki(type) ? card::to_hex(card::ByteView{guid}.last(shown)) : std::string{};
}

CardSecrets draw_secrets(const card::profile::Profile& profile, bool with_pin, card::crypto::RandomSource& random)
{
    CardSecrets secrets{.can = draw_digits(profile.pace.can_digits, random), .pin = {}, .puk = {}};
    if (with_pin) {
        secrets.pin = draw_own_digits(profile, profile.pin.min_digits, random);
        secrets.puk = draw_own_digits(profile, profile.puk.digits, random);
    }
    return secrets;
}

void check_letters_directory(const std::filesystem::path& directory)
{
    using std::filesystem::perms;
    std::error_code error;
    const auto status = std::filesystem::status(directory, error);
    const auto others = status.permissions() & (perms::group_all | perms::others_all);
    if (!std::filesystem::is_directory(status))
        throw card::Error{card::Errc::letters_missing, "not a folder"}.with_field(directory.string());
    if (others != perms::none)
        throw card::Error{card::Errc::letters_missing, "the folder is open to others than its owner"}.with_field(
            directory.string());
}

std::filesystem::path write_letter(const std::filesystem::path& directory, const std::string& document_number,
    const std::string& token_serial, const CardSecrets& secrets)
{
    using card::as_bytes;
    const auto pins = secrets.pin.empty()
                          ? card::secure_concat({as_bytes(no_pin)})
                          : card::secure_concat({as_bytes("PIN: "), secrets.pin, as_bytes("\nPUK: "), secrets.puk});
    const std::string token = token_serial.empty() ? "" : "\ntoken serial: " + token_serial;
    const auto letter = card::secure_concat({as_bytes("document number: "), as_bytes(document_number), as_bytes(token),
        as_bytes("\nCAN: "), secrets.can, as_bytes("\n"), pins, as_bytes("\n")});
    const auto file = letter_file(directory, document_number);
    write_new_file(file, letter);
    return file;
}

void restore_letter(const std::filesystem::path& directory, const std::string& document_number,
    const std::string& token_serial, const CardSecrets& secrets)
{
    if (!std::filesystem::exists(letter_file(directory, document_number)))
        write_letter(directory, document_number, token_serial, secrets);
}

std::filesystem::path letter_file(const std::filesystem::path& directory, const std::string& document_number)
{
    return directory / (document_number + ".txt");
}

std::filesystem::path write_pin_letter(const std::filesystem::path& directory, const std::string& document_number,
    std::int64_t number, const std::string& token_serial, const CardSecrets& secrets)
{
    using card::as_bytes;
    const auto letter = card::secure_concat(
        {as_bytes("document number: "), as_bytes(document_number), as_bytes("\ntoken serial: "), as_bytes(token_serial),
            as_bytes("\nPIN: "), secrets.pin, as_bytes("\nPUK: "), secrets.puk, as_bytes("\n")});
    const auto file = directory / fmt::format("{}-pin-{}.txt", document_number, number);
    std::error_code error;
    std::filesystem::remove(file, error); // of an attempt that broke off: its PIN is nobody's
    write_new_file(file, letter);
    return file;
}

} // namespace perso
