// SPDX-License-Identifier: Apache-2.0
#include "counter.hpp"

#include "card/pki/native.hpp"
#include "card/trust/proven_signers.hpp"
#include "card/trust/trust_files.hpp"

#include "support/throws.hpp"

#include <openssl/x509v3.h>

using namespace card;
using test::Counter;
using test::expect;
using test::only;
using trust::CheckId;
using trust::Overall;

namespace {

/// The successor's key and name, certified by the CSCA before it: its certificate signed again by the older key.
Bytes link(const pki::Certificate& successor, const pki::Certificate& older, const pki::SigningKey& older_key)
{
    X509* const x509 = X509_dup(pki::native(successor));
    X509_set_issuer_name(x509, X509_get_subject_name(pki::native(older)));
    if (const int index = X509_get_ext_by_NID(x509, NID_authority_key_identifier, -1); index >= 0)
        X509_EXTENSION_free(X509_delete_ext(x509, index));
    REQUIRE(X509_sign(x509, pki::native(older_key), EVP_sha256()) > 0);
    unsigned char* der = nullptr;
    const int size = i2d_X509(x509, &der);
    Bytes out(der, der + size);
    OPENSSL_free(der);
    X509_free(x509);
    return out;
}

/// A card whose CSCA is the third, reached from the pinned first over two links.
struct ThreeGenerations : Counter {
    explicit ThreeGenerations(bool same_name = false) : same_name_{same_name}
    {
        content.pki.csca_key = keys[2];
        content.pki.csca = cscas[2];
        read_card_signed_by(test::signer_content());
        trust_data.anchors = {};
        trust_data.anchors.add(cscas[0].der());
    }

    Bytes link_to(std::size_t generation) const
    {
        return link(cscas[generation], cscas[generation - 1], keys[generation - 1]);
    }

    pki::Certificate made(std::size_t generation) const
    {
        pki::CscaContent made = test::csca_content();
        if (!same_name_)
            made.subject.serial_number = std::to_string(generation);
        return pki::make_csca(made, keys[generation], crypto::system_random());
    }

    bool same_name_;
    std::vector<pki::SigningKey> keys{pki::SigningKey::generate(crypto::Curve::p256),
        pki::SigningKey::generate(crypto::Curve::brainpool_p256r1), pki::SigningKey::generate(crypto::Curve::p384)};
    std::vector<pki::Certificate> cscas{made(0), made(1), made(2)};
};

} // namespace

TEST_CASE("links: from the pinned CSCA over two successors, whatever their path length")
{
    for (const bool same_name : {false, true}) {
        ThreeGenerations counter{same_name};
        expect(counter.verdict(), Overall::undetermined, CheckId::chain, Errc::no_trust_anchor);
        counter.trust_data.anchors.add_link(counter.link_to(2));
        CHECK(counter.verdict().overall != Overall::genuine);
        counter.trust_data.anchors.add_link(counter.link_to(1));
        CHECK(counter.cscas[0].path_length() == 0);
        CHECK(counter.verdict().overall == Overall::genuine);
    }
}

TEST_CASE("links: over a revoked one nobody comes any more")
{
    ThreeGenerations counter;
    const Bytes last = counter.link_to(2);
    counter.trust_data.anchors.add_link(last);
    counter.trust_data.anchors.add_link(counter.link_to(1));
    pki::CrlContent list{.this_update = test::at(2026, 12, 15), .next_update = test::at(2027, 3, 15), .number = 1};
    const auto install = [&] {
        counter.trust_data.signer_crls = {pki::build_crl(list, counter.cscas[1], counter.keys[1])};
    };
    install();
    CHECK(counter.verdict().overall == Overall::genuine);
    list.revoked = {{pki::Certificate::parse(last).serial_number(), test::at(2026, 12, 1), {}}};
    install();
    expect(counter.verdict(), Overall::not_genuine, CheckId::signer_revocation, Errc::signer_revoked);
}

TEST_CASE("links: whom a link certifies may sign lists of revoked signers, others may not")
{
    ThreeGenerations counter;
    const pki::CrlContent list{
        .this_update = test::at(2026, 12, 15), .next_update = test::at(2027, 3, 15), .number = 1, .revoked = {}};
    trust::Files files{{"csca/one.cer", counter.cscas[0].der()}, {"link/one-two.cer", counter.link_to(1)},
        {"crl/two.crl", pki::build_crl(list, counter.cscas[1], counter.keys[1]).der()}};
    CHECK(trust::load_files(files, nullptr).data.signer_crls.size() == 1);
    files["crl/three.crl"] = pki::build_crl(list, counter.cscas[2], counter.keys[2]).der();
    CHECK(test::error_of([&] { trust::load_files(files, nullptr); }) == Errc::trust_data_invalid);
    files["link/two-three.cer"] = counter.link_to(2);
    CHECK(trust::load_files(files, nullptr).data.signer_crls.size() == 2);
    files.erase("link/one-two.cer"); // two-three leads nowhere then
    CHECK(test::error_of([&] { trust::load_files(files, nullptr); }) == Errc::trust_data_invalid);
}

TEST_CASE("links: a link is no pin")
{
    ThreeGenerations counter;
    counter.trust_data.anchors = {};
    counter.trust_data.anchors.add_link(counter.cscas[2].der()); // self-signed, but nobody's
    counter.trust_data.anchors.add_link(counter.link_to(2));
    counter.trust_data.anchors.add_link(counter.link_to(1));
    expect(counter.verdict(), Overall::undetermined, CheckId::chain, Errc::no_trust_anchor);
}

