// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card.hpp"

#include <deque>
#include <string_view>

/// A reference card in this process, and the readers' side of its protocols, written on the card's own primitives.
/// What proves the protocols themselves are the published vectors and libcard's tests against the same card.
namespace refcard_test {

using namespace refcard;

Bytes hex(std::string_view digits);

inline constexpr const char* select_identity = "00A4040C 07 A0000002471001";
inline constexpr const char* select_isd = "00A40400 08 A000000151000000 00";
inline constexpr const char* select_pki = "00A4040C 05 A000000308";
/// Asks for the application property template.
inline constexpr const char* select_pki_template = "00A40400 05 A000000308 00";

struct Reply {
    Bytes data;
    Sw sw;

    std::string data_hex() const { return to_hex(data); }

    unsigned sw_value() const { return static_cast<unsigned>(sw); }
};

/// Gives numbers that were laid in before; throws std::logic_error when they are used up.
class FixedRandom : public Random {
public:
    explicit FixedRandom(std::initializer_list<Bytes> draws) : draws_{draws} {}

    void fill(std::span<std::uint8_t> bytes) override;

private:
    std::deque<Bytes> draws_;
};

/// The keys of a blank card with the test's serial, from the published master key.
KeySet transport_keys(const Profile& profile = Profile::builtin());
/// Some other keys under the profile's issuer key version.
KeySet issuer_keys();

/// A card with memory in this process. It counts the time that it would have waited.
class TestCard {
public:
    explicit TestCard(Profile profile = Profile::builtin(), Interface interface = Interface::contact);
    TestCard(Image image, Profile profile, Interface interface = Interface::contact,
        std::optional<Buffers> announced = std::nullopt);

    Reply send(ByteView apdu);

    Reply send(std::string_view digits) { return send(hex(digits)); }

    /// As after a reset or a cut supply.
    void reset() { card_.reset(); }

    const Image& image() const { return memory_.image(); }

    /// Changes the memory behind the card's back.
    void change(const std::function<void(Image&)>& edit) { memory_.update(edit); }

    const Profile& profile() const { return profile_; }

    const std::vector<std::chrono::milliseconds>& waits() const { return waits_; }

    void fail_writes() { memory_.failing = true; }

    /// What happens at the next wait, a cut supply for example.
    std::function<void()> at_wait = [] {};

private:
    struct FailingMemory : Memory {
        using Memory::Memory;
        bool failing = false;

    protected:
        void keep(const Image&) override;
    };

    Profile profile_;
    FailingMemory memory_;
    SystemRandom random_;
    std::vector<std::chrono::milliseconds> waits_;
    Card card_;
};

/// One command APDU, extended where it must be.
Bytes command(std::uint8_t cla, std::uint8_t ins, std::uint16_t p1p2, ByteView data = {}, std::size_t ne = 0);

} // namespace refcard_test
