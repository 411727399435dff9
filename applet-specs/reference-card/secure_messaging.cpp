// SPDX-License-Identifier: Apache-2.0
#include "secure_messaging.hpp"

#include "aes.hpp"
#include "tlv.hpp"

namespace refcard {

namespace {

// Data objects of secure messaging. [9303-11] §9.8.2
constexpr tlv::Tag tag_cryptogram_odd = 0x85; // no padding indicator; for odd instruction bytes
constexpr tlv::Tag tag_cryptogram = 0x87;
constexpr tlv::Tag tag_le = 0x97;
constexpr tlv::Tag tag_status = 0x99;
constexpr tlv::Tag tag_mac = 0x8E;
constexpr std::uint8_t padded_method_2 = 0x01;

struct Objects {
    std::optional<tlv::Object> cryptogram;
    std::optional<tlv::Object> le;
    ByteView mac;
};

// In this order, each at most once, nothing else.
Objects take_objects(ByteView data, bool odd_instruction)
{
    tlv::Parser parser{data};
    Objects objects;
    objects.cryptogram = parser.take_if(odd_instruction ? tag_cryptogram_odd : tag_cryptogram);
    objects.le = parser.take_if(tag_le);
    require(!parser.at_end(), Sw::sm_objects_missing);
    objects.mac = parser.take(tag_mac);
    parser.end();
    return objects;
}

std::size_t decode_ne(ByteView le)
{
    require(le.size() == 1 || le.size() == 2, Sw::sm_objects_wrong);
    const auto ne = static_cast<std::size_t>(from_big_endian(le));
    return ne != 0 ? ne : le.size() == 1 ? 256 : 65'536;
}

} // namespace

SecureMessaging::SecureMessaging(SessionKeys keys, ByteView send_sequence_counter)
    : keys_{std::move(keys)}, ssc_{copy(send_sequence_counter.empty() ? aes::zero_block() : send_sequence_counter)}
{
}

void SecureMessaging::count()
{
    for (std::size_t i = ssc_.size(); i-- > 0;) {
        if (++ssc_[i] != 0)
            return;
    }
}

// The counter encrypted: never the same for two messages of a session. [9303-11] §9.8.6.1
Bytes SecureMessaging::initial_vector() const
{
    return aes::encrypt_block(keys_.k_enc, ssc_);
}

Bytes SecureMessaging::mac(ByteView message) const
{
    Bytes whole = aes::cmac(keys_.k_mac, message);
    whole.resize(aes::short_mac_size);
    return whole;
}

Command SecureMessaging::unwrap(const Apdu& apdu)
{
    count();
    odd_instruction_ = (apdu.ins & 0x01) != 0;
    require(!apdu.data.empty(), Sw::sm_objects_missing);
    Command command{
        .more_follow = (apdu.cla & 0x10) != 0,
        .ins = Ins{apdu.ins},
        .p1 = apdu.p1,
        .p2 = apdu.p2,
        .protection = Protection::secure_messaging,
        .holder_consented = keys_.holder_consented,
    };
    try {
        const Objects objects = take_objects(apdu.data, odd_instruction_);
        Bytes covered;
        if (objects.cryptogram)
            append(covered, objects.cryptogram->whole);
        if (objects.le)
            append(covered, objects.le->whole);
        // The header is padded on its own, so that the data objects begin on a block of theirs. [9303-11] §9.8.4
        Bytes message = join({ssc_, aes::pad(apdu.header()), covered});
        if (!covered.empty())
            message = aes::pad(message);
        require(ct_equal(objects.mac, mac(message)), Sw::sm_objects_wrong);

        if (objects.le)
            command.ne = decode_ne(objects.le->value);
        if (objects.cryptogram) {
            ByteView blocks = objects.cryptogram->value;
            if (!odd_instruction_) {
                require(!blocks.empty() && blocks[0] == padded_method_2, Sw::sm_objects_wrong);
                blocks = blocks.subspan(1);
            }
            require(!blocks.empty() && blocks.size() % aes::block_size == 0, Sw::sm_objects_wrong);
            command.data = aes::unpad(aes::decrypt(keys_.k_enc, initial_vector(), blocks));
        }
    } catch (const Refusal& refusal) {
        // What the parser calls wrong data is a wrong data object here.
        throw Refusal{refusal.sw == Sw::wrong_data ? Sw::sm_objects_wrong : refusal.sw};
    }
    return command;
}

Bytes SecureMessaging::wrap(const Answer& answer)
{
    count();
    Bytes objects;
    if (!answer.data.empty()) {
        const Bytes blocks = aes::encrypt(keys_.k_enc, initial_vector(), aes::pad(answer.data));
        const Bytes indicator{padded_method_2};
        append(objects,
            odd_instruction_ ? tlv::make(tag_cryptogram_odd, blocks) : tlv::make(tag_cryptogram, {indicator, blocks}));
    }
    append(objects, tlv::make(tag_status, big_endian(static_cast<std::uint16_t>(answer.sw), 2)));
    append(objects, tlv::make(tag_mac, mac(aes::pad(join({ssc_, objects})))));
    return objects;
}

} // namespace refcard
