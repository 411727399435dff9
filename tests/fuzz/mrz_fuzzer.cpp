// SPDX-License-Identifier: Apache-2.0
// The machine readable zone: what is accepted can be printed again and names the same holder.
#include "card/lds/mrz.hpp"
#include "fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace card::lds;
    const auto read = [](card::ByteView text) { return parse_td1(card::as_text(text)); };
    const auto write = [](const Mrz& mrz) { return card::to_bytes(card::as_bytes(build_td1(mrz))); };
    fuzz::round_trip({data, size}, read, write);
    fuzz::may_refuse([&] { mrz_information(read({data, size})); });
    fuzz::may_refuse([&] { expiry_of(read({data, size})); });
    return 0;
}
