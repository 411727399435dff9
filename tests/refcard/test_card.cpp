// SPDX-License-Identifier: Apache-2.0
#include "test_card.hpp"

#include "diversification.hpp"

#include <stdexcept>

namespace refcard_test {

Bytes hex(std::string_view digits)
{
    std::string compact;
    for (const char c : digits) {
        if (c != ' ')
            compact += c;
    }
    return from_hex(compact);
}

void FixedRandom::fill(std::span<std::uint8_t> bytes)
{
    if (draws_.empty() || draws_.front().size() != bytes.size())
        throw std::logic_error{"no such number was laid in"};
    std::ranges::copy(draws_.front(), bytes.begin());
    draws_.pop_front();
}

KeySet transport_keys(const Profile& profile)
{
    const Bytes data = join({profile.management.diversification_prefix, hex("00000001")});
    return refcard::transport_keys(profile.management, data);
}

KeySet issuer_keys()
{
    return {.kvn = 0x31,
        .enc = hex("000102030405060708090A0B0C0D0E0F"),
        .mac = hex("101112131415161718191A1B1C1D1E1F"),
        .dek = hex("202122232425262728292A2B2C2D2E2F")};
}

void TestCard::FailingMemory::keep(const Image&)
{
    if (failing)
        throw std::runtime_error{"the memory is worn out"};
}

TestCard::TestCard(Profile profile, Interface interface)
    : TestCard{blank_image(profile, hex("00000001")), profile, interface}
{
}

TestCard::TestCard(Image image, Profile profile, Interface interface, std::optional<Buffers> announced)
    : profile_{std::move(profile)},
      memory_{std::move(image)},
      card_{{.profile = profile_,
          .buffers = profile_.buffers,
          .memory = memory_,
          .random = random_,
          .wait =
              [this](std::chrono::milliseconds time) {
                  at_wait();
                  waits_.push_back(time);
              },
          .interface = interface,
          .announced = announced}}
{
}

Reply TestCard::send(ByteView apdu)
{
    const Bytes answer = card_.process(apdu);
    const ByteView view = answer;
    return {.data = copy(view.first(view.size() - 2)), .sw = static_cast<Sw>(from_big_endian(view.last(2)))};
}

Bytes command(std::uint8_t cla, std::uint8_t ins, std::uint16_t p1p2, ByteView data, std::size_t ne)
{
    const bool extended = data.size() > 255 || ne > 256;
    Bytes apdu = join({Bytes{cla, ins}, big_endian(p1p2, 2)});
    if (extended)
        apdu.push_back(0x00);
    if (!data.empty())
        append(apdu, big_endian(data.size(), extended ? 2 : 1));
    append(apdu, data);
    if (ne > 0)
        append(apdu, big_endian(ne, extended ? 2 : 1));
    return apdu;
}

} // namespace refcard_test
