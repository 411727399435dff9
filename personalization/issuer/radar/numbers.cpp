// SPDX-License-Identifier: Apache-2.0
#include "issuer/radar/numbers.hpp"

#include "card/base/error.hpp"

namespace perso::issuer::radar {

void done(bool success)
{
    card::require(success, card::Errc::crypto_failed, "key radar", "a number could not be computed");
}

Number number()
{
    Number made{BN_new()};
    done(made != nullptr);
    return made;
}

Number number_of(card::ByteView big_endian)
{
    Number made{BN_bin2bn(big_endian.data(), static_cast<int>(big_endian.size()), nullptr)};
    done(made != nullptr);
    return made;
}

Number number_of(unsigned long value)
{
    Number made = number();
    done(BN_set_word(made.get(), value) == 1);
    return made;
}

Scratch scratch()
{
    Scratch made{BN_CTX_new()};
    done(made != nullptr);
    return made;
}

/// Newton's method from above: the first step that does not fall ends it.
Number square_root(const BIGNUM* square, BN_CTX* scratch)
{
    Number root = number_of(1UL);
    done(BN_lshift(root.get(), root.get(), (BN_num_bits(square) + 1) / 2) == 1);
    const Number next = number();
    for (;;) {
        done(BN_div(next.get(), nullptr, square, root.get(), scratch) == 1);
        done(BN_add(next.get(), next.get(), root.get()) == 1);
        done(BN_rshift1(next.get(), next.get()) == 1);
        if (BN_cmp(next.get(), root.get()) >= 0)
            return root;
        done(BN_copy(root.get(), next.get()) != nullptr);
    }
}

} // namespace perso::issuer::radar
