// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/trust/verdict.hpp"

#include "support/specimen_card.hpp"

#include <doctest/doctest.h>

namespace test {

namespace trust = card::trust;
using card::Errc;

using trust::CheckId;
using trust::Overall;
using trust::State;
using Status = trust::FileReading::Status;

/// One card, as a counter saw it on a good day; each test spoils something.
struct Counter {
    test::CardContent content;
    trust::Evidence evidence;
    trust::TrustData trust_data;
    trust::Policy policy = trust::default_policy();
    Date today = parse_date("20270101");
    Date source_date = parse_date("20261101");

    Counter() { read_card(); }

    /// Makes the card anew and reads all of it.
    void read_card()
    {
        trust_data.anchors = {};
        trust_data.anchors.add(content.pki.csca.der());
        evidence = {};
        evidence.access = trust::AccessProtocol::pace_can;
        evidence.card_access = trust::FileReading::of(lds::encode(content.card_access));
        const auto groups = test::data_groups_of(content);
        for (const auto& [number, file] : groups)
            evidence.groups[number] = trust::FileReading::of(file);
        evidence.sod = trust::FileReading::of(test::sod_of(content, groups));
        evidence.chip = {trust::ChipProof::Result::passed, trust::ChipKey::of(content.chip_key)};
    }

    /// The signer's certificate with other content, and a card signed with it.
    void read_card_signed_by(const pki::DocumentSignerContent& signer)
    {
        content.pki.signer = pki::make_document_signer(signer, content.pki.signer_key.public_key(), content.pki.csca,
            content.pki.csca_key, crypto::system_random());
        read_card();
    }

    trust::Verdict verdict() const
    {
        return trust::judge(evidence, trust_data, policy, profile::builtin(), today, source_date);
    }
};

inline trust::Check only(const trust::Verdict& verdict, CheckId id, std::optional<unsigned> group = {})
{
    for (const trust::Check& check : verdict.checks)
        if (check.id == id && check.group == group)
            return check;
    return {};
}

/// The overall answer, the check that decided, and its reason.
inline void expect(const trust::Verdict& verdict, Overall overall, CheckId id, Errc reason)
{
    CHECK(trust::name(verdict.overall) == trust::name(overall));
    REQUIRE(verdict.decisive);
    CHECK(trust::name(verdict.decisive->id) == trust::name(id));
    CHECK(verdict.decisive->reason == reason);
}

} // namespace test
