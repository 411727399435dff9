// SPDX-License-Identifier: Apache-2.0
// What the image worker does with its input, without its sandbox. A small limit refuses what costs time and nothing
// else.
#include "decode.hpp"
#include "fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace card::image;
    const card::Bytes answer = worker::answer({data, size}, 1U << 14);
    fuzz::must_hold(!answer.empty(), "there is always an answer");
    if (answer.front() == static_cast<std::uint8_t>(Reply::picture)) {
        const card::ByteView bytes = answer;
        const auto width = card::from_big_endian(bytes.subspan(1, 4));
        const auto height = card::from_big_endian(bytes.subspan(5, 4));
        fuzz::must_hold(bytes.size() - picture_header_size == width * height * 3, "as many samples as announced");
    }
    return 0;
}
