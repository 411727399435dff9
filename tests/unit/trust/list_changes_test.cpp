// SPDX-License-Identifier: Apache-2.0
#include "card/trust/list_changes.hpp"

#include "card/base/cbor.hpp"
#include "card/pki/crl.hpp"

#include "support/packages.hpp"
#include "support/throws.hpp"

#include <doctest/doctest.h>

namespace {

using namespace card;
using trust::apply_list_changes;
using trust::make_list_changes;

/// The CRL of the CSCA over certificates with these numbers.
Bytes list_of(const std::vector<std::uint8_t>& serials, std::uint64_t number)
{
    const auto& pki = test::document_pki();
    const Time now = test::at(2026, 11, 1) + std::chrono::days{number};
    pki::CrlContent content{
        .this_update = now, .next_update = now + std::chrono::days{35}, .number = number, .revoked = {}};
    for (const std::uint8_t serial : serials)
        content.revoked.push_back({.serial_number = Bytes(16, serial), .when = now - std::chrono::days{number}});
    return pki::build_crl(content, pki.csca, pki.csca_key).der();
}

struct Triple {
    Bytes written;
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
};

Bytes changes_of(const std::vector<Triple>& triples)
{
    CborWriter out;
    out.array(3 * triples.size());
    for (const Triple& triple : triples) {
        out.bytes(triple.written);
        out.number(triple.offset);
        out.number(triple.length);
    }
    return out.take();
}

std::optional<Errc> refusal(ByteView older, ByteView changes)
{
    return test::error_of([&] { apply_list_changes(older, changes); });
}

} // namespace

TEST_CASE("changes to a list: what was added, taken away, put in front and at the end")
{
    std::vector<std::uint8_t> many;
    for (std::uint8_t serial = 1; serial < 100; ++serial)
        many.push_back(serial);
    const Bytes older = list_of(many, 1);
    std::vector<std::uint8_t> others{101, 102};
    others.insert(others.end(), many.begin() + 10, many.end());
    others.insert(others.begin() + 40, 103);
    others.push_back(104);
    for (const auto& serials : {many, others, std::vector<std::uint8_t>{}, std::vector<std::uint8_t>{200}}) {
        const Bytes newer = list_of(serials, 2);
        CHECK(apply_list_changes(older, make_list_changes(older, newer)) == newer);
        CHECK(apply_list_changes(newer, make_list_changes(newer, older)) == older);
    }
    CHECK(make_list_changes(older, list_of(others, 2)).size() < older.size() / 5);
    CHECK(make_list_changes(older, older).size() < 40); // the heads of what was split, and the rest at once
}

TEST_CASE("changes to a list: any DER can be the older one and the newer one")
{
    const Bytes list = list_of({1, 2, 3}, 1);
    for (const Bytes& other : {Bytes{0x30, 0x00}, Bytes{0x05, 0x00}, test::document_pki().csca.der()}) {
        CHECK(apply_list_changes(other, make_list_changes(other, list)) == list);
        CHECK(apply_list_changes(list, make_list_changes(list, other)) == other);
    }
    CHECK(test::error_of([&] { make_list_changes(list, Bytes{0x30, 0x05}); }) == Errc::malformed_tlv);
    CHECK(test::error_of([&] { make_list_changes(Bytes{0x30, 0x05}, list); }) == Errc::malformed_tlv);
}

TEST_CASE("changes to a list: broken ones")
{
    const Bytes older(100, 0x41);
    CHECK(apply_list_changes(older, changes_of({{{1, 2}, 98, 2}, {{3}, 0, 0}})) == Bytes{1, 2, 0x41, 0x41, 3});
    CHECK(apply_list_changes(older, changes_of({})).empty());

    CHECK(refusal(older, changes_of({{{}, 101, 0}})) == Errc::malformed_data);
    CHECK(refusal(older, changes_of({{{}, 99, 2}})) == Errc::malformed_data);
    CHECK(refusal(older, changes_of({{{}, 1, ~std::uint64_t{0}}})) == Errc::malformed_data);
    const Bytes good = changes_of({{{1, 2}, 10, 20}});
    for (std::size_t size = 0; size < good.size(); ++size)
        CHECK(refusal(older, ByteView{good}.first(size)) == Errc::malformed_data);
    CHECK(refusal(older, concat({good, Bytes{0}})) == Errc::malformed_data);
    CborWriter two;
    two.array(2);
    two.bytes(Bytes{1});
    two.number(0);
    CHECK(refusal(older, two.out()) == Errc::malformed_data);
}

TEST_CASE("changes to a list: a few bytes do not become a list without end")
{
    const Bytes older(1'000'000, 0x41);
    CHECK(apply_list_changes(older, changes_of(std::vector<Triple>(16, {{}, 0, older.size()}))).size() == 16'000'000);
    CHECK(refusal(older, changes_of(std::vector<Triple>(17, {{}, 0, older.size()}))) == Errc::malformed_data);
}
