// SPDX-License-Identifier: Apache-2.0
#include "personalization/drivers/yubikey_device.hpp"

// of the reference card
#include "apdu.hpp"
#include "tlv.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace test {

namespace {

using refcard::Sw;

refcard::Profile device_profile(std::uint8_t algorithm)
{
    refcard::Profile profile = refcard::Profile::builtin();
    profile.piv.management_key =
        refcard::ManagementKey{.algorithm = algorithm, .value = YubikeyDevice::published_key(algorithm)};
    return profile;
}

card::Bytes answer(const refcard::Bytes& data, Sw sw)
{
    const auto whole = refcard::response(data, sw);
    return {whole.begin(), whole.end()};
}

bool ends_well(const card::Bytes& told)
{
    return told.size() >= 2 && told[told.size() - 2] == 0x90;
}

refcard::Bytes flag(bool value)
{
    return refcard::tlv::make(0x05, refcard::Bytes{static_cast<std::uint8_t>(value ? 1 : 0)});
}

constexpr std::uint8_t pin = 0x80, puk = 0x81, management = 0x9B; // key references
constexpr auto no_precise_diagnosis = static_cast<Sw>(0x6F00);
constexpr std::size_t writes_of_reference = 4; // object, value, whether it is the published one, number of tries

enum class Splits : std::uint8_t { change_reference = 0x24, set_retries = 0xFA, set_management_key = 0xFF };

bool is_published(std::uint8_t reference, const refcard::Image& image)
{
    if (reference == management)
        return image.management_key->value == YubikeyDevice::published_key(image.management_key->algorithm);
    const std::string_view value = reference == pin ? "123456" : "12345678";
    const auto& set = reference == pin ? *image.pin : *image.puk;
    return set.value == refcard::padded_reference(card::as_bytes(value));
}

/// How many writes a command takes that the card would do; 0: it is not split.
std::size_t writes_of(card::ByteView command, const refcard::Image& image)
{
    switch (Splits{command[1]}) {
    case Splits::change_reference:
        return 2;
    case Splits::set_retries:
        return 2 * writes_of_reference;
    case Splits::set_management_key: // another algorithm is another object
        return command[5] == image.management_key->algorithm ? 2 : 4;
    }
    return 0;
}

const char* name_of(std::uint8_t instruction)
{
    switch (Splits{instruction}) {
    case Splits::change_reference:
        return "CHANGE REFERENCE DATA";
    case Splits::set_retries:
        return "SET PIN RETRIES";
    case Splits::set_management_key:
        return "SET MANAGEMENT KEY";
    }
    return "";
}

} // namespace

refcard::Bytes YubikeyDevice::published_key(std::uint8_t algorithm)
{
    refcard::Bytes key;
    for (unsigned i = 0; i < (algorithm == 0x08 ? 16U : 24U); ++i)
        key.push_back(static_cast<std::uint8_t>(1 + i % 8));
    return key;
}

// The numbers of tries are those of PivApplet.
YubikeyDevice::YubikeyDevice(std::uint32_t serial, std::uint8_t algorithm)
    : PoweredCard{serial, device_profile(algorithm), true}, serial_{serial}
{
    change([](refcard::Image& image) {
        image.pin->tries = 5;
        image.pin->most_tries = 5;
        image.puk->tries = 3;
        image.puk->most_tries = 3;
    });
}

bool YubikeyDevice::tells_default(std::uint8_t reference) const
{
    if (const auto stale = stale_.find(reference); stale != stale_.end() && stale->second.is_default)
        return *stale->second.is_default;
    return is_published(reference, image());
}

refcard::Bytes YubikeyDevice::metadata(std::uint8_t reference) const
{
    if (reference == management)
        return refcard::join({refcard::tlv::make(0x01, refcard::Bytes{image().management_key->algorithm}),
            refcard::tlv::make(0x02, refcard::Bytes{0x00, 0x01}), flag(tells_published || tells_default(management))});
    const auto& value = reference == pin ? *image().pin : *image().puk;
    const auto stale = stale_.find(reference);
    const auto most = stale != stale_.end() && stale->second.tries ? *stale->second.tries : *value.most_tries;
    const refcard::Bytes tries{static_cast<std::uint8_t>(most), static_cast<std::uint8_t>(value.tries)};
    return refcard::join({refcard::tlv::make(0x01, refcard::Bytes{0xFF}), flag(tells_default(reference)),
        refcard::tlv::make(0x06, tries)});
}

