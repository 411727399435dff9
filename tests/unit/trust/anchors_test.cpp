// SPDX-License-Identifier: Apache-2.0
#include "card/trust/anchors.hpp"

#include "card/base/error.hpp"
#include "card/trust/trust_files.hpp"
#include "support/der_editor.hpp"
#include "support/document_pki.hpp"
#include "support/throws.hpp"

#include <doctest/doctest.h>

using namespace card;

namespace {

std::optional<Errc> error_of_adding(ByteView der)
{
    try {
        trust::Anchors{}.add(der);
    } catch (const Error& error) {
        return error.code();
    }
    return std::nullopt;
}

} // namespace

TEST_CASE("anchors: a CSCA is pinned once")
{
    const test::DocumentPki pki;
    trust::Anchors anchors;
    CHECK(anchors.empty());
    anchors.add(pki.csca.der());
    anchors.add(pki.csca.der());
    CHECK(anchors.cscas().size() == 1);
}

TEST_CASE("anchors: only authorities, only whole certificates")
{
    const test::DocumentPki pki;
    CHECK(error_of_adding(pki.signer.der()) == Errc::trust_data_invalid);
    CHECK(error_of_adding(ByteView{pki.csca.der()}.first(100)) == Errc::trust_data_invalid);
    CHECK(error_of_adding({}) == Errc::trust_data_invalid);
}

TEST_CASE("anchors: certificates of other states keep other rules, if the policy takes their documents")
{
    const test::DocumentPki pki;
    const Bytes odd = test::edit_der(pki.csca.der(), {0, 1}, [](const Bytes&) { return Bytes{0x02, 0x01, 0xFF}; });
    for (const char* name : {"csca/csca-2.cer", "link/link-1.cer"}) {
        trust::Files files{{"csca/csca-1.cer", pki.csca.der()}, {name, odd}};
        const auto refusal = test::error_of([&] { return trust::load_files(files, nullptr); });
        CHECK(refusal == Errc::trust_data_invalid);
        trust::Policy policy = trust::default_policy();
        policy.foreign_documents = true;
        files["policy.toml"] = to_bytes(as_bytes(trust::to_toml(policy)));
        const auto loaded = trust::load_files(files, nullptr);
        CHECK(loaded.data.anchors.cscas().size() + loaded.data.anchors.links().size() == 2);
    }
}
