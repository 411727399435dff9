// SPDX-License-Identifier: Apache-2.0
#include "card/pki/pem.hpp"

#include "support/throws.hpp"

#include "card/base/error.hpp"
#include "card/base/hex.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace card;
using test::error_of;

namespace {

std::vector<std::string> blocks(std::string_view text)
{
    std::vector<std::string> out;
    for (const pki::PemBlock& block : pki::read_pem(as_bytes(text)))
        out.push_back(block.label + "=" + std::string{as_text(block.content)});
    return out;
}

/// Number of the line that is complained about; -1 if none is.
long broken_line(std::string_view text)
{
    try {
        pki::read_pem(as_bytes(text));
    } catch (const Error& error) {
        CHECK(error.code() == Errc::malformed_data);
        return error.number().value_or(0);
    }
    return -1;
}

const std::string two = "subject=C = LA, CN = CSCA\n"
                        "-----BEGIN CERTIFICATE-----\n"
                        "bG9u\n"
                        "ZyBj\n"
                        "ZXJ0\n"
                        "-----END CERTIFICATE-----\n"
                        "\n"
                        "-----BEGIN X509 CRL-----\r\n"
                        "bGlz  \r\n"
                        "dA==\r\n"
                        "-----END X509 CRL-----";

} // namespace

TEST_CASE("pem: blocks in their order, lines of any length and explanations between them")
{
    CHECK(blocks(two) == std::vector<std::string>{"CERTIFICATE=long cert", "X509 CRL=list"});
    CHECK(blocks("-----BEGIN A-----\nYQ==\n-----END A-----\n") == std::vector<std::string>{"A=a"});
}

TEST_CASE("pem: how it is told")
{
    CHECK(pki::is_pem(as_bytes(two)));
    CHECK(!pki::is_pem(as_bytes("")));
    CHECK(!pki::is_pem(as_bytes("a line with -----BEGIN in it\n")));
    // a DER structure with such a line in it stays DER
    CHECK(!pki::is_pem(concat({from_hex("308200200c1c"), as_bytes("\n-----BEGIN CERTIFICATE-----")})));
}

TEST_CASE("pem: what is broken is refused with its line")
{
    CHECK(broken_line("") == 0);
    CHECK(broken_line("no block\nat all\n") == 2);
    CHECK(broken_line("\n-----BEGIN A-----\nYQ==\n") == 2);
    CHECK(broken_line("-----BEGIN A-----\nYQ==\n-----END B-----\n") == 3);
    CHECK(broken_line("-----BEGIN A-----\n-----END A-----\n") == 1);
    CHECK(broken_line("-----BEGIN A-----\nYQ=\n-----END A-----\n") == 1);
    CHECK(broken_line("-----BEGIN A-----\nProc-Type: 4,ENCRYPTED\nYQ==\n-----END A-----\n") == 1);
    CHECK(broken_line("-----BEGIN A-----\nYQ==\n-----BEGIN A-----\nYQ==\n-----END A-----\n") == 1);
    CHECK(broken_line("-----BEGIN A-----\nYQ==\n-----END A-----") == -1);
}

TEST_CASE("pem: one certificate, wrapped or not")
{
    const auto text = [](std::string_view label, unsigned times = 1) {
        std::string out;
        while (times-- > 0)
            out += fmt::format("-----BEGIN {0}-----\nMAA=\n-----END {0}-----\n", label);
        return to_bytes(as_bytes(out));
    };
    CHECK(pki::der_of(text("CERTIFICATE"), pki::pem::certificate) == from_hex("3000"));
    CHECK(pki::der_of(from_hex("300102"), pki::pem::certificate) == from_hex("300102"));
    CHECK(error_of([&] { pki::der_of(text("CERTIFICATE", 2), pki::pem::certificate); }) == Errc::malformed_data);
    CHECK(error_of([&] { pki::der_of(text("X509 CRL"), pki::pem::certificate); }) == Errc::malformed_data);
    CHECK(error_of([&] { pki::der_of(text("PRIVATE KEY"), pki::pem::certificate); }) == Errc::malformed_data);
}
