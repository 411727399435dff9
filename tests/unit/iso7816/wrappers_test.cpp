// SPDX-License-Identifier: Apache-2.0
#include "card/base/error.hpp"
#include "card/base/hex.hpp"
#include "card/iso7816/counting.hpp"
#include "card/iso7816/select.hpp"
#include "card/iso7816/trace.hpp"

#include "support/faulty_transport.hpp"
#include "support/scripted_transport.hpp"
#include "support/throws.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace card;
using namespace card::iso7816;

TEST_CASE("counting: APDUs and bytes of each step")
{
    test::FunctionTransport card{[](ByteView) { return from_hex("AABB9000"); }};
    CountingTransport counting{card};
    counting.begin_step("reading");
    counting.exchange(from_hex("00B0810000"));
    counting.exchange(from_hex("00B0820000"));
    counting.begin_step("nothing");
    counting.begin_step("signing");
    counting.exchange(from_hex("00200080"));

    REQUIRE(counting.steps().size() == 3);
    CHECK(counting.steps()[0].step == "reading");
    CHECK(counting.steps()[0].apdus == 2);
    CHECK(counting.steps()[0].bytes_sent == 10);
    CHECK(counting.steps()[0].bytes_received == 8);
    CHECK(counting.steps()[1].apdus == 0);
    CHECK(total(counting.steps()).apdus == 3);
    CHECK(total(counting.steps()).bytes_sent == 14);
}

TEST_CASE("counting: a command that gets no answer counts as well")
{
    test::FunctionTransport card{[](ByteView) { return from_hex("9000"); }};
    test::FaultyTransport faulty{card, 0, test::Fault::removed_before};
    CountingTransport counting{faulty};
    CHECK(test::error_of([&] { return counting.exchange(from_hex("00B0810000")); }) == Errc::card_removed);
    CHECK(total(counting.steps()).apdus == 1);
    CHECK(total(counting.steps()).bytes_received == 0);
}

TEST_CASE("trace: bodies are masked unless a developer asks for them")
{
    const auto lines_with = [](Masking masking) {
        test::FunctionTransport card{[](ByteView) { return from_hex("AABB9000"); }};
        std::vector<std::string> lines;
        TracingTransport tracing{card, [&](std::string_view line) { lines.emplace_back(line); }, masking};
        tracing.exchange(from_hex("0020008008313233343536FFFF"));
        return lines;
    };
    CHECK(lines_with(Masking::bodies) == std::vector<std::string>{"> 00 20 00 80 (9 bytes)", "< (2 bytes) 9000"});
    CHECK(lines_with(Masking::none) == std::vector<std::string>{"> 0020008008313233343536ffff", "< aabb 9000"});
}

TEST_CASE("trace: broken answers are traced, too, and without a sink nothing is")
{
    test::FunctionTransport card{[](ByteView) { return Bytes{0x90}; }};
    std::vector<std::string> lines;
    TracingTransport tracing{card, [&](std::string_view line) { lines.emplace_back(line); }};
    tracing.exchange(from_hex("00A4"));
    CHECK(lines == std::vector<std::string>{"> 00a4", "< 1 bytes without a status word"});
    TracingTransport silent{card, {}};
    CHECK(silent.exchange(from_hex("00A40000")) == Bytes{0x90});
}

TEST_CASE("select: applications and the master file")
{
    const Aid aid{from_hex("A0000002471001")};
    CHECK(to_hex(encode(select_application(aid))) == "00a4040c07a0000002471001");
    CHECK(to_hex(encode(select_application_with_answer(aid))) == "00a4040007a000000247100100");
    CHECK(to_hex(encode(select_master_file())) == "00a4000c023f00");
    CHECK(test::error_of([] { return Aid{Bytes(4)}; }) == Errc::malformed_data);
    CHECK(test::error_of([] { return Aid{Bytes(17)}; }) == Errc::malformed_data);
}
