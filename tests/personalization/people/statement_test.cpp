// SPDX-License-Identifier: Apache-2.0
#include "card/base/error.hpp"
#include "people/statement.hpp"
#include "software_card.hpp"
#include "support/throws.hpp"

#include <doctest/doctest.h>

using namespace perso::people;
using card::Errc;
using test::error_of;

namespace {

Statement sample()
{
    Statement statement{.action = "approve",
        .person = "keo",
        .subjects = {"VT-2026-000001", "VT-2026-000002"},
        .at = card::Time{std::chrono::seconds{1'795'000'000}}};
    statement.store.fill(0x11);
    statement.head.fill(0x22);
    statement.nonce.fill(0x33);
    return statement;
}

} // namespace

TEST_CASE("statement: what was encoded is read again")
{
    CHECK(parse_statement(encode(sample())) == sample());
    Statement without = sample();
    without.subjects.clear();
    CHECK(parse_statement(encode(without)) == without);
    Statement old = sample();
    old.version = 1;
    CHECK(parse_statement(encode(old)) == old);
}

TEST_CASE("statement: cut at any byte or lengthened, it is none")
{
    const card::Bytes der = encode(sample());
    for (std::size_t size = 0; size < der.size(); ++size)
        CHECK(error_of([&] { parse_statement(card::ByteView{der}.first(size)); }) == Errc::malformed_tlv);
    card::Bytes longer = der;
    longer.push_back(0);
    CHECK(error_of([&] { parse_statement(longer); }) == Errc::malformed_tlv);
}

TEST_CASE("statement: words and sizes of another form are refused")
{
    const auto refused = [](auto change) {
        Statement statement = sample();
        change(statement);
        return error_of([&] { parse_statement(encode(statement)); }) == Errc::malformed_data;
    };
    CHECK(refused([](Statement& s) { s.action = ""; }));
    CHECK(refused([](Statement& s) { s.person = "two words"; }));
    CHECK(refused([](Statement& s) { s.person = std::string(65, 'a'); }));
    CHECK(refused([](Statement& s) { s.subjects = {"line\nfeed"}; }));
    CHECK(refused([](Statement& s) { s.subjects = {std::string(129, 'a')}; }));
    CHECK(refused([](Statement& s) { s.subjects.assign(20'001, "a"); }));
    CHECK(refused([](Statement& s) { s.version = 0; }));
    CHECK(refused([](Statement& s) { s.version = 3; }));
}

TEST_CASE("statement: what was decided is one word, whatever somebody typed")
{
    CHECK(decided("reason", "lost") == "reason=lost");
    // SHA-256 of nothing, and of "a b". Source: sha256sum of GNU coreutils
    CHECK(decided("reference", "") == "reference=e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(decided("reference", "a b") == "reference=c8687a08aa5d6ed2044328fa6a697ab8e96dc34291e8c2034ae8c38e6fcc6d65");
    Statement statement = sample();
    statement.subjects = {"VT-2026-000001", decided("reference", std::string(65, 'a')), decided("reference", "\n")};
    CHECK(parse_statement(encode(statement)) == statement);
}

TEST_CASE("statement: a signature holds for this statement and this key alone")
{
    const test::SoftwareCard own;
    const test::SoftwareCard other;
    const card::Bytes der = encode(sample());
    const card::Bytes signature = own.sign(der);
    CHECK(is_signed(own.key(), der, signature));
    CHECK_FALSE(is_signed(other.key(), der, signature));
    for (std::size_t i = 0; i < der.size(); ++i) {
        card::Bytes changed = der;
        changed[i] ^= 0x01;
        CHECK_FALSE(is_signed(own.key(), changed, signature));
    }
    // Without its prefix it could be what another protocol had the card sign.
    CHECK_FALSE(is_signed(own.key(), der, own.sign_digest(card::crypto::digest(card::crypto::Hash::sha256, der))));
}
