// SPDX-License-Identifier: Apache-2.0
// Every certificate and master list of the folder.
#include "support/real_data.hpp"
#include "support/throws.hpp"

#include "card/pki/lint.hpp"
#include "card/pki/master_list.hpp"
#include "card/pki/path.hpp"

#include <doctest/doctest.h>

#include <map>

using namespace card;
using pki::Allowance;
using test::real_file;

namespace {

pki::Certificate read(const Bytes& der)
{
    return pki::Certificate::parse(der, pki::Leniency::foreign_legacy);
}

/// Reads and lints every certificate of a list; gives how many break no rule, and how often each is refused.
struct Survey {
    unsigned read_all = 0;
    unsigned self_signed = 0;
    std::map<Errc, unsigned> refused;
    std::map<pki::LintRule, unsigned> broken;

    explicit Survey(const pki::MasterList& list)
    {
        for (const Bytes& der : list.certificates())
            if (const auto error = test::error_of([&] { return take(read(der)); }))
                ++refused[*error];
    }

    bool take(const pki::Certificate& certificate)
    {
        ++read_all;
        const auto role = pki::role_of(certificate);
        self_signed += role == pki::CertificateRole::csca ? 1 : 0;
        for (const pki::LintRule rule : pki::lint(certificate, role))
            ++broken[rule];
        return true;
    }
};

} // namespace

TEST_CASE("real: the German master list, whose signer's curve is written out")
{
    const auto list = pki::MasterList::parse(real_file("master-lists/DE_ML_2024-08-07-07-38-24.ml"));
    CHECK(list.certificates().size() == 541);
    CHECK(list.signature_is_valid());
    CHECK(list.signing_time().has_value());
    REQUIRE(list.companions().size() == 1);
    CHECK(list.is_made_under(list.companions()[0]));
    // the CSCA beside it is the next one: its key came into use two months later
    CHECK(!list.is_made_under(read(real_file("master-lists/DE_ROOT_CA_CSCA07.cer"))));
    const Survey survey{list};
    CHECK(survey.read_all == 541);
    CHECK(survey.refused.empty());
    CHECK(survey.self_signed > 350);
    CHECK(survey.broken.at(pki::LintRule::serial_number) > 0);
    CHECK(survey.broken.at(pki::LintRule::basic_constraints) > 0);
}

TEST_CASE("real: the Dutch master list under its CSCA")
{
    const auto list = pki::MasterList::parse(real_file("master-lists/NL_ML_2025-07-29.ml"));
    CHECK(list.certificates().size() == 394);
    CHECK(list.signature_is_valid());
    CHECK(list.companions().empty());
    CHECK(list.allowances().empty());
    CHECK(list.is_made_under(read(real_file("master-lists/NL_ROOT_CA.cer"))));
    CHECK(!list.is_made_under(read(real_file("master-lists/DE_ROOT_CA_CSCA07.cer"))));
    const Survey survey{list};
    CHECK(survey.read_all == 394);
    CHECK(survey.refused.empty());
}

TEST_CASE("real: odd certificates are read under foreign-legacy rules, or refused for a stated reason")
{
    std::map<std::string, std::string> outcome;
    for (const auto& [name, der] : test::real_files("certificates-odd")) {
        try {
            const pki::Certificate certificate = read(der);
            std::string noted;
            for (const Allowance allowance : certificate.allowances())
                noted += std::string{pki::name(allowance)} + " ";
            outcome[name.substr(0, 6)] = noted;
            pki::lint(certificate, pki::role_of(certificate));
        } catch (const Error& error) {
            outcome[name.substr(0, 6)] = std::string{"refused: "} + error.what();
        }
    }
    CHECK(outcome.size() == 18);
    // one alone has an extension that breaks its own format, a key identifier without its OCTET STRING
    for (const auto& one : outcome) {
        const std::string& noted = one.second;
        CAPTURE(noted);
        CHECK(!noted.starts_with("refused"));
        CHECK((noted.find("malformed_extension") != std::string::npos) == (one.first == "1978e1"));
    }
    for (const std::string serial : {"3fa95e", "eecd1d", "96403e", "1de037", "ea1ad3", "e406df"})
        CHECK(outcome.at(serial).find("serial_number") != std::string::npos);
    for (const std::string salt : {"0c7e85", "920216", "ac89e2", "42a541"})
        CHECK(outcome.at(salt).find("pss_parameters") != std::string::npos);
}
