// SPDX-License-Identifier: Apache-2.0
#include "card/piv/printed_information.hpp"

#include "tags.hpp"

#include "card/base/error.hpp"
#include "card/tlv/reader.hpp"
#include "card/tlv/writer.hpp"

#include <array>

namespace card::piv {

namespace {

constexpr std::size_t expiry_characters = 9;

struct PrintedText {
    tlv::Tag tag;
    std::string PrintedInformation::*text;
    std::size_t longest;
    bool optional = false;
};

constexpr std::array printed_texts{
    PrintedText{tlv::Tag{0x01}, &PrintedInformation::name, 125},
    PrintedText{tlv::Tag{0x02}, &PrintedInformation::affiliation, 20},
    PrintedText{tlv::Tag{0x04}, &PrintedInformation::expiry, expiry_characters},
    PrintedText{tlv::Tag{0x05}, &PrintedInformation::card_serial, 20},
    PrintedText{tlv::Tag{0x06}, &PrintedInformation::issuer, 15},
    PrintedText{tlv::Tag{0x07}, &PrintedInformation::organization_1, 20, true},
    PrintedText{tlv::Tag{0x08}, &PrintedInformation::organization_2, 20, true},
};

void expect_printed(bool condition, const char* sentence)
{
    require(condition, Errc::malformed_data, "printed information", sentence);
}

void check_printed(const PrintedInformation& information)
{
    for (const PrintedText& row : printed_texts) {
        const std::string& text = information.*row.text;
        expect_printed(text.size() <= row.longest, "a text that is too long");
        expect_printed(std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; }),
            "a character that cannot be printed");
    }
    expect_printed(information.expiry.size() == expiry_characters, "a date of another length");
}

} // namespace

Bytes encode(const PrintedInformation& information)
{
    check_printed(information);
    Bytes out;
    for (const PrintedText& row : printed_texts)
        if (const std::string& text = information.*row.text; !row.optional || !text.empty())
            append(out, tlv::encode(row.tag, as_bytes(text)));
    append(out, tlv::encode(tag::error_detection, ByteView{}));
    return out;
}

PrintedInformation decode_printed_information(ByteView content)
{
    PrintedInformation information;
    tlv::Reader reader{content};
    for (const PrintedText& row : printed_texts) {
        if (row.optional && reader.peek() != row.tag)
            continue;
        information.*row.text = as_text(reader.expect(row.tag));
    }
    expect_printed(reader.expect(tag::error_detection).empty(), "an error detection code");
    reader.finish();
    check_printed(information);
    return information;
}

} // namespace card::piv
