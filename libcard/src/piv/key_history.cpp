// SPDX-License-Identifier: Apache-2.0
#include "card/piv/key_history.hpp"

#include "tags.hpp"

#include "card/base/error.hpp"
#include "card/piv/slots.hpp"
#include "card/tlv/reader.hpp"
#include "card/tlv/writer.hpp"

namespace card::piv {

namespace {

namespace history_field {
constexpr tlv::Tag on_card{0xC1};
constexpr tlv::Tag off_card{0xC2};
constexpr tlv::Tag url{0xF3};
} // namespace history_field

constexpr std::size_t longest_url = 118;

void expect_history(bool condition, const char* sentence)
{
    require(condition, Errc::malformed_data, "key history", sentence);
}

void check_history(const KeyHistory& history)
{
    const std::size_t most = retired_slots.size();
    expect_history(
        history.on_card <= most && history.off_card <= most - history.on_card, "more keys than there are slots");
    const std::string& url = history.url;
    const bool printable = std::all_of(url.begin(), url.end(), [](char c) { return c > ' ' && c <= '~'; });
    expect_history(url.size() <= longest_url && printable, "a URL that is none");
    expect_history(history.off_card == 0 || !url.empty(), "keys off the card without a URL");
    expect_history(history.on_card + history.off_card > 0 || url.empty(), "a URL without keys");
}

unsigned count_of(ByteView value)
{
    expect_history(value.size() == 1, "a number of another length");
    return value[0];
}

} // namespace

Bytes encode(const KeyHistory& history)
{
    check_history(history);
    Bytes out = concat({tlv::encode(history_field::on_card, big_endian(history.on_card, 1)),
        tlv::encode(history_field::off_card, big_endian(history.off_card, 1))});
    if (!history.url.empty())
        append(out, tlv::encode(history_field::url, as_bytes(history.url)));
    append(out, tlv::encode(tag::error_detection, ByteView{}));
    return out;
}

KeyHistory decode_key_history(ByteView content)
{
    KeyHistory history;
    tlv::Reader reader{content};
    history.on_card = count_of(reader.expect(history_field::on_card));
    history.off_card = count_of(reader.expect(history_field::off_card));
    if (const auto url = reader.accept(history_field::url))
        history.url = as_text(*url);
    expect_history(reader.expect(tag::error_detection).empty(), "an error detection code");
    reader.finish();
    check_history(history);
    return history;
}

} // namespace card::piv
