// SPDX-License-Identifier: Apache-2.0
#include "card/session/card.hpp"

#include "card/base/error.hpp"
#include "card/piv/data_objects.hpp"
#include "card/tlv/writer.hpp"

#include "support/document_pki.hpp"
#include "support/throws.hpp"
#include "unit/pcsc/fake_scard.hpp"

#include <doctest/doctest.h>

using namespace card;

namespace {

/// One reader with a card that answers each command of a table, and anything else with 6D00.
struct Desk {
    test::FakeSCard scard;
    pcsc::Context context{scard};
    std::vector<std::string> sent;

    explicit Desk(std::map<std::string, std::string> answers)
    {
        scard.readers = {{"ACS ACR39U 00"}};
        scard.readers[0].insert();
        scard.answer = [this, answers = std::move(answers)](ByteView command) {
            sent.push_back(to_hex(command));
            const auto found = answers.find(sent.back());
            return from_hex(found == answers.end() ? "6D00" : found->second);
        };
    }
};

const std::string select_pki = "00a404000ba00000030800001000010000";
const std::string get_certificate = "00cb3fff055c035fc10500";
const std::string template_61 = "61084F06000010000100 9000";

std::optional<Errc> signing(Desk& desk, const char* pin)
{
    session::Card card{desk.context, ""};
    return test::error_of([&] { return card.sign_with_9a(as_bytes(pin), Bytes(32)); });
}

} // namespace

TEST_CASE("card: no reader, no card, an unknown name")
{
    test::FakeSCard scard;
    pcsc::Context context{scard};
    const auto opening = [&](std::string_view name) {
        return test::error_of([&] { return session::Card{context, name}.reader(); });
    };
    CHECK(opening("") == Errc::no_reader);
    scard.readers = {{"ACS"}};
    CHECK(opening("") == Errc::no_card);
    scard.readers[0].insert();
    CHECK(opening("Gemalto") == Errc::reader_not_found);
    CHECK(opening("") == std::nullopt);
}

TEST_CASE("card: everything happens inside a transaction, and a trace is masked")
{
    Desk desk{{{"00a4040c07a0000002471001", "9000"}, {select_pki, "6A82"}, {"00a4000c023f00", "9000"}}};
    std::vector<std::string> lines;
    session::Card card{desk.context, "ACS", [&](std::string_view line) { lines.emplace_back(line); }};
    CHECK(card.reader() == "ACS ACR39U 00");
    CHECK(to_hex(card.atr()) == "3b95168131fe458073f621e04c");
    CHECK(card.detect().identity);
    CHECK(desk.scard.count("begin_transaction") == 1);
    CHECK(desk.scard.count("end_transaction") == 1);
    CHECK(lines.size() == 6);
    CHECK(lines[0] == "> 00 A4 04 0C (8 bytes)");
}

TEST_CASE("card: a signature needs the application, the certificate, and more than one try")
{
    Desk without{{{select_pki, "6A82"}}};
    CHECK(signing(without, "123456") == Errc::file_not_found);

    Desk no_certificate{{{select_pki, template_61}, {get_certificate, "6A82"}}};
    CHECK(signing(no_certificate, "123456") == Errc::file_not_found);
    CHECK(no_certificate.scard.count("disconnect_reset") == 1);
}

TEST_CASE("card: whatever comes of a signature, the PIN is forgotten before another program gets its turn")
{
    Bytes waiting = tlv::encode(tlv::Tag{0x53}, piv::encode_certificate_container(test::document_pki().signer.der()));
    Desk desk{{{select_pki, template_61}, {"00200080", "63C3"}, {"0020008008313233343536ffff", "9000"},
        {"0020ff80", "9000"}}};
    desk.scard.answer = [&, table = desk.scard.answer](ByteView command) {
        const Bytes answer = table(command);
        if (desk.sent.back() != get_certificate && command[1] != 0xC0)
            return answer; // to the signature, too: 6D00
        const Bytes piece = to_bytes(ByteView{waiting}.first(std::min<std::size_t>(waiting.size(), 256)));
        waiting.erase(waiting.begin(), waiting.begin() + static_cast<std::ptrdiff_t>(piece.size()));
        return concat({piece, from_hex(waiting.empty() ? "9000" : "6100")});
    };

    session::Card card{desk.context, ""};
    CHECK(test::error_of([&] { return card.sign_with_9a(as_bytes("123456"), Bytes(32)); }) == Errc::unexpected_status);
    CHECK(desk.sent.back() == "0020ff80");
    CHECK(desk.scard.calls.back() == "end_transaction");
}