card::Bytes YubikeyDevice::process(card::ByteView command)
{
    const std::uint8_t cla = command[0], ins = command[1], p2 = command[3];
    if (cla == 0x80 && ins == 0x50) // SCP03 with another i than that of our cards, from 5.3 on
        return answer(refcard::Bytes(29, 0x01), Sw::ok);
    if ((cla & 0x8C) != 0) // no secure channel, no commands of GlobalPlatform
        return answer({}, Sw::wrong_class);
    if (refcard::reads_binary(refcard::Ins{ins})) // no files
        return answer({}, Sw::unknown_instruction);
    if (ins == 0xA4)
        return select(command);
    if (ins == 0x87 && p2 == management && key_lost_)
        return answer({}, no_precise_diagnosis);
    if (ins == 0x24 || ins == 0xFA || ins == 0xFF)
        return write(command);
    const bool tells_more = ins == 0xF7 && (p2 == pin || p2 == puk || p2 == management);
    if (!tells_more && ins != 0xF8 && ins != 0xFD)
        return PoweredCard::process(command);
    const std::array<std::uint8_t, 5> of_key{0x00, 0xF7, 0x00, management, 0x00};
    const card::Bytes told = PoweredCard::process(of_key); // whether the application is selected
    if (!ends_well(told))
        return told;
    if (ins == 0xFD)
        return answer(version, Sw::ok);
    return answer(ins == 0xF8 ? refcard::big_endian(serial_, 4) : metadata(p2), Sw::ok);
}

/// Algorithms are listed as PivApplet does, and the length of the whole is written in two bytes.
card::Bytes YubikeyDevice::select(card::ByteView command)
{
    if (command[3] != 0x00)
        return answer({}, Sw::wrong_parameters);
    const card::Bytes told = PoweredCard::process(command);
    if (listed.empty() || !ends_well(told))
        return told;
    refcard::Bytes content{told.begin() + 2, told.end() - 2};
    for (const std::uint8_t algorithm : listed)
        refcard::append(
            content, refcard::tlv::make(0xAC, refcard::join({refcard::tlv::make(0x80, refcard::Bytes{algorithm}),
                                                  refcard::tlv::make(0x06, refcard::Bytes{0x00})})));
    return answer(
        refcard::join({refcard::Bytes{0x61, 0x81, static_cast<std::uint8_t>(content.size())}, content}), Sw::ok);
}

card::Bytes YubikeyDevice::write(card::ByteView command)
{
    const std::size_t writes = writes_of(command, image());
    const refcard::Image before = image();
    const auto stale_before = stale_;
    card::Bytes told = PoweredCard::process(command);
    if (!ends_well(told))
        return told;
    const refcard::Image done = image();
    if (tear_ == 0 || tear_ >= writes) { // beyond this command, which has a place less than writes
        tear_ -= tear_ == 0 ? 0 : writes - 1;
        apply(command, done, writes);
        return told;
    }
    change([&](refcard::Image& changed) { changed = before; });
    apply(command, done, tear_);
    torn_ = std::string{name_of(command[1])} + " after " + std::to_string(tear_) + " of " + std::to_string(writes);
    tear_ = 0;
    cut_at({.exchange = exchanges(), .cut = Cut::answer_lost, .station = Station::dies});
    throw PowerFailed{};
}

/// The first of the command's writes; `done` is what the memory holds after all.
void YubikeyDevice::apply(card::ByteView command, const refcard::Image& done, std::size_t writes)
{
    switch (Splits{command[1]}) {
    case Splits::change_reference: {
        const std::uint8_t reference = command[3];
        stale_[reference].is_default = writes < 2 ? std::optional{tells_default(reference)} : std::nullopt;
        change([&](refcard::Image& image) {
            image.pin = done.pin;
            image.puk = done.puk;
        });
        return;
    }
    case Splits::set_retries:
        remake(pin, *done.pin, std::min(writes, writes_of_reference));
        remake(puk, *done.puk, writes - std::min(writes, writes_of_reference));
        return;
    case Splits::set_management_key:
        return replace_key(*done.management_key, writes);
    }
}

void YubikeyDevice::remake(std::uint8_t reference, const refcard::Reference& made, std::size_t writes)
{
    if (writes == 0)
        return;
    const auto& value = reference == pin ? *image().pin : *image().puk;
    Stale& stale = stale_[reference];
    stale = {.is_default = writes < 3 ? std::optional{tells_default(reference)} : std::nullopt,
        .tries = writes < 4 ? stale.tries.value_or(*value.most_tries) : std::optional<unsigned>{}};
    change([&](refcard::Image& image) {
        auto& place = reference == pin ? image.pin : image.puk;
        place = made;
        if (writes == 1) // an object without a value, which nothing matches
            place->value = refcard::Bytes(8, 0x00);
    });
}

/// Another algorithm takes two writes before the value: another object, and the name of the algorithm.
void YubikeyDevice::replace_key(const refcard::ManagementKey& made, std::size_t writes)
{
    const bool another = made.algorithm != image().management_key->algorithm;
    const std::size_t value = another ? 3 : 1;
    key_lost_ = writes < value;
    stale_[management].is_default = writes <= value ? std::optional{tells_default(management)} : std::optional<bool>{};
    change([&](refcard::Image& image) {
        if (writes >= value)
            image.management_key = made;
        else if (writes == 2)
            image.management_key->algorithm = made.algorithm;
    });
}

} // namespace test
