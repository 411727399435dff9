// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/bytes.hpp"

#include <openssl/bn.h>

#include <memory>

/// Whole numbers of OpenSSL, owned: for the radar alone. All of them are public.
namespace perso::issuer::radar {

struct FreeNumber {
    void operator()(BIGNUM* number) const noexcept { BN_free(number); }
};

struct FreeScratch {
    void operator()(BN_CTX* scratch) const noexcept { BN_CTX_free(scratch); }
};

struct FreeMontgomery {
    void operator()(BN_MONT_CTX* context) const noexcept { BN_MONT_CTX_free(context); }
};

using Number = std::unique_ptr<BIGNUM, FreeNumber>;
using Scratch = std::unique_ptr<BN_CTX, FreeScratch>;
using Montgomery = std::unique_ptr<BN_MONT_CTX, FreeMontgomery>;

/// Throws crypto_failed: OpenSSL has no memory left.
void done(bool success);

Number number(); ///< zero
Number number_of(card::ByteView big_endian);
Number number_of(unsigned long value);
Scratch scratch();

/// The largest whole number whose square is not above `square`, which is positive.
Number square_root(const BIGNUM* square, BN_CTX* scratch);

} // namespace perso::issuer::radar
