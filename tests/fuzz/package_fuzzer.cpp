// SPDX-License-Identifier: Apache-2.0
// A trust package: its envelope, and what lies behind the signature as if it were valid.
#include "card/trust/package.hpp"
#include "fuzz.hpp"

using namespace card;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const ByteView file{data, size};
    fuzz::may_refuse([&] { trust::Envelope::open(file).unpack(); });
    fuzz::round_trip(
        file, [](ByteView toml) { return trust::parse_manifest(as_text(toml)); },
        [](const trust::Manifest& manifest) { return to_bytes(as_bytes(to_toml(manifest))); });
    return 0;
}
