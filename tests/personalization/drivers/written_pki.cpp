// SPDX-License-Identifier: Apache-2.0
#include "personalization/drivers/written_pki.hpp"

// of the reference card
#include "openssl.hpp"
#include "piv_keys.hpp"
#include "piv_slots.hpp"
#include "tlv.hpp"

#include <doctest/doctest.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

namespace test {

namespace {

using refcard::Owned;

constexpr std::uint32_t certificate_value = 0x70;

/// Of the public key in the certificate of this container.
Owned<EVP_PKEY, EVP_PKEY_free> key_of(refcard::ByteView container)
{
    refcard::tlv::Parser parser{container};
    const auto der = parser.take(certificate_value);
    const unsigned char* position = der.data();
    const Owned<X509, X509_free> certificate{d2i_X509(nullptr, &position, static_cast<long>(der.size()))};
    REQUIRE(certificate);
    CHECK(position == der.data() + der.size());
    return Owned<EVP_PKEY, EVP_PKEY_free>{X509_get_pubkey(certificate.get())};
}

bool verifies(EVP_PKEY* key, const refcard::Bytes& digest, const refcard::Bytes& signature)
{
    const Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free> context{EVP_PKEY_CTX_new(key, nullptr)};
    REQUIRE(EVP_PKEY_verify_init(context.get()) == 1);
    return EVP_PKEY_verify(context.get(), signature.data(), signature.size(), digest.data(), digest.size()) == 1;
}

} // namespace

void check_written_pki(const refcard::Image& image)
{
    for (const std::uint32_t object : {0x5FC102U, 0x5FC107U, 0x5FC106U})
        CHECK_FALSE(image.piv_objects.at(object).empty());
    CHECK(image.piv_keys.size() == 4);
    const refcard::Bytes digest(32, 0x5A);
    for (const auto& slot : refcard::piv::slots) {
        if (!image.piv_keys.contains(slot.key_reference))
            continue;
        CAPTURE(slot.key_reference);
        const auto key = key_of(image.piv_objects.at(slot.certificate));
        CHECK(verifies(key.get(), digest, refcard::piv::use_key(image.piv_keys.at(slot.key_reference), digest)));
    }
}

} // namespace test
