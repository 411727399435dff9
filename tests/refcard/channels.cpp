// SPDX-License-Identifier: Apache-2.0
#include "channels.hpp"

#include "aes.hpp"
#include "kdf.hpp"
#include "pace.hpp"
#include "tlv.hpp"

#include <stdexcept>

namespace refcard_test {

namespace {

void demand(bool condition, const char* what)
{
    if (!condition)
        throw std::runtime_error{what};
}

Bytes short_mac(ByteView key, ByteView message)
{
    Bytes mac = aes::cmac(key, message);
    mac.resize(aes::short_mac_size);
    return mac;
}

Bytes counter_block(std::uint32_t counter, std::uint8_t mark)
{
    Bytes block = big_endian(counter, aes::block_size);
    block[0] = mark;
    return block;
}

Bytes check_value(ByteView key)
{
    return copy(ByteView{aes::encrypt_block(key, Bytes(16, 0x01))}.first(3));
}

} // namespace

// ---- host

Bytes put_key_data(const KeySet& keys, ByteView dek)
{
    Bytes data{keys.kvn};
    for (const Bytes& key : {keys.enc, keys.mac, keys.dek}) {
        Bytes filled = key;
        filled.resize(key.size() == 16 ? 16 : 32, 0x5A);
        append(data, join({hex("88"), big_endian(filled.size() + 1, 1), big_endian(key.size(), 1),
                         aes::encrypt(dek, aes::zero_block(), filled), hex("03"), check_value(key)}));
    }
    return data;
}

Sw Host::open()
{
    const Bytes host_challenge = hex("0102030405060708");
    const Reply opened = card_.send(command(0x80, 0x50, 0x0000, host_challenge, 256));
    if (opened.sw != Sw::ok)
        return opened.sw;
    const ByteView answer = opened.data;
    card_challenge = copy(answer.subspan(13, 8));
    counter = static_cast<std::uint32_t>(from_big_endian(answer.subspan(29, 3)));
    const Bytes context = join({host_challenge, card_challenge});
    const std::size_t bits = keys_.enc.size() * 8;
    s_enc_ = derive_scp03(keys_.enc, ScpConstant::s_enc, context, bits);
    s_mac_ = derive_scp03(keys_.mac, ScpConstant::s_mac, context, bits);
    s_rmac_ = derive_scp03(keys_.mac, ScpConstant::s_rmac, context, bits);
    const Bytes header = hex("8482330010");
    const Bytes cryptogram = derive_scp03(s_mac_, ScpConstant::host_cryptogram, context, 64);
    chaining_ = aes::cmac(s_mac_, join({aes::zero_block(), header, cryptogram}));
    commands_ = 0;
    last_authentication = join({header, cryptogram, ByteView{chaining_}.first(8)});
    return card_.send(last_authentication).sw;
}

Bytes Host::wrap(std::uint8_t ins, std::uint16_t p1p2, ByteView data, std::uint8_t cla)
{
    ++commands_;
    Bytes body;
    if (!data.empty())
        body = aes::encrypt(s_enc_, aes::encrypt_block(s_enc_, counter_block(commands_, 0)), aes::pad(data));
    body.resize(body.size() + aes::short_mac_size);
    Bytes apdu = command(cla, ins, p1p2, body);
    apdu.resize(apdu.size() - aes::short_mac_size);
    chaining_ = aes::cmac(s_mac_, join({chaining_, apdu}));
    append(apdu, ByteView{chaining_}.first(8));
    append(apdu, body.size() > 255 ? hex("0000") : hex("00"));
    return apdu;
}

Reply Host::send(std::uint8_t ins, std::uint16_t p1p2, ByteView data, std::uint8_t cla)
{
    Reply reply = card_.send(wrap(ins, p1p2, data, cla));
    while ((reply.sw_value() & 0xFF00) == 0x6100) {
        const Reply rest = card_.send(command(0x00, 0xC0, 0, {}, 256));
        append(reply.data, rest.data);
        reply.sw = rest.sw;
    }
    return unwrap(reply);
}

Reply Host::unwrap(const Reply& reply) const
{
    if (!processed(reply.sw)) {
        demand(reply.data.empty(), "an error with data");
        return reply;
    }
    demand(reply.data.size() >= 8, "an answer without R-MAC");
    const ByteView data = ByteView{reply.data}.first(reply.data.size() - 8);
    const Bytes mac = short_mac(s_rmac_, join({chaining_, data, big_endian(reply.sw_value(), 2)}));
    demand(ct_equal(mac, ByteView{reply.data}.last(8)), "a wrong R-MAC");
    if (data.empty())
        return {.data = {}, .sw = reply.sw};
    const Bytes iv = aes::encrypt_block(s_enc_, counter_block(commands_, 0x80));
    return {.data = aes::unpad(aes::decrypt(s_enc_, iv, data)), .sw = reply.sw};
}

Sw Host::store(std::uint16_t dgi, ByteView value, std::size_t block_size, bool encrypted)
{
    const Bytes length =
        value.size() < 0xFF ? big_endian(value.size(), 1) : join({hex("FF"), big_endian(value.size(), 2)});
    const Bytes whole = join({big_endian(dgi, 2), length, value});
    ByteView rest = whole;
    for (std::uint8_t block = 0;; ++block) {
        const ByteView part = rest.first(std::min(block_size, rest.size()));
        rest = rest.subspan(part.size());
        const unsigned p1 = 0x08U | (encrypted ? 0x60U : 0U) | (rest.empty() ? 0x80U : 0U);
        const Reply reply = send(0xE2, static_cast<std::uint16_t>(p1 << 8 | block), part);
        if (reply.sw != Sw::ok || rest.empty())
            return reply.sw;
    }
}

Bytes Host::encrypted_can(std::string_view digits) const
{
    return aes::encrypt(keys_.dek, aes::zero_block(), aes::pad(text_bytes(digits)));
}

Sw Host::store_can(std::string_view digits)
{
    return store(0x9010, encrypted_can(digits), 200, true);
}

// ---- reader

Sw Reader::pace_until_token(std::string_view can)
{
    return begin_pace(PacePassword::can, text_bytes(can));
}

Sw Reader::begin_pace(PacePassword reference, ByteView password)
{
    keys_.reset();
    const Profile::Pace& profile = card_.profile().pace;
    protocol_ = {.mapping = mapping, .key_size = profile.key_bits / 8};
    curve_ = ec::Curve::by_parameter_id(profile.parameter_id);
    const Bytes parameters = join({tlv::make(0x80, protocol_.object_identifier()),
        tlv::make(0x83, big_endian(static_cast<std::uint8_t>(reference), 1))});
    if (const Reply set = card_.send(command(0x00, 0x22, 0xC1A4, parameters)); set.sw != Sw::ok)
        return set.sw;
    const auto step = [&](ByteView object) { return card_.send(command(0x10, 0x86, 0, tlv::make(0x7C, object), 256)); };

    const Reply nonce = step({});
    if (nonce.sw != Sw::ok)
        return nonce.sw;
    const Bytes k_pi = derive_9303(password, KeyUse::password, protocol_.key_size);
    const Bytes s = aes::decrypt(k_pi, aes::zero_block(), tlv::only(tlv::only(nonce.data, 0x7C), 0x80));

    const Bytes sk_map = curve_.generate_scalar(random_);
    const Reply mapped = step(tlv::make(0x81, curve_.multiply_generator(sk_map).encoding()));
    pk_map_ic_ = curve_.decode(tlv::only(tlv::only(mapped.data, 0x7C), 0x82));
    const ec::Point generator = curve_.map_generator(s, curve_.multiply(sk_map, *pk_map_ic_));

    const Bytes sk = curve_.generate_scalar(random_);
    const ec::Point pk_ifd = curve_.multiply(sk, generator);
    const Reply agreed = step(tlv::make(0x83, pk_ifd.encoding()));
    const ec::Point pk_ic = curve_.decode(tlv::only(tlv::only(agreed.data, 0x7C), 0x84));
    const ec::Point shared = curve_.multiply(sk, pk_ic);
    pending_ = {.k_enc = derive_9303(shared.x(), KeyUse::encryption, protocol_.key_size),
        .k_mac = derive_9303(shared.x(), KeyUse::mac, protocol_.key_size),
        .holder_consented = true};
    token_ = short_mac(pending_.k_mac,
        tlv::make(0x7F49, {tlv::make(0x06, protocol_.object_identifier()), tlv::make(0x86, pk_ic.encoding())}));
    return agreed.sw;
}

Sw Reader::pace_token()
{
    const Reply last = card_.send(command(0x00, 0x86, 0, tlv::make(0x7C, tlv::make(0x85, token_)), 256));
    if (last.sw != Sw::ok)
        return last.sw;
    tlv::Parser parser{tlv::only(last.data, 0x7C)};
    demand(parser.take(0x86).size() == aes::short_mac_size, "no token of the chip");
    if (mapping == Mapping::chip_authentication) {
        const Bytes iv = aes::encrypt_block(pending_.k_enc, Bytes(aes::block_size, 0xFF));
        ca_ic_ = aes::unpad(aes::decrypt(pending_.k_enc, iv, parser.take(0x8A)));
    }
    parser.end();
    open(pending_);
    return last.sw;
}

bool Reader::proves(ByteView static_point) const
{
    return ca_ic_.size() == curve_.size() && curve_.multiply(ca_ic_, curve_.decode(static_point)) == *pk_map_ic_;
}

Sw Reader::pace_mrz(ByteView mrz_key)
{
    const Sw before = begin_pace(PacePassword::mrz, mrz_key);
    return before == Sw::ok ? pace_token() : before;
}

Sw Reader::pace(std::string_view can)
{
    const Sw before = pace_until_token(can);
    return before == Sw::ok ? pace_token() : before;
}

Sw Reader::chip_authentication()
{
    const std::size_t key_size = card_.profile().ca_key_bits / 8;
    const Bytes protocol = join({hex("04007F000702020302"), big_endian(key_size / 8, 1)});
    const Bytes parameters = join({tlv::make(0x80, protocol), tlv::make(0x84, hex("01"))});
    const bool in_channel = keys_.has_value();
    const Sw set =
        in_channel ? send(0x22, 0x41A4, parameters).sw : card_.send(command(0x00, 0x22, 0x41A4, parameters)).sw;
    if (set != Sw::ok)
        return set;
    const ec::Curve curve = ec::Curve::p256();
    const Bytes scalar = curve.generate_scalar(random_);
    const Bytes data = tlv::make(0x7C, tlv::make(0x80, curve.multiply_generator(scalar).encoding()));
    const Reply reply = in_channel ? send(0x86, 0, data, 256) : card_.send(command(0x00, 0x86, 0, data, 256));
    if (reply.sw != Sw::ok)
        return reply.sw;
    demand(reply.data_hex() == "7C00", "another answer to GENERAL AUTHENTICATE");
    const ec::Point shared = curve.multiply(scalar, curve.decode(point_of_card));
    open({.k_enc = derive_9303(shared.x(), KeyUse::encryption, key_size),
        .k_mac = derive_9303(shared.x(), KeyUse::mac, key_size),
        .holder_consented = in_channel});
    return reply.sw;
}

void Reader::open(SessionKeys keys)
{
    keys_ = std::move(keys);
    ssc_ = Bytes(aes::block_size);
}

Bytes Reader::vector()
{
    return aes::encrypt_block(keys_->k_enc, ssc_);
}

Bytes Reader::wrap(std::uint8_t ins, std::uint16_t p1p2, ByteView data, std::size_t ne, std::uint8_t cla)
{
    ++ssc_.back(); // no test comes near 256 messages
    Bytes objects;
    if (!data.empty()) {
        const Bytes blocks = aes::encrypt(keys_->k_enc, vector(), aes::pad(data));
        append(objects, ins % 2 == 1 ? tlv::make(0x85, blocks) : tlv::make(0x87, {hex("01"), blocks}));
    }
    if (ne > 0)
        append(objects, tlv::make(0x97, big_endian(ne, ne > 256 ? 2 : 1)));
    const Bytes header = join({Bytes{cla, ins}, big_endian(p1p2, 2)});
    Bytes message = join({ssc_, aes::pad(header), objects});
    if (!objects.empty())
        message = aes::pad(message);
    append(objects, tlv::make(0x8E, short_mac(keys_->k_mac, message)));
    return command(cla, ins, p1p2, objects, ne > 256 || objects.size() > 255 ? 65'536 : 256);
}

Reply Reader::unwrap(std::uint8_t ins, const Reply& reply)
{
    ++ssc_.back();
    tlv::Parser parser{reply.data};
    const auto cryptogram = parser.take_if(ins % 2 == 1 ? 0x85 : 0x87);
    const ByteView status = parser.take(0x99);
    const ByteView mac = parser.take(0x8E);
    parser.end();
    const ByteView covered = ByteView{reply.data}.first(reply.data.size() - 10);
    demand(ct_equal(mac, short_mac(keys_->k_mac, aes::pad(join({ssc_, covered})))), "a wrong MAC");
    demand(from_big_endian(status) == reply.sw_value(), "another status word under the MAC");
    if (!cryptogram)
        return {.data = {}, .sw = reply.sw};
    const ByteView blocks = ins % 2 == 1 ? cryptogram->value : cryptogram->value.subspan(1);
    return {.data = aes::unpad(aes::decrypt(keys_->k_enc, vector(), blocks)), .sw = reply.sw};
}

Reply Reader::send(std::uint8_t ins, std::uint16_t p1p2, ByteView data, std::size_t ne, std::uint8_t cla)
{
    Reply reply = card_.send(wrap(ins, p1p2, data, ne, cla));
    while ((reply.sw_value() & 0xFF00) == 0x6100) {
        const Reply rest = card_.send(command(0x00, 0xC0, 0, {}, 256));
        append(reply.data, rest.data);
        reply.sw = rest.sw;
    }
    return unwrap(ins, reply);
}

} // namespace refcard_test
