// SPDX-License-Identifier: Apache-2.0
// A hostile card: whatever it answers, verification ends in a verdict or a card::Error, after a bounded exchange; so do
// a look at the card and the reading of its files.
// Conversations with public-key operations: counted by the tenth.
#include "card/gp/scp03.hpp"
#include "card/iso7816/atr.hpp"
#include "card/iso7816/plain_channel.hpp"
#include "card/session/file_set.hpp"
#include "card/session/inspection.hpp"
#include "card/session/verification.hpp"
#include "fuzz.hpp"

namespace {

using namespace card;

constexpr std::size_t most_commands = 2000;

/// Answers with slices of the input: two bytes of length, then so many bytes. At its end the card is gone.
class HostileCard : public iso7816::Transport {
public:
    explicit HostileCard(ByteView answers) : rest_{answers} {}

    Bytes exchange(ByteView) override
    {
        fuzz::must_hold(++commands_ < most_commands, "the exchange is bounded");
        if (rest_.size() < 2)
            throw Error{Errc::card_removed, Step{"hostile card"}, "no answers left"};
        const std::size_t size = std::min<std::size_t>(from_big_endian(rest_.first(2)), rest_.size() - 2);
        const Bytes answer = to_bytes(rest_.subspan(2, size));
        rest_ = rest_.subspan(2 + size);
        return answer;
    }

private:
    ByteView rest_;
    std::size_t commands_ = 0;
};

/// The same bytes in every run, so that a finding can be repeated; those of the recording.
class CountingRandom : public crypto::RandomSource {
public:
    void fill(std::span<std::uint8_t> out) override
    {
        for (std::uint8_t& byte : out)
            byte = ++last_;
    }

private:
    std::uint8_t last_ = 0;
};

void verify(ByteView answers)
{
    HostileCard card{answers};
    CountingRandom random;
    const auth::Can can{as_bytes("992175")}; // of tests/scripts/verification_*.apdu, whose answers are seeds
    const trust::TrustData nothing;
    session::VerificationRequest request;
    request.password = &can;
    request.trust_data = &nothing;
    request.random = &random;
    const session::Verification result = session::verify(card, request);
    fuzz::must_hold(result.verdict.overall != trust::Overall::genuine, "nothing hostile is genuine");
}

void inspect(ByteView answers)
{
    HostileCard card{answers};
    session::inspect(card, {}, profile::builtin());
}

void read_files(ByteView answers)
{
    HostileCard card{answers};
    const session::FileSet set = session::read_files(card, {});
    fuzz::must_hold(set.files.size() <= session::known_files().size(), "each file is reported once");
}

void open_scp03(ByteView answers)
{
    HostileCard card{answers};
    CountingRandom random;
    iso7816::PlainChannel channel{card};
    const gp::KeySet keys{SecureBytes(16), SecureBytes(16), SecureBytes(16)};
    gp::open(channel, keys, gp::SecurityLevel::all, random);
    fuzz::must_hold(false, "nobody without the keys opens a channel");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const ByteView input{data, size};
    fuzz::may_refuse([&] { iso7816::decode_atr(input); });
    fuzz::may_refuse([&] { session::decode_application_list(input); });
    fuzz::may_refuse([&] { inspect(input); });
    fuzz::may_refuse([&] { read_files(input); });
    fuzz::may_refuse([&] { verify(input); });
    fuzz::may_refuse([&] { open_scp03(input); });
    return 0;
}
