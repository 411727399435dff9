// SPDX-License-Identifier: Apache-2.0
#include "ec.hpp"

#include "openssl.hpp"
#include "status.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/obj_mac.h>
#include <openssl/param_build.h>

namespace refcard::ec {

namespace {

using Group = Owned<EC_GROUP, EC_GROUP_free>;
using RawPoint = Owned<EC_POINT, EC_POINT_clear_free>;
using Number = Owned<BIGNUM, BN_clear_free>;
using Scratch = Owned<BN_CTX, BN_CTX_free>;

} // namespace

struct GroupState {
    int nid;
    Group group;
    std::size_t size; // bytes of a coordinate and of the order
};

namespace {

RawPoint new_point(const GroupState& state)
{
    return RawPoint{must(EC_POINT_new(state.group.get()))};
}

Number to_number(ByteView bytes)
{
    Number number{must(BN_secure_new())};
    must(BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), number.get()));
    BN_set_flags(number.get(), BN_FLG_CONSTTIME);
    return number;
}

RawPoint to_raw(const GroupState& state, ByteView encoding)
{
    RawPoint point = new_point(state);
    // EC_POINT_oct2point refuses coordinates beyond the field and points off the curve.
    require(EC_POINT_oct2point(state.group.get(), point.get(), encoding.data(), encoding.size(), nullptr) == 1,
        Sw::wrong_data);
    require(EC_POINT_is_at_infinity(state.group.get(), point.get()) == 0, Sw::wrong_data);
    return point;
}

Bytes encode(const GroupState& state, const EC_POINT* point)
{
    require(EC_POINT_is_at_infinity(state.group.get(), point) == 0, Sw::wrong_data);
    Bytes encoding(1 + 2 * state.size);
    const std::size_t size = EC_POINT_point2oct(
        state.group.get(), point, POINT_CONVERSION_UNCOMPRESSED, encoding.data(), encoding.size(), nullptr);
    if (size != encoding.size())
        throw std::runtime_error{"a point has another size than its curve"};
    return encoding;
}

} // namespace

Curve Curve::by_parameter_id(unsigned id)
{
    int nid = 0;
    switch (id) {
    case 12:
        nid = NID_X9_62_prime256v1;
        break;
    case 13:
        nid = NID_brainpoolP256r1;
        break;
    case 15:
        nid = NID_secp384r1;
        break;
    default:
        throw std::invalid_argument{"domain parameters that this card does not have"};
    }
    Group group{must(EC_GROUP_new_by_curve_name(nid))};
    const auto size = static_cast<std::size_t>((EC_GROUP_order_bits(group.get()) + 7) / 8);
    return Curve{std::make_shared<const GroupState>(GroupState{nid, std::move(group), size})};
}

std::size_t Curve::size() const
{
    return state_->size;
}

Point Curve::decode(ByteView encoding) const
{
    require(encoding.size() == 1 + 2 * state_->size && encoding[0] == POINT_CONVERSION_UNCOMPRESSED, Sw::wrong_data);
    const RawPoint point = to_raw(*state_, encoding);
    return Point{copy(encoding)};
}

Bytes Curve::generate_scalar(Random& random) const
{
    while (true) {
        Bytes candidate = random.bytes(state_->size);
        if (is_scalar(candidate))
            return candidate;
    }
}

bool Curve::is_scalar(ByteView bytes) const
{
    if (bytes.size() != state_->size)
        return false;
    const Number number = to_number(bytes);
    return BN_is_zero(number.get()) == 0 && BN_cmp(number.get(), EC_GROUP_get0_order(state_->group.get())) < 0;
}

Bytes Curve::divide(ByteView dividend, ByteView divisor) const
{
    const BIGNUM* order = EC_GROUP_get0_order(state_->group.get());
    const Scratch scratch{must(BN_CTX_secure_new())};
    const Number inverse{must(BN_mod_inverse(nullptr, to_number(divisor).get(), order, scratch.get()))};
    const Number quotient{must(BN_secure_new())};
    must(BN_mod_mul(quotient.get(), to_number(dividend).get(), inverse.get(), order, scratch.get()));
    Bytes result(state_->size);
    if (BN_bn2binpad(quotient.get(), result.data(), static_cast<int>(result.size())) < 0)
        throw std::runtime_error{"a number is larger than the order"};
    return result;
}

Point Curve::multiply_generator(ByteView scalar) const
{
    const RawPoint result = new_point(*state_);
    must(EC_POINT_mul(state_->group.get(), result.get(), to_number(scalar).get(), nullptr, nullptr, nullptr));
    return Point{encode(*state_, result.get())};
}

Point Curve::multiply(ByteView scalar, const Point& point) const
{
    const RawPoint result = new_point(*state_);
    const RawPoint base = to_raw(*state_, point.encoding());
    must(EC_POINT_mul(state_->group.get(), result.get(), nullptr, base.get(), to_number(scalar).get(), nullptr));
    return Point{encode(*state_, result.get())};
}

Point Curve::map_generator(ByteView nonce, const Point& point) const
{
    const RawPoint result = new_point(*state_);
    must(EC_POINT_mul(state_->group.get(), result.get(), to_number(nonce).get(), nullptr, nullptr, nullptr));
    const RawPoint shared = to_raw(*state_, point.encoding());
    must(EC_POINT_add(state_->group.get(), result.get(), result.get(), shared.get(), nullptr));
    return Point{encode(*state_, result.get())};
}

Bytes Curve::sign(ByteView scalar, ByteView hash) const
{
    using Builder = Owned<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free>;
    using Parameters = Owned<OSSL_PARAM, OSSL_PARAM_free>;
    using KeyContext = Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;
    using Key = Owned<EVP_PKEY, EVP_PKEY_free>;

    const Number number = to_number(scalar);
    const Point public_key = multiply_generator(scalar);
    const Builder builder{must(OSSL_PARAM_BLD_new())};
    must(OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, OBJ_nid2sn(state_->nid), 0));
    must(OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_PRIV_KEY, number.get()));
    must(OSSL_PARAM_BLD_push_octet_string(
        builder.get(), OSSL_PKEY_PARAM_PUB_KEY, public_key.encoding().data(), public_key.encoding().size()));
    const Parameters parameters{must(OSSL_PARAM_BLD_to_param(builder.get()))};

    const KeyContext import{must(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr))};
    must(EVP_PKEY_fromdata_init(import.get()));
    EVP_PKEY* raw_key = nullptr;
    must(EVP_PKEY_fromdata(import.get(), &raw_key, EVP_PKEY_KEYPAIR, parameters.get()));
    const Key key{raw_key};

    const KeyContext signing{must(EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr))};
    must(EVP_PKEY_sign_init(signing.get()));
    std::size_t size = 0;
    must(EVP_PKEY_sign(signing.get(), nullptr, &size, hash.data(), hash.size()));
    Bytes signature(size);
    must(EVP_PKEY_sign(signing.get(), signature.data(), &size, hash.data(), hash.size()));
    signature.resize(size);
    return signature;
}

} // namespace refcard::ec
