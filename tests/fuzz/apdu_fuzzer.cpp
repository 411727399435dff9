// SPDX-License-Identifier: Apache-2.0
// What a card answers below every protocol: pieces of an answer, files, EF.ATR/INFO, the answer to reset.
#include "card/iso7816/atr.hpp"
#include "card/iso7816/buffers.hpp"
#include "card/iso7816/files.hpp"
#include "card/iso7816/plain_channel.hpp"
#include "fuzz.hpp"

namespace {

using namespace card;
using namespace card::iso7816;

constexpr std::size_t most_commands =
    100'000; // the least pieces of the longest file, each of them collected in the least pieces
constexpr std::size_t bound = 32'767;

/// Answers with slices of the input, one byte of length before each, again and again.
class EndlessCard : public Transport {
public:
    explicit EndlessCard(ByteView answers) : answers_{answers} {}

    Bytes exchange(ByteView) override
    {
        fuzz::must_hold(++commands_ < most_commands, "the exchange is bounded");
        if (at_ >= answers_.size())
            at_ = 0;
        const ByteView rest = answers_.subspan(at_ + 1);
        const ByteView answer = rest.first(std::min<std::size_t>(answers_[at_], rest.size()));
        at_ += 1 + answer.size();
        return to_bytes(answer);
    }

private:
    ByteView answers_;
    std::size_t at_ = 0;
    std::size_t commands_ = 0;
};

void exchange(ByteView input, std::size_t ne)
{
    fuzz::may_refuse([&] {
        EndlessCard card{input};
        PlainChannel channel{card, {.nc = 255, .ne = ne}};
        const Response response = channel.transmit({.ins = Ins::select, .ne = ne});
        fuzz::must_hold(response.data().size() <= 64 * 1024 + 1, "collected answers are bounded");
        fuzz::must_hold(!sw::more_data(response.sw()), "nothing is left waiting");
    });
    fuzz::may_refuse([&] {
        EndlessCard card{input};
        PlainChannel channel{card, {.nc = 255, .ne = ne}};
        fuzz::must_hold(read_file(channel, Sfi{1}, bound, "file").size() <= bound, "files are bounded");
    });
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const ByteView input{data, size};
    fuzz::may_refuse([&] { fuzz::must_hold(decode_atr(input).historical.size() <= 15, "historical bytes"); });
    fuzz::may_refuse([&] {
        const Limits limits = limits_of(decode_atr_info(input));
        fuzz::must_hold(limits.nc >= 50 && limits.nc <= max_extended_nc, "Nc in range");
        fuzz::must_hold(limits.ne >= 50 && limits.ne <= max_extended_ne, "Ne in range");
    });
    if (!input.empty()) {
        exchange(input, max_short_ne);
        exchange(input, 32'766);
    }
    return 0;
}
