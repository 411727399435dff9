// SPDX-License-Identifier: Apache-2.0
// The reference card: commands as they come from a reader, and commands of the issuer behind a channel.
// Conversations with public-key operations: counted by the tenth.
#include "card.hpp"
#include "fuzz.hpp"
#include "piv_keys.hpp"

namespace {

using namespace refcard;

/// Numbers that cost nothing and repeat.
class CountingRandom : public Random {
public:
    void fill(std::span<std::uint8_t> bytes) override
    {
        for (std::uint8_t& byte : bytes)
            byte = ++last_;
    }

private:
    std::uint8_t last_ = 0;
};

/// Of a card of another make.
const Profile& other_make()
{
    static const Profile profile = [] {
        Profile other = Profile::builtin();
        other.piv.retired_keys = 3;
        other.piv.management_key = ManagementKey{.algorithm = 0x03, .value = Bytes(24, 0x5A)};
        return other;
    }();
    return profile;
}

Image issued_image(const Profile& profile, LifeCycle state)
{
    Image image = blank_image(profile, Bytes(4));
    image.life_cycle = state;
    image.can = text_bytes("123456");
    image.files[0x0101] = Bytes(300, 0x61);
    image.ca_key = Bytes(32, 0x07);
    for (const auto slot : std::initializer_list<std::uint8_t>{0x9A, 0x9C, 0x9D, 0x9E})
        image.piv_keys[slot] = {.algorithm = 0x11, .secret = Bytes(32, slot)};
    image.piv_objects[0x5FC105] = Bytes(300, 0x70);
    return image;
}

/// What no reader may change.
bool same_card(const Image& a, const Image& b)
{
    const auto secrets = [](const Image& image) {
        Bytes all = join({image.keys.enc, image.keys.mac, image.keys.dek, *image.can, *image.ca_key});
        for (const auto& [slot, key] : image.piv_keys)
            append(all, key.secret);
        return all;
    };
    return a.life_cycle == b.life_cycle && a.files == b.files && a.piv_objects == b.piv_objects &&
           a.change_counter == b.change_counter && secrets(a) == secrets(b);
}

struct FuzzedChip {
    explicit FuzzedChip(std::uint8_t options)
        : profile{(options & 4U) != 0 ? other_make() : Profile::builtin()},
          memory{issued_image(profile, (options & 1U) != 0 ? LifeCycle::secured : LifeCycle::op_ready)},
          chip{.profile = profile,
              .buffers = Profile::builtin().buffers,
              .memory = memory,
              .random = random,
              .wait = [](std::chrono::milliseconds) {},
              .interface = (options & 2U) != 0 ? Interface::contactless : Interface::contact}
    {
    }

    const Profile& profile;
    Memory memory;
    CountingRandom random;
    Chip chip;
};

/// Commands in the input: one byte of length before each.
template <typename Each>
void for_each_command(ByteView input, Each each)
{
    while (!input.empty()) {
        const std::size_t size = std::min<std::size_t>(input[0], input.size() - 1);
        each(input.subspan(1, size));
        input = input.subspan(1 + size);
    }
}

void from_a_reader(FuzzedChip& card, ByteView input)
{
    Card whole{card.chip};
    const Image before = card.memory.image();
    for_each_command(input, [&](ByteView apdu) {
        if (card.memory.image().management_key && apdu.size() > 1 && Ins{apdu[1]} == Ins::generate_key_pair)
            return; // an RSA key takes a second
        const Bytes answer = whole.process(apdu);
        fuzz::must_hold(
            answer.size() >= 2 && answer.size() <= card.chip.buffers.longest_response(), "length of an answer");
    });
    // The numbers of this card are known beforehand, so its witness proves nothing.
    fuzz::must_hold(card.memory.image().management_key || same_card(before, card.memory.image()),
        "a reader without keys changes nothing of the issuer's");
}

/// Takes a second and more, and reads the same input as an EC key does.
bool makes_rsa_key(const Apdu& apdu)
{
    return Ins{apdu.ins} == Ins::generate_key_pair && !apdu.data.empty() && piv::is_rsa(apdu.data.back());
}

template <typename Part>
void from_the_issuer(FuzzedChip& card, ByteView input)
{
    Part application{card.chip};
    for_each_command(input, [&](ByteView raw) {
        try {
            const Apdu apdu = Apdu::parse(raw, card.chip.buffers);
            if (makes_rsa_key(apdu))
                return;
            application.process({.ins = Ins{apdu.ins},
                .p1 = apdu.p1,
                .p2 = apdu.p2,
                .data = apdu.data,
                .ne = apdu.ne,
                .protection = Protection::scp03});
        } catch (const Refusal&) {
            // refused, as it may
        }
    });
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0)
        return 0;
    const ByteView commands{data + 1, size - 1};
    FuzzedChip card{data[0]};
    switch (data[0] >> 6) {
    case 1:
        from_the_issuer<PkiApplication>(card, commands);
        break;
    case 2:
        from_the_issuer<IdentityApplication>(card, commands);
        break;
    case 3:
        from_the_issuer<SecurityDomain>(card, commands);
        break;
    default:
        from_a_reader(card, commands);
    }
    return 0;
}
