// SPDX-License-Identifier: Apache-2.0
#include "letters/letters.hpp"

#include "base/durable_file.hpp"
#include "base/uniform.hpp"
#include "card/base/descriptor.hpp"
#include "card/base/error.hpp"
#include "card/base/hex.hpp"
#include "letters/delivery_values.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>

namespace perso {

namespace {

constexpr std::string_view letter_ending = ".txt";
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

card::SecureBytes letter_of(
    const std::string& document_number, const std::string& token_serial, const CardSecrets& secrets)
{
    using card::as_bytes;
    const auto pins = secrets.pin.empty()
                          ? card::secure_concat({as_bytes(no_pin)})
                          : card::secure_concat({as_bytes("PIN: "), secrets.pin, as_bytes("\nPUK: "), secrets.puk});
    const std::string token = token_serial.empty() ? "" : "\ntoken serial: " + token_serial;
    return card::secure_concat({as_bytes("document number: "), as_bytes(document_number), as_bytes(token),
        as_bytes("\nCAN: "), secrets.can, as_bytes("\n"), pins, as_bytes("\n")});
}

[[noreturn]] void fail_unreadable(const std::filesystem::path& file)
{
    throw card::Error{card::Errc::file_unreadable, std::strerror(errno)}.with_field(file.string());
}

/// Its first bytes, at most so many; nothing if there is no such file. Of a link, what stands in it is not asked.
std::optional<card::SecureBytes> beginning_of(const std::filesystem::path& file, std::size_t most)
{
    const card::Descriptor in{::open(file.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)};
    if (!in.is_open() && errno == ENOENT)
        return std::nullopt;
    if (!in.is_open())
        fail_unreadable(file);
    card::SecureBytes content(most);
    std::size_t size = 0;
    while (size < most) {
        const ssize_t got = ::read(in.get(), content.data() + size, most - size);
        if (got < 0)
            fail_unreadable(file);
        if (got == 0)
            break;
        size += static_cast<std::size_t>(got);
    }
    return card::SecureBytes{content.view().first(size)};
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
    const auto file = letter_file(directory, document_number);
    write_new_file(file, letter_of(document_number, token_serial, secrets));
    return file;
}

void restore_letter(const std::filesystem::path& directory, const std::string& document_number,
    const std::string& token_serial, const CardSecrets& secrets)
{
    const auto letter = letter_of(document_number, token_serial, secrets);
    const auto file = letter_file(directory, document_number);
    const auto there = beginning_of(file, letter.size() + 1);
    if (!there)
        return write_new_file(file, letter);
    if (card::ct_equal(*there, letter))
        return;
    if (there->size() > letter.size() || !card::ct_equal(*there, letter.view().first(there->size())))
        throw card::Error{card::Errc::file_exists, "another letter of this number"}.with_field(file.string());
    publish_file(file, letter, Readers::owner); // it was torn: nothing of it is lost
}

void remove_torn_letters(const std::filesystem::path& directory)
{
    remove_drafts(directory, letter_ending);
}

std::filesystem::path letter_file(const std::filesystem::path& directory, const std::string& document_number)
{
    return directory / (document_number + std::string{letter_ending});
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
