// SPDX-License-Identifier: Apache-2.0
#include "card/pcsc/pin_pad.hpp"

#include "card/iso7816/command.hpp"

namespace card::pcsc {

namespace {

constexpr std::uint8_t feature_verify_pin_direct = 0x06;
constexpr std::uint8_t feature_modify_pin_direct = 0x07;
constexpr std::size_t control_code_bytes = 4;
constexpr std::size_t ins_offset = 1;

// The fields that both structures share. [PCSC-10] §2.5.2, §2.5.3
constexpr std::uint8_t timeout_seconds = 30;         // bTimerOut, and bTimerOut2 after the first key
constexpr std::uint8_t ascii_from_first_byte = 0x82; // bmFormatString: position 0 in bytes, left-justified, ASCII
constexpr std::uint8_t no_length_in_command = 0x00;  // bmPINLengthFormat
constexpr std::uint8_t key_ends_entry = 0x02;        // bEntryValidationCondition: the validation key
constexpr std::uint16_t english = 0x0409;            // wLangId
constexpr std::uint8_t old_and_new_twice = 0x03;     // bConfirmPIN

/// The structures are little-endian, as PC/SC part 10 has them from Windows and USB.
void append_little_endian(Bytes& out, std::uint32_t value, std::size_t width)
{
    for (std::size_t i = 0; i < width; ++i, value >>= 8)
        out.push_back(static_cast<std::uint8_t>(value));
}

/// wPINMaxExtraDigit: the fewest digits in the upper byte, the most in the lower.
std::uint16_t digits(const PinBlock& block)
{
    return static_cast<std::uint16_t>(block.min_digits << 8 | block.max_digits);
}

/// bTeoPrologue, which only T=1 without a driver needs; ulDataLength and abData.
void append_command(Bytes& out, ByteView command)
{
    append_little_endian(out, 0, 3);
    append_little_endian(out, static_cast<std::uint32_t>(command.size()), 4);
    append(out, command);
}

void take(std::optional<std::uint32_t>& known, ByteView control_code)
{
    require(control_code.size() == control_code_bytes, Errc::malformed_tlv, "reader features",
        "a control code that is not 4 bytes long");
    require(!known, Errc::malformed_tlv, "reader features", "a feature told twice");
    known = static_cast<std::uint32_t>(from_big_endian(control_code));
}

} // namespace

PadFeatures decode_features(ByteView answer)
{
    PadFeatures features;
    while (!answer.empty()) {
        require(answer.size() >= 2 && answer.size() - 2 >= answer[1], Errc::malformed_tlv, "reader features",
            "an entry is cut");
        const ByteView value = answer.subspan(2, answer[1]);
        if (answer[0] == feature_verify_pin_direct)
            take(features.verify_pin_direct, value);
        else if (answer[0] == feature_modify_pin_direct)
            take(features.modify_pin_direct, value);
        answer = answer.subspan(2 + value.size());
    }
    return features;
}

Bytes verify_request(ByteView command, const PinBlock& block)
{
    Bytes out{timeout_seconds, timeout_seconds, ascii_from_first_byte, block.bytes, no_length_in_command};
    append_little_endian(out, digits(block), 2);
    append(out, Bytes{key_ends_entry, 1}); // bNumberMessage
    append_little_endian(out, english, 2);
    out.push_back(0); // bMsgIndex: "enter your PIN"
    append_command(out, command);
    return out;
}

Bytes modify_request(ByteView command, const PinBlock& block)
{
    Bytes out{timeout_seconds, timeout_seconds, ascii_from_first_byte, block.bytes, no_length_in_command};
    append(out, Bytes{0, block.bytes}); // bInsertionOffsetOld, bInsertionOffsetNew
    append_little_endian(out, digits(block), 2);
    append(out, Bytes{old_and_new_twice, key_ends_entry, 3}); // bNumberMessage
    append_little_endian(out, english, 2);
    append(out, Bytes{0, 1, 2}); // bMsgIndex1 to 3: the PIN, the new PIN, the new PIN again
    append_command(out, command);
    return out;
}

/// A reader whose answer breaks the format is one without a pad.
std::optional<PinPad> PinPad::find(CardConnection& connection, const PinBlock& block)
{
    const std::optional<Bytes> answer = connection.ask_reader(get_feature_request);
    if (!answer)
        return std::nullopt;
    try {
        const PadFeatures features = decode_features(*answer);
        if (features.verify_pin_direct && features.modify_pin_direct)
            return PinPad{connection, features, block};
    } catch (const Error&) {
        return std::nullopt;
    }
    return std::nullopt;
}

Bytes PinPad::exchange(ByteView command)
{
    const auto ins = static_cast<iso7816::Ins>(command.size() > ins_offset ? command[ins_offset] : 0);
    if (ins == iso7816::Ins::verify)
        return connection_.exchange_by_reader(*features_.verify_pin_direct, verify_request(command, block_));
    require(ins == iso7816::Ins::change_reference_data || ins == iso7816::Ins::reset_retry_counter, Errc::internal,
        "PIN pad", "no command with a PIN");
    return connection_.exchange_by_reader(*features_.modify_pin_direct, modify_request(command, block_));
}

} // namespace card::pcsc
