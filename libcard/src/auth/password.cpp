// SPDX-License-Identifier: Apache-2.0
#include "card/auth/password.hpp"

#include "card/base/error.hpp"
#include "card/crypto/hash.hpp"

#include <algorithm>

namespace card::auth {

namespace {

constexpr std::size_t can_digits = 6;

SecureBytes checked_digits(ByteView digits)
{
    const bool well_formed = digits.size() == can_digits && std::all_of(digits.begin(), digits.end(),
                                                                [](std::uint8_t c) { return c >= '0' && c <= '9'; });
    require(well_formed, Errc::secret_format, "CAN", "not six digits");
    return SecureBytes{digits};
}

void check_field(std::string_view field, std::size_t shortest, std::size_t longest, const char* name)
{
    const auto wrong = [&] { return Error{Errc::secret_format, Step{"MRZ"}, "a field or its check digit is wrong"}; };
    if (field.size() < shortest || field.size() > longest)
        throw wrong().with_field(name);
    try {
        if (lds::check_digit(field.substr(0, field.size() - 1)) != field.back())
            throw wrong().with_field(name);
    } catch (const Error& error) { // a character outside the MRZ
        throw error.code() == Errc::secret_format ? error : wrong().with_field(name);
    }
}

SecureBytes mrz_secret(
    std::string_view document_number, std::string_view date_of_birth, std::string_view date_of_expiry)
{
    check_field(document_number, 2, 23, "document_number");
    check_field(date_of_birth, 7, 7, "date_of_birth");
    check_field(date_of_expiry, 7, 7, "date_of_expiry");
    return crypto::secret_digest(
        crypto::Hash::sha1, {as_bytes(document_number), as_bytes(date_of_birth), as_bytes(date_of_expiry)});
}

} // namespace

Can::Can(ByteView digits) : Password{Kind::can, checked_digits(digits)} {}

Mrz::Mrz(std::string_view document_number, std::string_view date_of_birth, std::string_view date_of_expiry)
    : Password{Kind::mrz, mrz_secret(document_number, date_of_birth, date_of_expiry)}
{
}

Mrz::Mrz(const lds::Mrz& zone)
    : Password{Kind::mrz, crypto::secret_digest(crypto::Hash::sha1, {as_bytes(lds::mrz_information(zone))})}
{
}

} // namespace card::auth
