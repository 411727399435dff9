// SPDX-License-Identifier: Apache-2.0
#include "issuer/package_root.hpp"

#include "base/durable_file.hpp"
#include "base/read_file.hpp"
#include "issuer/pinned_certificate.hpp"

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

CertifiedKey open_package_root(
    Hsm& hsm, const Office& office, const card::profile::Profile& profile, unsigned number, card::Time now)
{
    // Its dates are for people: a counter that has no clock to trust goes by the pin alone.
    return open_certified_key(hsm, label_of(number), file_of(office, number), [&](const card::pki::SigningKey& key) {
        return make_pinned_certificate("Trust Package Root " + std::to_string(number), key, office, profile, now);
    });
}

std::optional<unsigned> number_of_package_root(const Office& office, const card::pki::Certificate& certificate)
{
    for (unsigned number = 1; is_there(file_of(office, number)); ++number)
        if (card::equal(read_file(file_of(office, number)), certificate.der()))
            return number;
    return std::nullopt;
}

} // namespace perso::issuer
