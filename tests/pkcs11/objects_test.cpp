// SPDX-License-Identifier: Apache-2.0
#include "objects.hpp"

#include "errors.hpp"

#include "support/vectors.hpp"

#include <doctest/doctest.h>

namespace {

using card::Bytes;

std::vector<p11::Object> objects_of(const test::Vector& vector, card::piv::Slot slot = card::piv::Slot::authentication)
{
    return p11::make_objects(slot, vector.bytes("Certificate"));
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
        CHECK(value(object, CKA_START_DATE).size() == sizeof(CK_DATE));
        CHECK(value(object, CKA_END_DATE) > value(object, CKA_START_DATE));
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

TEST_CASE("objects: each slot with the number and the names of other PIV modules")
{
    using card::piv::Slot;
    const test::Vector vector = test::read_vectors("certificates.vec").front();
    const auto names = [&](Slot slot) {
        std::string line;
        for (const p11::Object& object : objects_of(vector, slot)) {
            CHECK(value(object, CKA_ID) == value(objects_of(vector, slot).front(), CKA_ID));
            line += std::string{card::as_text(value(object, CKA_LABEL))} + "; ";
        }
        return std::to_string(value(objects_of(vector, slot).front(), CKA_ID).at(0)) + ": " + line;
    };
    CHECK(names(Slot::signature) == "2: Certificate for Digital Signature; SIGN pubkey; SIGN key; ");
    CHECK(names(Slot::key_management) == "3: Certificate for Key Management; KEY MAN pubkey; KEY MAN key; ");
    CHECK(names(Slot::card_authentication) ==
          "4: Certificate for Card Authentication; CARD AUTH pubkey; CARD AUTH key; ");
}

TEST_CASE("objects: what each slot's key may do, and what it asks for")
{
    using card::piv::Slot;
    const test::Vector vector = test::read_vectors("certificates.vec").front();
    const auto key = [&](Slot slot) { return objects_of(vector, slot).at(2); };
    CHECK(is(key(Slot::signature), CKA_SIGN));
    CHECK(is(key(Slot::signature), CKA_ALWAYS_AUTHENTICATE));
    CHECK_FALSE(is(key(Slot::key_management), CKA_SIGN));
    CHECK(is(key(Slot::key_management), CKA_DERIVE));
    CHECK_FALSE(is(key(Slot::authentication), CKA_DERIVE));
    CHECK_FALSE(is(key(Slot::key_management), CKA_ALWAYS_AUTHENTICATE));
    CHECK(is(key(Slot::card_authentication), CKA_SIGN));
    CHECK_FALSE(is(key(Slot::card_authentication), CKA_PRIVATE));
    CHECK_FALSE(key(Slot::card_authentication).is_private);
    CHECK(key(Slot::key_management).is_private);
}

TEST_CASE("objects: RSA keys show modulus and exponent, and hide what makes the private key")
{
    const std::vector<test::Vector> vectors = test::read_vectors("certificates.vec");
    const auto rsa = std::find_if(vectors.begin(), vectors.end(), [](const auto& v) { return v.has("Modulus"); });
    REQUIRE(rsa != vectors.end());
    const auto objects = objects_of(*rsa, card::piv::Slot::key_management);
    for (const p11::Object& object : {objects.at(1), objects.at(2)}) {
        CHECK(value(object, CKA_MODULUS) == rsa->bytes("Modulus"));
        CHECK(value(object, CKA_PUBLIC_EXPONENT) == Bytes{0x01, 0x00, 0x01});
        CHECK_FALSE(is(object, CKA_DERIVE));
    }
    CHECK_FALSE(is(objects.at(1), CKA_VERIFY)); // 9D
    CHECK(is(objects.at(1), CKA_ENCRYPT));
    CHECK(is(objects.at(2), CKA_DECRYPT));
    CHECK(value(objects.at(2), CKA_ALLOWED_MECHANISMS).size() == 3 * sizeof(CK_MECHANISM_TYPE));
    for (const CK_ATTRIBUTE_TYPE secret : {CKA_PRIVATE_EXPONENT, CKA_PRIME_1, CKA_COEFFICIENT})
        CHECK_THROWS_AS(value(objects.at(2), secret), p11::Failure);
    CHECK_THROWS_AS(value(objects.at(1), CKA_EC_POINT), p11::Failure);
}

TEST_CASE("objects: a key of another kind leaves the certificate alone")
{
    for (const test::Vector& vector : test::read_vectors("certificates.vec"))
        CHECK(objects_of(vector).size() == (vector.has("ForeignKey") ? 1 : 3));
}

TEST_CASE("objects: of a key whose past nobody knows, nothing is claimed")
{
    const Bytes certificate = test::read_vectors("certificates.vec").front().bytes("Certificate");
    for (const auto origin : {p11::Origin::generated_on_card, p11::Origin::unknown}) {
        const auto objects = p11::make_objects(card::piv::Slot::key_management, certificate, origin);
        const bool generated = origin == p11::Origin::generated_on_card;
        for (const CK_ATTRIBUTE_TYPE type : {CKA_LOCAL, CKA_ALWAYS_SENSITIVE, CKA_NEVER_EXTRACTABLE})
            CHECK(is(objects.at(2), type) == generated);
        CHECK(is(objects.at(2), CKA_SENSITIVE));
        CHECK_FALSE(is(objects.at(2), CKA_EXTRACTABLE));
    }
}
