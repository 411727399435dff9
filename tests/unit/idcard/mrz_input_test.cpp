// SPDX-License-Identifier: Apache-2.0
#include "idcard/mrz_input.hpp"

#include "card/base/error.hpp"
#include "card/crypto/hash.hpp"

#include "support/throws.hpp"
#include "support/vectors.hpp"

#include <doctest/doctest.h>

using namespace card;

namespace {

/// Of the MRZ vectors those that are TD1, three lines of 30.
std::vector<test::Vector> td1_vectors()
{
    std::vector<test::Vector> found;
    for (const test::Vector& vector : test::read_vectors("mrz.vec"))
        if (vector.has("Mrz") && vector.text("Mrz").size() == 90)
            found.push_back(vector);
    return found;
}

std::string printed(const std::string& zone, const char* line_end, std::size_t lines)
{
    std::string out;
    for (std::size_t i = 0; i < lines; ++i)
        out += zone.substr(30 * i, 30) + line_end;
    return out;
}

bool opens(const std::string& text, const std::string& information)
{
    const auth::Mrz mrz = idcard::parse_mrz(as_bytes(text));
    return equal(mrz.secret(), crypto::digest(crypto::Hash::sha1, as_bytes(information)));
}

} // namespace

TEST_CASE("MRZ input: the lines as they are printed, ICAO Doc 9303 part 5 App. A and part 11 App. D.2")
{
    const auto vectors = td1_vectors();
    REQUIRE(vectors.size() >= 2);
    for (const test::Vector& vector : vectors) {
        const std::string zone = vector.text("Mrz");
        CAPTURE(zone);
        for (const std::size_t lines : {2U, 3U})
            for (const char* line_end : {"\n", "\r\n", "  \n\n"})
                CHECK(opens(printed(zone, line_end, lines), vector.text("Information")));
    }
}

TEST_CASE("MRZ input: three fields, with and without check digits, in lower case, with blanks around them")
{
    const std::string information = "D23145890774081221204159"; // [9303-5] App. A
    for (const char* fields : {"D231458907\n7408122\n1204159\n", "D23145890\n740812\n120415",
             "d23145890\n740812\n1204159", "  D23145890 \r\n 740812\r\n120415 \r\n"})
        CHECK(opens(fields, information));
    // [9303-11] App. G.1
    CHECK(opens("T22000129\n640812\n101031", "T22000129364081251010318"));
}

TEST_CASE("MRZ input: a long document number as printed, [9303-11] App. D.2")
{
    CHECK(opens("D231458907349\n340712\n950712", "D23145890734934071279507122"));
}

TEST_CASE("MRZ input: what is neither is refused without a word of it")
{
    const std::string zone = td1_vectors()[0].text("Mrz");
    std::string wrong_digit = zone;
    wrong_digit[14] = wrong_digit[14] == '0' ? '1' : '0';
    for (const std::string& text : {std::string{}, std::string{"\n\n"}, zone, zone.substr(0, 30) + "\n",
             printed(zone, "\n", 2).substr(0, 60), printed(wrong_digit, "\n", 3), std::string{"D23145890\n740812"},
             std::string{"D231458908\n740812\n120415"}, std::string{"D23145890\n7408\n120415"},
             std::string{"D23145890\n740812\n12041\xC5"}, std::string(300, 'A'), std::string{"\n740812\n120415"}}) {
        CAPTURE(text);
        try {
            idcard::parse_mrz(as_bytes(text));
            FAIL("accepted");
        } catch (const Error& error) {
            CHECK(error.code() == Errc::secret_format);
            CHECK(error.field() == "MRZ");
            CHECK(std::string{error.what()}.find_first_of("0123456789") == std::string::npos);
        }
    }
}
