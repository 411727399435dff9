// SPDX-License-Identifier: Apache-2.0
#include "pace.hpp"
#include "tlv.hpp"

#include <eac/eac.h>
#include <eac/pace.h>

#include <doctest/doctest.h>

#include <memory>
#include <stdexcept>

using namespace refcard;

namespace {

using Context = std::unique_ptr<EAC_CTX, decltype(&EAC_CTX_clear_free)>;
using Secret = std::unique_ptr<PACE_SEC, decltype(&PACE_SEC_clear_free)>;
using Buffer = std::unique_ptr<BUF_MEM, decltype(&BUF_MEM_free)>;

Buffer demand(BUF_MEM* buffer)
{
    if (buffer == nullptr)
        throw std::runtime_error{"OpenPACE refused a step"};
    return {buffer, BUF_MEM_free};
}

void demand(int result)
{
    if (result != 1)
        throw std::runtime_error{"OpenPACE refused a step"};
}

ByteView view(const BUF_MEM& buffer)
{
    return {reinterpret_cast<const std::uint8_t*>(buffer.data), buffer.length};
}

Buffer to_buffer(ByteView bytes)
{
    Buffer buffer = demand(BUF_MEM_new());
    BUF_MEM_grow(buffer.get(), bytes.size());
    std::ranges::copy(bytes, reinterpret_cast<std::uint8_t*>(buffer->data));
    return buffer;
}

/// OpenPACE as the reader: what the last step of PACE left.
struct Outcome {
    Bytes k_enc, k_mac;
};

Outcome run(Pace& chip, ByteView card_access, std::string_view can)
{
    EAC_init();
    const Context context{EAC_CTX_new(), EAC_CTX_clear_free};
    EAC_CTX* reader = context.get();
    demand(EAC_CTX_init_ef_cardaccess(card_access.data(), card_access.size(), reader));
    const Secret secret{PACE_SEC_new(can.data(), can.size(), PACE_CAN), PACE_SEC_clear_free};

    const auto step = [&](ByteView object, tlv::Tag answer) {
        return copy(tlv::only(tlv::only(chip.step(tlv::make(0x7C, object)), 0x7C), answer));
    };
    const Buffer nonce = to_buffer(step({}, 0x80));
    demand(PACE_STEP2_dec_nonce(reader, secret.get(), nonce.get()));

    const Buffer mapping = demand(PACE_STEP3A_generate_mapping_data(reader));
    const Buffer mapping_ic = to_buffer(step(tlv::make(0x81, view(*mapping)), 0x82));
    demand(PACE_STEP3A_map_generator(reader, mapping_ic.get()));

    const Buffer ephemeral = demand(PACE_STEP3B_generate_ephemeral_key(reader));
    const Buffer ephemeral_ic = to_buffer(step(tlv::make(0x83, view(*ephemeral)), 0x84));
    demand(PACE_STEP3B_compute_shared_secret(reader, ephemeral_ic.get()));
    demand(PACE_STEP3C_derive_keys(reader));

    const Buffer token = demand(PACE_STEP3D_compute_authentication_token(reader, ephemeral_ic.get()));
    const Buffer token_ic = to_buffer(step(tlv::make(0x85, view(*token)), 0x86));
    demand(PACE_STEP3D_verify_authentication_token(reader, token_ic.get()));
    const KA_CTX& agreed = *reader->pace_ctx->ka_ctx;
    return {.k_enc = copy(view(*agreed.k_enc)), .k_mac = copy(view(*agreed.k_mac))};
}

Profile::Pace profile_of(unsigned parameter_id, unsigned key_bits)
{
    Profile::Pace profile = Profile::builtin().pace;
    profile.parameter_id = parameter_id;
    profile.key_bits = key_bits;
    profile.mappings = {Mapping::generic};
    return profile;
}

} // namespace

TEST_CASE("OpenPACE opens the reference card on each curve with each key length")
{
    SystemRandom random;
    for (const unsigned parameter_id : {12U, 13U, 15U}) {
        for (const unsigned key_bits : {128U, 192U, 256U}) {
            CAPTURE(parameter_id);
            CAPTURE(key_bits);
            const Profile::Pace profile = profile_of(parameter_id, key_bits);
            const Bytes access = card_access(profile);
            const PaceProtocol protocol{.mapping = Mapping::generic, .key_size = key_bits / 8};
            const ec::Curve curve = ec::Curve::by_parameter_id(parameter_id);
            Pace chip{protocol, curve, text_bytes("123456"), {}, random};
            const Outcome reader = run(chip, access, "123456");
            CHECK(to_hex(reader.k_enc) == to_hex(chip.keys().k_enc));
            CHECK(to_hex(reader.k_mac) == to_hex(chip.keys().k_mac));

            Pace other{protocol, curve, text_bytes("123456"), {}, random};
            try {
                run(other, access, "654321");
                FAIL("the wrong CAN opened the card");
            } catch (const Refusal& refusal) {
                CHECK(refusal.sw == Sw::authentication_failed);
            }
        }
    }
}
