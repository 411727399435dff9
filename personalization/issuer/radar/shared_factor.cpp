// SPDX-License-Identifier: Apache-2.0
#include "issuer/radar/shared_factor.hpp"

namespace perso::issuer::radar {

namespace {

bool is_above_one(const Number& number)
{
    return !BN_is_zero(number.get()) && !BN_is_one(number.get());
}

} // namespace

SharedFactor::SharedFactor(card::ByteView modulus)
    : scratch_{scratch()},
      modulus_{number_of(modulus)},
      montgomery_{BN_MONT_CTX_new()},
      product_{number_of(1UL)},
      factor_{number()}
{
    done(montgomery_ != nullptr && BN_MONT_CTX_set(montgomery_.get(), modulus_.get(), scratch_.get()) == 1);
}

void SharedFactor::add(card::ByteView earlier)
{
    done(BN_bin2bn(earlier.data(), static_cast<int>(earlier.size()), factor_.get()) != nullptr);
    if (BN_cmp(factor_.get(), modulus_.get()) >= 0)
        done(BN_nnmod(factor_.get(), factor_.get(), modulus_.get(), scratch_.get()) == 1);
    done(BN_mod_mul_montgomery(product_.get(), product_.get(), factor_.get(), montgomery_.get(), scratch_.get()) == 1);
}

bool SharedFactor::found() const
{
    if (BN_is_zero(product_.get()))
        return true;
    const Number divisor = number();
    done(BN_gcd(divisor.get(), product_.get(), modulus_.get(), scratch_.get()) == 1);
    return is_above_one(divisor);
}

bool share_factor(card::ByteView a, card::ByteView b)
{
    const Scratch context = scratch();
    const Number divisor = number();
    done(BN_gcd(divisor.get(), number_of(a).get(), number_of(b).get(), context.get()) == 1);
    return is_above_one(divisor);
}

} // namespace perso::issuer::radar
