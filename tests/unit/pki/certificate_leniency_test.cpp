// SPDX-License-Identifier: Apache-2.0
// What foreign_legacy takes on in extensions and names of certificates, and what no leniency does.
#include "changed_signer.hpp"

#include "card/pki/path.hpp"

namespace certificate_leniency {

using namespace test::changed_signer;
using test::error_of;

TEST_CASE("certificate leniency: keyUsage and basicConstraints that cannot be read are passed over by no leniency")
{
    for (const char* const needed : {"2.5.29.15", "2.5.29.19", "2.5.29.37"})
        check_refused(with_extension(needed, "0500"));
}

TEST_CASE("certificate leniency: TRUE other than FF needs foreign_legacy")
{
    for (const Bytes& odd : {extension("1.2.3", "0500", "010101"), extension("2.5.29.19", "3003010101")}) {
        const Bytes der = with_extensions(odd);
        CHECK(error_of([&] { pki::Certificate::parse(der); }) == Errc::malformed_data);
        CHECK(check_read(der).allowances() == pki::Allowances{pki::Allowance::ber_encoding});
    }
    CHECK(check_read(with_extension("2.5.29.19", "30030101FF")).allowances().empty());
}

TEST_CASE("certificate leniency: extensions that are harmless, critical or not")
{
    const auto needed = [](const char* oid, const char* critical) {
        return pki::Certificate::parse(with_extensions(extension(oid, "3000", critical))).critical_extensions();
    };
    for (const char* const harmless : {"2.5.29.16", "2.5.29.18", "2.5.29.35", "2.23.136.1.1.6.1", "2.23.136.1.1.6.2"}) {
        CAPTURE(harmless);
        CHECK(needed(harmless, "") == pki::Allowances{});
        CHECK(needed(harmless, "0101FF") == pki::Allowances{pki::Allowance::critical_extension});
        CHECK(check_read(with_extensions(extension(harmless, "3000", "0101FF"))).has_unknown_critical_extension());
    }
    CHECK(needed("2.23.136.1.1.6.3", "0101FF") == std::nullopt);
    CHECK(needed("1.2.3", "0101FF") == std::nullopt);
    CHECK(needed("2.5.29.32", "0101FF") == pki::Allowances{});
}

TEST_CASE("certificate leniency: names in another order are told from names that differ")
{
    const auto several = [](std::initializer_list<std::string_view> attributes) {
        Bytes all;
        for (const std::string_view attribute : attributes)
            append(all, tlv::only(name(attribute), asn1::sequence));
        return tlv::encode(asn1::sequence, all);
    };
    const std::string_view country = "060355040613024C41";
    const std::string_view person = "06035504030C024162";
    const std::string_view person_loud = "060355040313024142";
    const std::string_view other = "06035504030C024163";
    const auto compare = [&](const Bytes& a, const Bytes& b) {
        const auto certificate =
            check_read(test::edit_der(with(subject, a), {0, issuer}, [&](const Bytes&) { return b; }));
        CHECK((!pki::names_subject_in_another_order(certificate, certificate) ||
               pki::issuer_name_hash(certificate) == pki::subject_name_hash(certificate)));
        CHECK(!(pki::names_subject(certificate, certificate) &&
                pki::names_subject_in_another_order(certificate, certificate)));
        return pki::names_subject_in_another_order(certificate, certificate);
    };
    CHECK(compare(several({country, person}), several({person, country})));
    CHECK(compare(several({country, person}), several({person_loud, country})));
    CHECK(!compare(several({country, person}), several({country, person})));
    CHECK(!compare(several({country, person}), several({country, person_loud})));
    CHECK(!compare(several({country, person}), several({other, country})));
    CHECK(!compare(several({country, person}), several({person, country, country})));
    CHECK(!compare(several({country, country, person}), several({person, person, country})));
}

} // namespace certificate_leniency
