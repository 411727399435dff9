// SPDX-License-Identifier: Apache-2.0
// An answer under secure messaging: as it came, and with a right MAC put behind it.
#include "card/crypto/cipher.hpp"
#include "card/sm/data_objects.hpp"
#include "card/tlv/writer.hpp"
#include "fuzz.hpp"

namespace {

using namespace card;

sm::Suite suite_after(int messages)
{
    sm::Suite suite{{SecureBytes(16), SecureBytes(16)}, {}};
    for (int i = 0; i < messages; ++i)
        suite.next();
    return suite;
}

void unprotect(const Bytes& data)
{
    for (const iso7816::Ins ins : {iso7816::Ins::read_binary, iso7816::Ins::get_data_piv}) {
        fuzz::may_refuse([&] {
            sm::Suite suite = suite_after(1);
            const auto answer = sm::unprotect(suite, {.ins = ins, .ne = 256}, {data, iso7816::sw::ok});
            fuzz::must_hold(answer.data().size() < data.size(), "the plain answer is shorter");
        });
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const Bytes input(data, data + size);
    unprotect(input);
    const Bytes mac = suite_after(2).mac(crypto::pad80(input));
    unprotect(concat({input, tlv::encode(tlv::Tag{0x8E}, mac)}));
    return 0;
}