TEST_CASE("links: a link made by another key leads nowhere")
{
    ThreeGenerations counter;
    counter.trust_data.anchors.add_link(link(counter.cscas[2], counter.cscas[0], counter.keys[1]));
    expect(counter.verdict(), Overall::undetermined, CheckId::chain, Errc::no_trust_anchor);
}

TEST_CASE("links: a CSCA of another country must not reach over a link")
{
    ThreeGenerations counter;
    pki::CscaContent other = test::csca_content();
    other.subject.country = "TH";
    const auto thai = pki::make_csca(other, counter.keys[0], crypto::system_random());
    counter.trust_data.anchors = {};
    counter.trust_data.anchors.add(thai.der());
    counter.trust_data.anchors.add_link(link(counter.cscas[2], thai, counter.keys[0]));
    expect(counter.verdict(), Overall::not_genuine, CheckId::chain, Errc::country_mismatch);
}

TEST_CASE("links: a renewed CSCA, the same key under a new certificate, verifies what the old one signed")
{
    Counter counter;
    pki::CscaContent renewed = test::csca_content();
    renewed.validity = {test::at(2026, 6, 1), test::at(2060, 1, 1)};
    const auto csca = pki::make_csca(renewed, counter.content.pki.csca_key, crypto::system_random());
    counter.trust_data.anchors = {};
    counter.trust_data.anchors.add(csca.der());
    CHECK(counter.verdict().overall == Overall::genuine);
}

TEST_CASE("links: a CSCA that had run out when it issued")
{
    Counter counter;
    pki::CscaContent short_lived = test::csca_content();
    short_lived.validity = {test::at(2020, 1, 1), test::at(2025, 12, 30)};
    counter.content.pki.csca = pki::make_csca(short_lived, counter.content.pki.csca_key, crypto::system_random());
    counter.read_card();
    expect(counter.verdict(), Overall::not_genuine, CheckId::chain, Errc::signer_unsuitable);
}

TEST_CASE("verdict: that the signer has run out since is told apart")
{
    Counter counter;
    CHECK(!only(counter.verdict(), CheckId::chain).remark);
    pki::DocumentSignerContent signer = test::signer_content();
    signer.validity.not_after = test::at(2026, 12, 31);
    counter.read_card_signed_by(signer);
    counter.today = parse_date("20300101");
    CHECK(counter.verdict().overall == Overall::genuine);
    CHECK(only(counter.verdict(), CheckId::chain).remark == Errc::signer_expired);
}

TEST_CASE("foreign documents: only where the policy takes them, their countries by the table")
{
    Counter counter;
    pki::CscaContent csca = test::csca_content();
    pki::DocumentSignerContent signer = test::signer_content();
    csca.subject.country = signer.subject.country = "DE";
    counter.content.pki.csca = pki::make_csca(csca, counter.content.pki.csca_key, crypto::system_random());
    counter.content.mrz.issuing_state = "D";
    counter.read_card_signed_by(signer);
    CHECK(only(counter.verdict(), CheckId::chain).reason == Errc::country_mismatch);
    counter.policy.foreign_documents = true;
    CHECK(only(counter.verdict(), CheckId::chain).state == trust::State::passed);

    counter.content.mrz.issuing_state = "LAO"; // a foreign signer on our document
    counter.read_card();
    CHECK(only(counter.verdict(), CheckId::chain).reason == Errc::country_mismatch);
    counter.content.mrz.issuing_state = "FRA";
    counter.read_card();
    CHECK(only(counter.verdict(), CheckId::chain).reason == Errc::country_mismatch);
    counter.evidence.groups[1] = {trust::FileReading::Status::failed, {}};
    CHECK(only(counter.verdict(), CheckId::chain).reason == Errc::issuing_state_unknown);
}

TEST_CASE("proven signers: known again under the same anchors, strangers and other anchors never")
{
    Counter counter;
    const auto proven = std::make_shared<trust::ProvenSigners>();
    counter.trust_data.proven = proven;
    const Bytes signer = counter.content.pki.signer.der();
    CHECK(counter.verdict().overall == Overall::genuine);
    CHECK(proven->size() == 1);
    CHECK(proven->find(signer, counter.trust_data.anchors));
    CHECK(counter.verdict().overall == Overall::genuine);
    CHECK(proven->size() == 1);

    const trust::Anchors pinned = counter.trust_data.anchors;
    counter.trust_data.anchors = {};
    CHECK(!proven->find(signer, counter.trust_data.anchors));
    expect(counter.verdict(), Overall::undetermined, CheckId::chain, Errc::no_trust_anchor);
    counter.trust_data.anchors = pinned;
    Bytes altered = signer;
    altered.back() ^= 0x01;
    CHECK(!proven->find(altered, pinned));

    // what depends on the document is judged each time
    counter.policy.country = "TH";
    expect(counter.verdict(), Overall::not_genuine, CheckId::chain, Errc::country_mismatch);
}

TEST_CASE("proven signers: bounded")
{
    const Counter counter;
    trust::ProvenSigners proven{2};
    for (int i = 0; i < 5; ++i) {
        const auto signer =
            pki::make_document_signer(test::signer_content(), counter.content.pki.signer_key.public_key(),
                counter.content.pki.csca, counter.content.pki.csca_key, crypto::system_random());
        auto search = trust::find_chain(signer, counter.trust_data.anchors);
        REQUIRE(search.signer);
        proven.add(std::make_shared<const trust::ProvenSigner>(*search.signer), counter.trust_data.anchors);
        CHECK(proven.size() <= 2);
    }
}
