// SPDX-License-Identifier: Apache-2.0
#include "objects.hpp"

#include "errors.hpp"

#include "support/vectors.hpp"

#include <doctest/doctest.h>

namespace {

using card::Bytes;

std::vector<p11::Object> objects_of(const test::Vector& vector)
{
    return p11::make_objects(card::piv::Slot::authentication, vector.bytes("Certificate"));
}

/// The value of one attribute; throws what an application would be told.
Bytes value(const p11::Object& object, CK_ATTRIBUTE_TYPE type)
{
    CK_ATTRIBUTE wanted{type, nullptr, 0};
    object.attributes.read({&wanted, 1});
    Bytes bytes(wanted.ulValueLen);
    wanted.pValue = bytes.data();
    object.attributes.read({&wanted, 1});
    return bytes;
}

bool is(const p11::Object& object, CK_ATTRIBUTE_TYPE type)
{
    return value(object, type) == Bytes{CK_TRUE};
}

} // namespace

TEST_CASE("objects: certificate, public and private key of slot 9A, named as other PIV modules name them")
{
    const test::Vector vector = test::read_vectors("certificates.vec").front();
    const auto objects = objects_of(vector);
    REQUIRE(objects.size() == 3);
    const auto& [certificate, public_key, private_key] = std::tie(objects[0], objects[1], objects[2]);

    CHECK(card::as_text(value(certificate, CKA_LABEL)) == "Certificate for PIV Authentication");
    CHECK(card::as_text(value(public_key, CKA_LABEL)) == "PIV AUTH pubkey");
    CHECK(card::as_text(value(private_key, CKA_LABEL)) == "PIV AUTH key");
    for (const p11::Object& object : objects) {
        CHECK(value(object, CKA_ID) == Bytes{0x01});
        CHECK(value(object, CKA_SUBJECT) == vector.bytes("Subject"));
        CHECK(value(object, CKA_PUBLIC_KEY_INFO) == vector.bytes("PublicKeyInfo"));
        CHECK(is(object, CKA_TOKEN));
        CHECK_FALSE(is(object, CKA_MODIFIABLE));
    }
    CHECK(value(certificate, CKA_VALUE) == vector.bytes("Certificate"));
    CHECK(value(certificate, CKA_ISSUER) == vector.bytes("Issuer"));
    CHECK(value(certificate, CKA_SERIAL_NUMBER) == vector.bytes("SerialNumber"));
    CHECK(value(public_key, CKA_EC_PARAMS) == vector.bytes("EcParameters"));
    CHECK(value(public_key, CKA_EC_POINT) == card::concat({Bytes{0x04, 0x41}, vector.bytes("EcPoint")}));
}

TEST_CASE("objects: the private key is private, and its value does not exist")
{
    const auto objects = objects_of(test::read_vectors("certificates.vec").front());
    const p11::Object& key = objects.at(2);
    CHECK(key.is_private);
    CHECK(key.key.has_value());
    CHECK(is(key, CKA_PRIVATE));
    CHECK(is(key, CKA_SIGN));
    CHECK(is(key, CKA_SENSITIVE));
    CHECK(is(key, CKA_ALWAYS_SENSITIVE));
    CHECK(is(key, CKA_NEVER_EXTRACTABLE));
    CHECK_FALSE(is(key, CKA_EXTRACTABLE));
    CHECK_FALSE(is(key, CKA_ALWAYS_AUTHENTICATE));
    CHECK_THROWS_AS(value(key, CKA_VALUE), p11::Failure);
    CHECK_FALSE(objects.at(0).is_private);
    CHECK_FALSE(objects.at(1).is_private);
}

TEST_CASE("objects: a key of another kind leaves the certificate alone")
{
    for (const test::Vector& vector : test::read_vectors("certificates.vec"))
        if (vector.has("Kind"))
            CHECK(objects_of(vector).size() == 1);
}
