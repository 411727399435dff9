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

SignOperation::SignOperation(const Mechanism& mechanism, CardKey key) : key_{std::move(key)}
{
    if (mechanism.hash)
        hasher_.emplace(*mechanism.hash);
}

void SignOperation::update(card::ByteView part)
{
    if (hasher_) {
        hasher_->update(part);
        return;
    }
    require(part.size() <= longest_digest - given_digest_.size(), CKR_DATA_LEN_RANGE);
    card::append(given_digest_, part);
}

card::Bytes SignOperation::digest()
{
    require(hasher_ || !given_digest_.empty(), CKR_DATA_LEN_RANGE);
    return fit(hasher_ ? hasher_->finish() : given_digest_, card::crypto::field_size(key_.public_key.curve()));
}

} // namespace p11
