// SPDX-License-Identifier: Apache-2.0
#include "personalization/drivers/yubikey_device.hpp"

// of the reference card
#include "apdu.hpp"
#include "tlv.hpp"

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

refcard::Bytes reference_metadata(const refcard::Reference& reference, std::string_view published, unsigned all)
{
    const auto most = reference.most_tries.value_or(all);
    const refcard::Bytes tries{static_cast<std::uint8_t>(most), static_cast<std::uint8_t>(reference.tries)};
    return refcard::join({refcard::tlv::make(0x01, refcard::Bytes{0xFF}),
        flag(reference.value == refcard::padded_reference(card::as_bytes(published))),
        refcard::tlv::make(0x06, tries)});
}

} // namespace

refcard::Bytes YubikeyDevice::published_key(std::uint8_t algorithm)
{
    refcard::Bytes key;
    for (unsigned i = 0; i < (algorithm == 0x08 ? 16U : 24U); ++i)
        key.push_back(static_cast<std::uint8_t>(1 + i % 8));
    return key;
}

YubikeyDevice::YubikeyDevice(std::uint32_t serial, std::uint8_t algorithm)
    : PoweredCard{serial, device_profile(algorithm)}, serial_{serial}
{
}

refcard::Bytes YubikeyDevice::metadata(std::uint8_t reference) const
{
    const auto& profile = refcard::Profile::builtin();
    if (reference == 0x80)
        return reference_metadata(*image().pin, "123456", profile.pin.tries);
    if (reference == 0x81)
        return reference_metadata(*image().puk, "12345678", profile.puk.tries);
    const auto& key = *image().management_key;
    const bool published = tells_published || key.value == published_key(key.algorithm);
    return refcard::join({refcard::tlv::make(0x01, refcard::Bytes{key.algorithm}),
        refcard::tlv::make(0x02, refcard::Bytes{0x00, 0x01}), flag(published)});
}

card::Bytes YubikeyDevice::process(card::ByteView command)
{
    const std::uint8_t cla = command[0], ins = command[1], p2 = command[3];
    if ((cla & 0x8C) != 0) // no secure channel, no commands of GlobalPlatform
        return answer({}, Sw::wrong_class);
    if (ins == 0xA4 && p2 != 0x00)
        return answer({}, Sw::wrong_parameters);
    const bool tells_more = ins == 0xF7 && (p2 == 0x80 || p2 == 0x81 || p2 == 0x9B);
    if (!tells_more && ins != 0xF8)
        return PoweredCard::process(command);
    const std::array<std::uint8_t, 5> of_key{0x00, 0xF7, 0x00, 0x9B, 0x00};
    const card::Bytes told = PoweredCard::process(of_key); // whether the application is selected
    if (!ends_well(told))
        return told;
    return answer(ins == 0xF8 ? refcard::big_endian(serial_, 4) : metadata(p2), Sw::ok);
}

} // namespace test
