// SPDX-License-Identifier: Apache-2.0
// What a card answers to INITIALIZE UPDATE, GET STATUS and GET DATA, and inside SCP03, as it came and with a right
// R-MAC put behind it.
#include "card/crypto/mac.hpp"
#include "card/gp/card_manager.hpp"
#include "fuzz.hpp"

namespace {

using namespace card;

void unwrap(const Bytes& data)
{
    fuzz::may_refuse([&] {
        gp::Scp03Session session{{SecureBytes(16), SecureBytes(16), SecureBytes(16)}};
        static_cast<void>(session.external_authenticate({}, gp::SecurityLevel::all));
        const auto answer = session.unwrap({data, iso7816::sw::ok});
        fuzz::must_hold(answer.data().size() < data.size(), "the plain answer is shorter");
    });
}

/// The chaining value that EXTERNAL AUTHENTICATE leaves, from its parts. [GP-D] §6.2.4
Bytes chaining_value()
{
    const Bytes key(16);
    return crypto::aes_cmac(key, {Bytes(16), Bytes{0x84, 0x82, 0x33, 0x00, 0x10}, Bytes(8)});
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const Bytes input(data, data + size);
    const iso7816::Aid security_domain{Bytes{0xA0, 0x00, 0x00, 0x01, 0x51, 0x00, 0x00, 0x00}};
    fuzz::may_refuse([&] { gp::decode_initialize_update(input); });
    fuzz::may_refuse([&] { gp::decode_key_information(input); });
    fuzz::may_refuse([&] { gp::decode_status(input, security_domain); });

    unwrap(input);
    const Bytes mac = crypto::aes_cmac(Bytes(16), {chaining_value(), input, Bytes{0x90, 0x00}});
    unwrap(concat({input, ByteView{mac}.first(8)}));
    return 0;
}
