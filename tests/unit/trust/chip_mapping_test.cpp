// SPDX-License-Identifier: Apache-2.0
// The chip proven by chip authentication mapping and EF.CardSecurity. The mapping is that of [9303-11] App. I.
#include "counter.hpp"

#include "card/base/hex.hpp"
#include "card/lds/card_security.hpp"

#include "support/vectors.hpp"

using namespace card;
using test::Counter;
using test::expect;
using trust::CheckId;
using trust::Overall;
using trust::State;
using Status = trust::FileReading::Status;

namespace {

const test::Vector& worked_example()
{
    static const std::vector<test::Vector> vectors = test::read_vectors("pace_cam.vec");
    return vectors.front();
}

crypto::Point example_point(const char* name)
{
    return crypto::Point::decode(crypto::Curve::brainpool_p256r1, worked_example().bytes(name));
}

/// A card that was opened with the worked example.
struct MappedCounter : Counter {
    lds::SecurityInfos signed_infos;

    MappedCounter()
    {
        content.card_access.pace = {{tlv::Oid{"0.4.0.127.0.7.2.2.4.6.2"}, 2, 13}};
        signed_infos = content.card_access;
        signed_infos.chip_authentication_keys = {{example_point("StaticPublicIc"), 2}};
        content.mapping_key = example_point("StaticPublicIc");
        open();
    }

    /// The card with this content, opened with the worked example.
    void open()
    {
        read_card();
        evidence.chip = {};
        evidence.mapping = trust::MappingProof{example_point("MapPublicIc"), worked_example().bytes("CaIc")};
        sign(content.pki);
    }

    void sign(const test::DocumentPki& pki)
    {
        evidence.card_security = trust::FileReading::of(
            lds::make_card_security(signed_infos, pki.signer, pki.signer_key, test::at(2026, 11, 22)));
    }
};

void expect_forged(const Counter& counter, Errc reason)
{
    expect(counter.verdict(), Overall::not_genuine, CheckId::chip_genuine, reason);
}

} // namespace

TEST_CASE("chip mapping: CA_IC * PK_IC is the mapping key, and EF.CardSecurity signs PK_IC")
{
    const MappedCounter counter;
    CHECK(counter.verdict().overall == Overall::genuine);
    CHECK(counter.verdict().state(CheckId::chip_genuine) == State::passed);
}

TEST_CASE("chip mapping: another mapping")
{
    MappedCounter counter;
    SUBCASE("another mapping key")
    {
        counter.evidence.mapping->pk_map_ic = example_point("StaticPublicIc");
    }
    SUBCASE("data that are one too large")
    {
        ++counter.evidence.mapping->ca_ic.back();
    }
    SUBCASE("no data")
    {
        counter.evidence.mapping->ca_ic.clear();
    }
    SUBCASE("data of zero")
    {
        counter.evidence.mapping->ca_ic = Bytes(32);
    }
    SUBCASE("data of another length")
    {
        counter.evidence.mapping->ca_ic.insert(counter.evidence.mapping->ca_ic.begin(), 0x00);
    }
    SUBCASE("a point of another curve")
    {
        counter.evidence.mapping->pk_map_ic = test::new_public_key();
    }
    SUBCASE("Chip Authentication in its place does not help")
    {
        counter.evidence.mapping->ca_ic = Bytes(32);
        counter.evidence.chip = {trust::ChipProof::Result::passed, trust::ChipKey::of(counter.content.chip_key)};
    }
    expect_forged(counter, Errc::chip_not_genuine);
}

TEST_CASE("chip mapping: EF.CardSecurity that signs another key, none, or several with ours among them")
{
    MappedCounter counter;
    counter.signed_infos.chip_authentication_keys = {{test::new_public_key(), 2}};
    counter.sign(counter.content.pki);
    expect_forged(counter, Errc::chip_not_genuine);
    counter.signed_infos.chip_authentication_keys.clear();
    counter.sign(counter.content.pki);
    expect_forged(counter, Errc::chip_not_genuine);
    counter.signed_infos.chip_authentication_keys = {{test::new_public_key(), 1}, {example_point("StaticPublicIc"), 2}};
    counter.sign(counter.content.pki);
    CHECK(counter.verdict().overall == Overall::genuine);
}

