// SPDX-License-Identifier: Apache-2.0
#include "card/piv/slots.hpp"

#include "card/base/error.hpp"

namespace card::piv {

namespace {

struct AlgorithmRow {
    Algorithm algorithm;
    std::size_t input_size;
    std::optional<crypto::Curve> curve;
};

constexpr std::array algorithms{
    AlgorithmRow{Algorithm::rsa_4096, 512, {}},
    AlgorithmRow{Algorithm::rsa_3072, 384, {}},
    AlgorithmRow{Algorithm::rsa_2048, 256, {}},
    AlgorithmRow{Algorithm::p256, 32, crypto::Curve::p256},
    AlgorithmRow{Algorithm::p384, 48, crypto::Curve::p384},
};

template <class Matches>
Algorithm find_algorithm(Matches matches)
{
    const auto row = std::find_if(algorithms.begin(), algorithms.end(), matches);
    require(row != algorithms.end(), Errc::unsupported, "PIV algorithm", "a key that no slot can hold");
    return row->algorithm;
}

} // namespace

std::optional<Slot> slot_of(std::uint8_t reference)
{
    const Slot slot{reference};
    const bool known = is_retired(slot) || std::find(all_slots.begin(), all_slots.end(), slot) != all_slots.end();
    return known ? std::optional{slot} : std::nullopt;
}

std::string name(Slot slot)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    const auto reference = static_cast<std::size_t>(slot);
    return {digits[reference >> 4U], digits[reference & 0x0FU]};
}

std::optional<Algorithm> algorithm_of(std::uint8_t identifier)
{
    for (const AlgorithmRow& row : algorithms)
        if (static_cast<std::uint8_t>(row.algorithm) == identifier)
            return row.algorithm;
    return std::nullopt;
}

Algorithm algorithm_of(const crypto::PublicKey& key)
{
    if (const auto* const point = std::get_if<crypto::Point>(&key))
        return find_algorithm([&](const AlgorithmRow& row) { return row.curve == point->curve(); });
    const std::size_t size = std::get<crypto::RsaPublicKey>(key).size();
    return find_algorithm([&](const AlgorithmRow& row) { return !row.curve && row.input_size == size; });
}

std::size_t input_size(Algorithm algorithm)
{
    for (const AlgorithmRow& row : algorithms)
        if (row.algorithm == algorithm)
            return row.input_size;
    throw Error{Errc::unsupported, "unknown PIV algorithm"};
}

crypto::Hash hash_for(Algorithm algorithm)
{
    return algorithm == Algorithm::p384 ? crypto::Hash::sha384 : crypto::Hash::sha256;
}

Bytes signature_input(Algorithm algorithm, crypto::Hash hash, ByteView digest)
{
    return is_rsa(algorithm) ? crypto::pkcs1_block(hash, digest, input_size(algorithm)) : to_bytes(digest);
}

tlv::Tag certificate_object(Slot slot)
{
    switch (slot) {
    case Slot::authentication:
        return object::certificate_9a;
    case Slot::signature:
        return object::certificate_9c;
    case Slot::key_management:
        return object::certificate_9d;
    case Slot::card_authentication:
        return object::certificate_9e;
    default:
        require(is_retired(slot), Errc::unsupported, "PIV slot", "unknown slot");
        return tlv::Tag{object::first_retired_certificate.value + retired_number(slot) - 1};
    }
}

} // namespace card::piv
