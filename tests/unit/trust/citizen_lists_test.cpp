// SPDX-License-Identifier: Apache-2.0
// Citizens' certificates at a counter: it asks the card status list. Their CRLs are for servers, and change no verdict.
#include "card/trust/status_list.hpp"
#include "card/trust/trust_files.hpp"
#include "counter.hpp"

#include "card/base/hex.hpp"

using namespace card;
using test::at;
using trust::CardRevocation;

namespace {

struct CitizenCa {
    pki::SigningKey key = pki::SigningKey::generate(crypto::Curve::p256);
    pki::Certificate certificate = pki::make_citizen_ca({.subject = {.country = "LA",
                                                             .organization = {},
                                                             .organizational_unit = {},
                                                             .common_name = "CA",
                                                             .serial_number = {}},
                                                            .validity = {at(2026, 1, 1), at(2046, 1, 1)},
                                                            .crl_url = "http://c.example.la/1.crl"},
        key, crypto::system_random());

    Bytes list(std::vector<pki::Revocation> revoked) const
    {
        return pki::build_crl({.this_update = at(2026, 12, 31),
                                  .next_update = at(2027, 1, 2),
                                  .number = 1,
                                  .revoked = std::move(revoked)},
            certificate, key)
            .der();
    }
};

/// A card, and what a counter loads for it from files.
struct Visit : test::Counter {
    CitizenCa ca;
    Bytes citizen_list;
    std::vector<trust::StatusEntry> listed;

    Visit()
    {
        content.dg13.status_index = 70'000;
        read_card();
    }

    trust::Overall overall()
    {
        const auto status = trust::StatusList::make({.issuing_state = "LAO",
                                                        .this_update = at(2026, 12, 31),
                                                        .next_update = at(2027, 2, 1),
                                                        .number = 1,
                                                        .high_water = 131'072},
            listed);
        const trust::Files files{{"citizen/ca.cer", ca.certificate.der()}, {"citizen/ca.crl", citizen_list},
            {"csca/csca-1.cer", content.pki.csca.der()}, {"status/cards.bin", status.encode()}};
        trust_data = trust::load_files(files, nullptr).data;
        CHECK(trust_data.signer_crls.empty()); // a list about citizens says nothing about signers
        policy.required.insert(trust::CheckId::card_status);
        return verdict().overall;
    }
};

} // namespace

TEST_CASE("citizen lists: the card status list decides, whatever the CRL of the CA says")
{
    Visit visit;
    visit.citizen_list = visit.ca.list({});
    CHECK(visit.overall() == trust::Overall::genuine);
    visit.listed = {{70'000, CardRevocation::withdrawn}};
    CHECK(visit.overall() == trust::Overall::genuine_not_valid);

    visit.citizen_list = visit.ca.list({{from_hex("05"), at(2026, 12, 1), {}}});
    CHECK(visit.overall() == trust::Overall::genuine_not_valid);
    visit.listed = {};
    CHECK(visit.overall() == trust::Overall::genuine);
}

TEST_CASE("citizen lists: one that is broken, or outdated, costs servers their list and the counter nothing")
{
    Visit visit;
    visit.citizen_list = Bytes{0x30, 0x00};
    CHECK(visit.overall() == trust::Overall::genuine);
    visit.citizen_list = visit.ca.list({});
    visit.today = parse_date("20270110"); // its next one is overdue
    CHECK(visit.overall() == trust::Overall::genuine);
}