TEST_CASE("chip mapping: EF.SOD signs the key, too: the chip of another genuine card is not this card's")
{
    MappedCounter counter;
    SUBCASE("another key in DG14")
    {
        counter.content.mapping_key = test::new_public_key();
    }
    SUBCASE("none")
    {
        counter.content.mapping_key.reset();
    }
    counter.open();
    expect_forged(counter, Errc::chip_not_genuine);
}

TEST_CASE("chip mapping: EF.CardSecurity by a stranger")
{
    MappedCounter counter;
    counter.sign(test::DocumentPki{});
    expect_forged(counter, Errc::card_security_invalid);

    // whose CSCA is pinned as well, but for another country
    test::DocumentPki neighbour;
    pki::CscaContent csca = test::csca_content();
    csca.subject.country = "UT";
    neighbour.csca = pki::make_csca(csca, neighbour.csca_key, crypto::system_random());
    neighbour.signer = pki::make_document_signer(test::signer_content(), neighbour.signer_key.public_key(),
        neighbour.csca, neighbour.csca_key, crypto::system_random());
    counter.trust_data.anchors.add(neighbour.csca.der());
    counter.sign(neighbour);
    expect_forged(counter, Errc::country_mismatch);
}

TEST_CASE("chip mapping: EF.CardSecurity by a signer of another time")
{
    MappedCounter counter;
    test::DocumentPki later = counter.content.pki;
    pki::DocumentSignerContent signer = test::signer_content();
    signer.key_usage = {test::at(2027, 1, 1), test::at(2027, 3, 31)};
    later.signer = pki::make_document_signer(
        signer, later.signer_key.public_key(), later.csca, later.csca_key, crypto::system_random());
    counter.sign(later);
    expect_forged(counter, Errc::signer_unsuitable);
}

TEST_CASE("chip mapping: EF.CardSecurity repeats EF.CardAccess, no less and no more")
{
    MappedCounter counter;
    SUBCASE("another curve")
    {
        counter.signed_infos.pace[0].parameter_id = 12;
    }
    SUBCASE("one more")
    {
        counter.signed_infos.pace.push_back({tlv::Oid{"0.4.0.127.0.7.2.2.4.2.2"}, 2, 13});
    }
    SUBCASE("none")
    {
        counter.signed_infos.pace.clear();
    }
    counter.sign(counter.content.pki);
    expect_forged(counter, Errc::access_parameters_differ);
}

TEST_CASE("chip mapping: EF.CardSecurity absent, broken, denied or not read")
{
    MappedCounter counter;
    counter.evidence.card_security = {Status::absent, {}};
    expect_forged(counter, Errc::card_security_invalid);
    counter.evidence.card_security = {Status::malformed, {}};
    expect_forged(counter, Errc::card_security_invalid);
    counter.evidence.card_security = trust::FileReading::of(Bytes{0x30, 0x00});
    expect_forged(counter, Errc::card_security_invalid);
    counter.evidence.card_security = counter.evidence.sod;
    expect_forged(counter, Errc::card_security_invalid);
    counter.evidence.card_security = {Status::denied, {}};
    expect(counter.verdict(), Overall::undetermined, CheckId::chip_genuine, Errc::access_denied);
    counter.evidence.card_security = {};
    expect(counter.verdict(), Overall::undetermined, CheckId::chip_genuine, Errc::not_read);
}

TEST_CASE("chip mapping: a stranger's card is a stranger's card")
{
    MappedCounter counter;
    counter.trust_data.anchors = {};
    const trust::Verdict verdict = counter.verdict();
    CHECK(verdict.overall == Overall::undetermined);
    CHECK(test::only(verdict, CheckId::chip_genuine).reason == Errc::no_trust_anchor);
}
