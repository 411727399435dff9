// SPDX-License-Identifier: Apache-2.0
#include "card/trust/anchors.hpp"

#include "support/document_pki.hpp"

#include "card/base/error.hpp"

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
