// SPDX-License-Identifier: Apache-2.0
// Where documents of other states are taken: master lists beside pins, and files that cannot be used.
#include "counter.hpp"

#include "card/trust/trust_files.hpp"
#include "support/master_lists.hpp"
#include "support/throws.hpp"

#include <openssl/evp.h>

#include <algorithm>

using namespace card;

namespace {

using trust::Files;
using trust::LoadedTrust;

pki::Certificate csca_of(const std::string& country, const pki::SigningKey& key)
{
    pki::CscaContent content = test::csca_content();
    content.subject.country = country;
    return pki::make_csca(content, key, crypto::system_random());
}

/// A neighbour with a CSCA and somebody who signs its master list.
test::DocumentPki neighbour()
{
    test::DocumentPki made;
    made.csca = csca_of("TH", made.csca_key);
    pki::DocumentSignerContent signer = test::signer_content();
    signer.subject.country = "TH";
    made.signer = pki::make_document_signer(
        signer, made.signer_key.public_key(), made.csca, made.csca_key, crypto::system_random());
    return made;
}

Bytes policy_of(bool foreign_documents)
{
    trust::Policy policy = trust::default_policy();
    policy.foreign_documents = foreign_documents;
    return to_bytes(as_bytes(trust::to_toml(policy)));
}

std::string in_base64(ByteView bytes)
{
    std::string out(4 * (bytes.size() / 3 + 1) + 1, '\0');
    const int size =
        EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), bytes.data(), static_cast<int>(bytes.size()));
    out.resize(static_cast<std::size_t>(size));
    return out;
}

struct Source {
    test::DocumentPki thailand = neighbour();
    pki::SigningKey vietnam_key = pki::SigningKey::generate(crypto::Curve::p256);
    pki::Certificate vietnam = csca_of("VN", vietnam_key);
    Bytes list =
        test::signed_master_list(thailand, test::master_list_content({thailand.csca.der(), vietnam.der(),
                                               test::document_pki().csca.der(), Bytes{0x30, 0x03, 0x02, 0x01, 0x01}}));
    Files files{{"csca/csca-1.cer", test::document_pki().csca.der()}, {"policy.toml", policy_of(true)},
        {"csca/thailand.ml", list}};
};

bool has(const LoadedTrust& trust, const pki::Certificate& csca)
{
    return std::ranges::find(trust.data.anchors.cscas(), csca) != trust.data.anchors.cscas().end();
}

} // namespace

TEST_CASE("master lists: one that was made under a pinned CSCA brings the others, but none of ours")
{
    Source source;
    LoadedTrust trust = trust::load_files(source.files, nullptr);
    CHECK(!has(trust, source.vietnam)); // nobody pinned Thailand's CSCA
    REQUIRE(trust.left_out.size() == 1);
    CHECK(trust.left_out[0].file == "csca/thailand.ml");

    source.files["csca/thailand.cer"] = source.thailand.csca.der();
    source.files.erase("csca/csca-1.cer"); // a list of another state does not pin ours
    trust = trust::load_files(source.files, nullptr);
    CHECK(has(trust, source.thailand.csca));
    CHECK(has(trust, source.vietnam));
    CHECK(trust.data.anchors.cscas().size() == 2);
    CHECK(trust.left_out.size() == 2); // ours, and what is no certificate
    for (const trust::LeftOut& one : trust.left_out)
        CHECK(one.file.starts_with("csca/thailand.ml#"));

    source.files["policy.toml"] = policy_of(false);
    CHECK(!has(trust::load_files(source.files, nullptr), source.vietnam));
}

TEST_CASE("master lists: a changed one brings nothing")
{
    Source source;
    source.files["csca/thailand.cer"] = source.thailand.csca.der();
    Bytes& list = source.files["csca/thailand.ml"];
    for (const std::size_t at : {list.size() / 2, list.size() - 1}) {
        const Bytes good = list;
        list[at] ^= 0x01;
        const LoadedTrust trust = trust::load_files(source.files, nullptr);
        CHECK(!has(trust, source.vietnam));
        CHECK(!trust.left_out.empty());
        list = good;
    }
}

TEST_CASE("master lists: those of the PKD come as LDIF")
{
    Source source;
    source.files["csca/thailand.cer"] = source.thailand.csca.der();
    source.files.erase("csca/thailand.ml");
    const std::string entry = "dn: o=ml,c=TH\npkdMasterListContent:: " + in_base64(source.list) + "\n";
    source.files["csca/pkd.ldif"] = to_bytes(as_bytes("version: 1\n" + entry));
    CHECK(has(trust::load_files(source.files, nullptr), source.vietnam));
    source.files["csca/pkd.ldif"] = to_bytes(as_bytes("dn: x\npkdMasterListContent:: !\n"));
    CHECK(trust::load_files(source.files, nullptr).left_out.size() == 1);
}

TEST_CASE("trust files: of hundreds from other states some cannot be used; of ours each must be")
{
    Source source;
    source.files.erase("csca/thailand.ml");
    source.files["csca/broken.cer"] = Bytes{0x30, 0x03, 0x02, 0x01, 0x01};
    source.files["link/signer.cer"] = source.thailand.signer.der(); // of no authority
    source.files["crl/thailand.crl"] =
        pki::build_crl({.this_update = test::at(2026, 12, 1), .next_update = test::at(2027, 3, 1), .number = 1},
            source.thailand.csca, source.thailand.csca_key)
            .der(); // of nobody pinned
    const LoadedTrust trust = trust::load_files(source.files, nullptr);
    CHECK(trust.data.anchors.cscas().size() == 1);
    CHECK(trust.data.signer_crls.empty());
    CHECK(trust.left_out.size() == 3);

    source.files["link/ours.cer"] = test::document_pki().signer.der();
    CHECK(test::error_of([&] { trust::load_files(source.files, nullptr); }) == Errc::trust_data_invalid);
    source.files.erase("link/ours.cer");
    source.files["policy.toml"] = policy_of(false);
    CHECK(test::error_of([&] { trust::load_files(source.files, nullptr); }) == Errc::trust_data_invalid);
}
