// SPDX-License-Identifier: Apache-2.0
// What a card answers to INITIALIZE UPDATE, GET STATUS and GET DATA.
#include "card/gp/card_manager.hpp"
#include "fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace card;
    const Bytes input(data, data + size);
    const iso7816::Aid security_domain{Bytes{0xA0, 0x00, 0x00, 0x01, 0x51, 0x00, 0x00, 0x00}};
    fuzz::may_refuse([&] { gp::decode_initialize_update(input); });
    fuzz::may_refuse([&] { gp::decode_key_information(input); });
    fuzz::may_refuse([&] { gp::decode_status(input, security_domain); });
    return 0;
}
