// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/bytes.hpp"
#include "card/base/error.hpp"

#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/cms.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>

/// Owners for OpenSSL's objects, and its errors as ours.
namespace card::pki {

template <auto Free>
struct Freed {
    template <typename T>
    void operator()(T* object) const noexcept
    {
        Free(object);
    }
};

template <typename T, auto Free>
using Owned = std::unique_ptr<T, Freed<Free>>;

using AlgorithmPtr = Owned<X509_ALGOR, X509_ALGOR_free>;
using BioPtr = Owned<BIO, BIO_free>;
using CmsPtr = Owned<CMS_ContentInfo, CMS_ContentInfo_free>;
using ContextPtr = Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;
using ExtensionPtr = Owned<X509_EXTENSION, X509_EXTENSION_free>;
using KeyPtr = Owned<EVP_PKEY, EVP_PKEY_free>;
using NamePtr = Owned<X509_NAME, X509_NAME_free>;
using ObjectPtr = Owned<ASN1_OBJECT, ASN1_OBJECT_free>;
using OctetsPtr = Owned<ASN1_OCTET_STRING, ASN1_OCTET_STRING_free>;
using StringPtr = Owned<ASN1_STRING, ASN1_STRING_free>;
using TimePtr = Owned<ASN1_TIME, ASN1_TIME_free>;
using X509Ptr = Owned<X509, X509_free>;

/// Empties OpenSSL's error queue and returns the reason that stood first in it, without data.
std::string take_openssl_reason();

/// Throws Error{code} unless `ok`, naming what was done and OpenSSL's reason.
void ensure(bool ok, const char* what, Errc code = Errc::crypto_failed);

/// The pointer, unless it is null: then as ensure().
template <typename T>
T* ensured(T* object, const char* what, Errc code = Errc::crypto_failed)
{
    ensure(object != nullptr, what, code);
    return object;
}

/// DER of an object by its i2d function.
template <typename T, typename Encode>
Bytes der_of(const T* object, Encode encode)
{
    unsigned char* buffer = nullptr;
    const int length = encode(object, &buffer);
    ensure(length >= 0, "encoding");
    Bytes der(buffer, buffer + length);
    OPENSSL_free(buffer);
    return der;
}

/// Reads one object that takes all of `der`, by its d2i function.
template <typename Ptr, typename Decode>
Ptr decoded(ByteView der, Decode decode, const char* what)
{
    const unsigned char* at = der.data();
    Ptr object{decode(nullptr, &at, static_cast<long>(der.size()))};
    ensure(object && at == der.data() + der.size(), what, Errc::malformed_data);
    return object;
}

inline ByteView view(const ASN1_STRING* string)
{
    return {ASN1_STRING_get0_data(string), static_cast<std::size_t>(ASN1_STRING_length(string))};
}

} // namespace card::pki
