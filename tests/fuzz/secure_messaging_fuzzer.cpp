// SPDX-License-Identifier: Apache-2.0
// An answer under secure messaging: as it came, with a right MAC put behind it, and as the plain text that a card would
// protect.
#include "card/crypto/cipher.hpp"
#include "card/sm/data_objects.hpp"
#include "card/tlv/writer.hpp"
#include "fuzz.hpp"

namespace {

using namespace card;
using iso7816::Ins;

sm::Suite suite_after(int messages, std::size_t key_size = 16)
{
    sm::Suite suite{{SecureBytes(key_size), SecureBytes(key_size)}, {}};
    for (int i = 0; i < messages; ++i)
        suite.next();
    return suite;
}

iso7816::Response unprotect(Ins ins, const Bytes& data, std::size_t key_size = 16)
{
    sm::Suite suite = suite_after(1, key_size);
    return sm::unprotect(suite, {.ins = ins, .ne = 256}, {data, iso7816::sw::ok});
}

void may_refuse(const Bytes& data)
{
    for (const Ins ins : {Ins::read_binary, Ins::get_data_piv}) {
        fuzz::may_refuse([&] {
            const auto answer = unprotect(ins, data);
            fuzz::must_hold(answer.data().size() < data.size(), "the plain answer is shorter");
        });
    }
}

Bytes with_mac(const sm::Suite& suite, const Bytes& objects)
{
    return concat({objects, tlv::encode(tlv::Tag{0x8E}, suite.mac(crypto::pad80(objects)))});
}

void comes_back(const Bytes& plain, std::size_t key_size)
{
    const sm::Suite card = suite_after(2, key_size);
    const Bytes cryptogram = card.encrypt(plain);
    const Bytes status = tlv::encode(tlv::Tag{0x99}, Bytes{0x90, 0x00});
    const Bytes even = concat({tlv::encode(tlv::Tag{0x87}, concat({Bytes{0x01}, cryptogram})), status});
    const Bytes odd = concat({tlv::encode(tlv::Tag{0x85}, cryptogram), status});
    fuzz::must_hold(unprotect(Ins::read_binary, with_mac(card, even), key_size).data() == plain, "DO 87 comes back");
    fuzz::must_hold(unprotect(Ins::get_data_piv, with_mac(card, odd), key_size).data() == plain, "DO 85 comes back");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const Bytes input(data, data + size);
    may_refuse(input);
    may_refuse(with_mac(suite_after(2), input));
    comes_back(input, 16 + size % 3 * 8);
    return 0;
}
