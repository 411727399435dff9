// SPDX-License-Identifier: Apache-2.0
#include "other_make.hpp"

#include "openssl.hpp"

#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

namespace refcard_test {

namespace {

const EVP_CIPHER* cipher(std::uint8_t algorithm)
{
    switch (algorithm) {
    case 0x03:
        return EVP_des_ede3_ecb();
    case 0x08:
        return EVP_aes_128_ecb();
    case 0x0A:
        return EVP_aes_192_ecb();
    default:
        return EVP_aes_256_ecb();
    }
}

Bytes crypt(std::uint8_t algorithm, ByteView key, ByteView block, int encrypts)
{
    const Owned<EVP_CIPHER_CTX, EVP_CIPHER_CTX_free> context{must(EVP_CIPHER_CTX_new())};
    must(EVP_CipherInit_ex2(context.get(), cipher(algorithm), key.data(), nullptr, encrypts, nullptr));
    must(EVP_CIPHER_CTX_set_padding(context.get(), 0));
    Bytes result(block.size());
    int size = 0;
    must(EVP_CipherUpdate(context.get(), result.data(), &size, block.data(), static_cast<int>(block.size())));
    REQUIRE(static_cast<std::size_t>(size) == block.size());
    return result;
}

} // namespace

Profile other_make(std::uint8_t algorithm, const Bytes& key)
{
    Profile profile = Profile::builtin();
    profile.piv.retired_keys = 20;
    profile.piv.management_key = ManagementKey{.algorithm = algorithm, .value = key};
    return profile;
}

std::size_t Administrator::block_size() const
{
    return algorithm_ == 0x03 ? 8 : 16;
}

Bytes Administrator::encrypt(ByteView block) const
{
    return crypt(algorithm_, key_, block, 1);
}

Bytes Administrator::decrypt(ByteView block) const
{
    return crypt(algorithm_, key_, block, 0);
}

Reply Administrator::send(ByteView data)
{
    return card_.send(command(0x00, 0x87, static_cast<std::uint16_t>(algorithm_ << 8 | 0x9B), data, 256));
}

Sw Administrator::authenticate()
{
    const Reply witness = send(hex("7C028000"));
    if (witness.sw != Sw::ok)
        return witness.sw;
    const Bytes number = decrypt(tlv::only(tlv::only(witness.data, 0x7C), 0x80));
    CHECK(number.size() == block_size());
    const Bytes challenge(block_size(), 0x5A);
    const Reply response = send(tlv::make(0x7C, {tlv::make(0x80, number), tlv::make(0x81, challenge), hex("8200")}));
    if (response.sw == Sw::ok)
        CHECK(copy(tlv::only(tlv::only(response.data, 0x7C), 0x82)) == encrypt(challenge));
    return response.sw;
}

Sw Administrator::authenticate_one_way()
{
    const Reply challenge = send(hex("7C028100"));
    if (challenge.sw != Sw::ok)
        return challenge.sw;
    const ByteView number = tlv::only(tlv::only(challenge.data, 0x7C), 0x81);
    CHECK(number.size() == block_size());
    return send(tlv::make(0x7C, tlv::make(0x82, encrypt(number)))).sw;
}

Bytes put_object(const char* tag, ByteView content)
{
    return join({tlv::make(0x5C, hex(tag)), tlv::make(0x53, content)});
}

Bytes ask_key(tlv::Tag tag, ByteView input)
{
    return tlv::make(0x7C, {hex("8200"), tlv::make(tag, input)});
}

Reply send_whole(OtherCard& card, unsigned ins, unsigned p1p2, ByteView data)
{
    constexpr std::size_t most = 255;
    for (; data.size() > most; data = data.subspan(most))
        REQUIRE(card.TestCard::send(command(0x10, static_cast<std::uint8_t>(ins), static_cast<std::uint16_t>(p1p2),
                                        data.first(most)))
                    .sw == Sw::ok);
    Reply reply = card.send(ins, p1p2, data);
    while ((reply.sw_value() & 0xFF00) == 0x6100) {
        const Reply rest = card.send("00C0000000");
        append(reply.data, rest.data);
        reply.sw = rest.sw;
    }
    return reply;
}

Bytes result_of(const Reply& reply)
{
    REQUIRE(reply.sw == Sw::ok);
    return copy(tlv::only(tlv::only(reply.data, 0x7C), 0x82));
}

Bytes import_data(ByteView rsa_private_key)
{
    using Key = Owned<EVP_PKEY, EVP_PKEY_free>;
    const unsigned char* at = rsa_private_key.data();
    const Key key{must(d2i_PrivateKey(EVP_PKEY_RSA, nullptr, &at, static_cast<long>(rsa_private_key.size())))};
    const auto half = static_cast<std::size_t>(EVP_PKEY_get_bits(key.get()) / 16);
    Bytes data;
    tlv::Tag tag = 0x01;
    for (const char* name : {"rsa-factor1", "rsa-factor2", "rsa-exponent1", "rsa-exponent2", "rsa-coefficient1"}) {
        BIGNUM* raw = nullptr;
        must(EVP_PKEY_get_bn_param(key.get(), name, &raw));
        const Owned<BIGNUM, BN_clear_free> number{raw};
        Bytes bytes(half);
        must(BN_bn2binpad(number.get(), bytes.data(), static_cast<int>(half)) > 0 ? 1 : 0);
        append(data, tlv::make(tag++, bytes));
    }
    return data;
}

} // namespace refcard_test
