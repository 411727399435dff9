// SPDX-License-Identifier: Apache-2.0
#include "operation.hpp"

#include "errors.hpp"

#include <algorithm>

namespace p11 {
namespace {

/// SHA-512 yields as many bytes; nobody signs longer digests.
constexpr std::size_t longest_digest = 64;

/// The bit string of ECDSA as a number of the group's length: a longer digest loses its right end, a shorter one gets
/// zeros on the left. [FIPS186-5] §6.4.1
card::Bytes fit(const card::Bytes& digest, std::size_t size)
{
    card::Bytes out(size);
    const auto used = static_cast<std::ptrdiff_t>(std::min(digest.size(), size));
    std::copy(digest.begin(), digest.begin() + used, out.end() - used);
    return out;
}

} // namespace

SignOperation::SignOperation(const Mechanism& mechanism, CardKey key) : key_{std::move(key)}, hash_{mechanism.hash}
{
    require(mechanism.kind == key_.kind(), CKR_KEY_TYPE_INCONSISTENT);
    if (hash_)
        hasher_.emplace(*hash_);
}

std::size_t SignOperation::longest_given() const
{
    return key_.kind() == KeyKind::ec ? longest_digest : key_.signature_size() - card::crypto::pkcs1_overhead;
}

void SignOperation::update(card::ByteView part)
{
    if (hasher_) {
        hasher_->update(part);
        return;
    }
    require(part.size() <= longest_given() - given_.size(), CKR_DATA_LEN_RANGE);
    card::append(given_, part);
}

card::Bytes SignOperation::card_input()
{
    require(hasher_ || !given_.empty(), CKR_DATA_LEN_RANGE);
    const card::Bytes data = hasher_ ? hasher_->finish() : given_;
    if (key_.kind() == KeyKind::ec)
        return fit(data, card::piv::input_size(card::piv::algorithm_of(key_.public_key)));
    return hash_ ? card::crypto::pkcs1_block(*hash_, data, key_.signature_size())
                 : card::crypto::pkcs1_padded(data, key_.signature_size());
}

} // namespace p11
