// SPDX-License-Identifier: Apache-2.0
#include "card_key.hpp"

#include "card/base/error.hpp"
#include "card/crypto/signature.hpp"

#include <algorithm>

namespace p11 {

using card::Bytes;
using card::ByteView;
using card::crypto::Point;
using card::crypto::RsaPublicKey;

namespace {

std::size_t size_of(const card::crypto::PublicKey& key)
{
    if (const auto* const point = std::get_if<Point>(&key))
        return card::crypto::field_size(point->curve());
    return std::get<RsaPublicKey>(key).size();
}

/// r | s of what the card encodes as SEQUENCE { r, s }.
Bytes checked_ec_signature(const Point& key, ByteView digest, ByteView der, bool& good)
{
    Bytes raw = card::crypto::raw_from_der(key.curve(), der);
    good = card::crypto::verify_ecdsa(key, digest, raw);
    return raw;
}

bool is_below(ByteView number, ByteView limit)
{
    return number.size() == limit.size() &&
           std::lexicographical_compare(number.begin(), number.end(), limit.begin(), limit.end());
}

} // namespace

KeyKind CardKey::kind() const
{
    return std::holds_alternative<Point>(public_key) ? KeyKind::ec : KeyKind::rsa;
}

std::size_t CardKey::size() const
{
    return size_of(public_key);
}

bool CardKey::serves(Use use) const
{
    const bool manages_keys = card::piv::manages_keys(slot);
    switch (use) {
    case Use::sign:
    case Use::verify:
        return !manages_keys;
    case Use::decrypt:
    case Use::encrypt:
        return manages_keys && kind() == KeyKind::rsa;
    case Use::derive:
        return manages_keys && kind() == KeyKind::ec;
    }
    return false;
}

unsigned long CardKey::bits() const
{
    return 8 * size_of(public_key);
}

std::size_t CardKey::signature_size() const
{
    return kind() == KeyKind::ec ? 2 * size_of(public_key) : size_of(public_key);
}

bool CardKey::takes(ByteView block) const
{
    return is_below(block, std::get<RsaPublicKey>(public_key).modulus());
}

Bytes CardKey::checked_signature(ByteView input, ByteView from_card) const
{
    bool good = false;
    Bytes signature;
    if (const auto* const point = std::get_if<Point>(&public_key)) {
        signature = checked_ec_signature(*point, input, from_card, good);
    } else {
        const auto& rsa = std::get<RsaPublicKey>(public_key);
        signature = card::to_bytes(from_card);
        good = takes(signature) && card::equal(card::crypto::rsa_public_operation(rsa, signature), input);
    }
    card::require(good, card::Errc::card_swapped, "GENERAL AUTHENTICATE", "the signature is not of this object's key");
    return signature;
}

card::SecureBytes CardKey::checked_block(ByteView cryptogram, card::SecureBytes from_card) const
{
    const auto& rsa = std::get<RsaPublicKey>(public_key);
    const bool good = takes(from_card) && card::equal(card::crypto::rsa_public_operation(rsa, from_card), cryptogram);
    card::require(good, card::Errc::card_swapped, "GENERAL AUTHENTICATE", "another key decrypted this");
    return from_card;
}

bool card_can_hold(const card::crypto::PublicKey& key)
{
    try {
        card::piv::algorithm_of(key);
        return true;
    } catch (const card::Error&) {
        return false;
    }
}

} // namespace p11
