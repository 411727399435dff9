// SPDX-License-Identifier: Apache-2.0
#include "issuer/package_root.hpp"

#include "card/base/error.hpp"
#include "durable_file.hpp"
#include "issuer/pinned_certificate.hpp"
#include "read_file.hpp"

namespace perso::issuer {

namespace fs = std::filesystem;

namespace {

std::string label_of(unsigned number)
{
    return "trust-root-" + std::to_string(number);
}

fs::path file_of(const Office& office, unsigned number)
{
    return office.certificates() / (label_of(number) + ".cer");
}

} // namespace

PackageRoot open_package_root(
    Hsm& hsm, const Office& office, const card::profile::Profile& profile, unsigned number, card::Time now)
{
    const std::string label = label_of(number);
    const fs::path file = file_of(office, number);
    if (!hsm.token().has_key(label))
        hsm.token().generate_signing_key(label);
    const card::pki::SigningKey key = hsm.signing_key(label);
    if (!is_there(file))
        publish_file(file, // its dates are for people: a counter that has no clock to trust goes by the pin alone
            make_pinned_certificate("Trust Package Root " + std::to_string(number), key, office, profile, now).der(),
            Readers::owner);
    auto certificate = card::pki::Certificate::parse(read_file(file));
    if (certificate.ec_public_key() != key.public_key())
        throw card::Error{card::Errc::hsm_key_missing, "the certificate is of another key"}.with_field(label);
    return {number, std::move(certificate), key};
}

std::optional<unsigned> number_of_package_root(const Office& office, const card::pki::Certificate& certificate)
{
    for (unsigned number = 1; is_there(file_of(office, number)); ++number)
        if (card::equal(read_file(file_of(office, number)), certificate.der()))
            return number;
    return std::nullopt;
}

} // namespace perso::issuer
