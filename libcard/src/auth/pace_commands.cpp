// SPDX-License-Identifier: Apache-2.0
#include "pace_commands.hpp"

#include "card/auth/general_authenticate.hpp"
#include "card/base/error.hpp"
#include "card/iso7816/status_word.hpp"
#include "card/tlv/reader.hpp"
#include "card/tlv/writer.hpp"

#include <concepts>

namespace card::auth::pace {

namespace {

using iso7816::Channel;
using iso7816::Response;
namespace sw = iso7816::sw;

/// [9303-11] §4.4.4
namespace tag {
constexpr tlv::Tag mechanism{0x80}; // in MSE:Set AT
constexpr tlv::Tag password{0x83};
constexpr tlv::Tag domain_parameters{0x84};

constexpr tlv::Tag nonce{0x80}; // in GENERAL AUTHENTICATE
constexpr tlv::Tag map_ifd{0x81};
constexpr tlv::Tag map_ic{0x82};
constexpr tlv::Tag key_ifd{0x83};
constexpr tlv::Tag key_ic{0x84};
constexpr tlv::Tag token_ifd{0x85};
constexpr tlv::Tag token_ic{0x86};
constexpr tlv::Tag chip_authentication_data{0x8A};
} // namespace tag

/// Takes an answer apart; what is not exactly as it should be ends PACE.
template <std::invocable Parse>
auto parsed(std::string_view step, Parse&& parse)
{
    try {
        return parse();
    } catch (const Error& error) {
        throw Error{Errc::pace_failed, Step{std::string{step}}, error.what()};
    }
}

Bytes exchange(Channel& chip, std::optional<tlv::Tag> ours, ByteView value, tlv::Tag theirs, std::string_view step)
{
    const Response response = chip.transmit(general_authenticate(Chain::more, ours, value));
    response.require(sw::ok, step);
    return parsed(step, [&] { return to_bytes(dynamic_authentication_data(response.data(), theirs)); });
}

} // namespace

void set_authentication_template(Channel& chip, const Parameters& parameters, const Password& password)
{
    Bytes data = concat({tlv::encode(tag::mechanism, parameters.protocol.content()),
        tlv::encode(tag::password, Bytes{static_cast<std::uint8_t>(password.kind())})});
    if (parameters.ambiguous)
        append(data, tlv::encode(tag::domain_parameters, big_endian(parameters.parameter_id, 1)));
    chip.transmit({.ins = iso7816::Ins::manage_security_environment, .p1 = 0xC1, .p2 = 0xA4, .data = data})
        .require(sw::ok, "PACE MSE:Set AT");
}

Bytes request_nonce(Channel& chip)
{
    return exchange(chip, {}, {}, tag::nonce, "PACE step 1");
}

Bytes exchange_mapping_key(Channel& chip, ByteView pk_map_ifd)
{
    return exchange(chip, tag::map_ifd, pk_map_ifd, tag::map_ic, "PACE step 3a");
}

Bytes exchange_ephemeral_key(Channel& chip, ByteView pk_ifd)
{
    return exchange(chip, tag::key_ifd, pk_ifd, tag::key_ic, "PACE step 3b");
}

Proof exchange_token(Channel& chip, Mapping mapping, Password::Kind password, ByteView t_ifd)
{
    constexpr std::string_view step = "PACE step 3d";
    const Response response = chip.transmit(general_authenticate(Chain::last, tag::token_ifd, t_ifd));
    if (response.sw() == sw::verification_failed || sw::tries_left(response.sw()))
        throw Error{password == Password::Kind::can ? Errc::can_wrong : Errc::mrz_wrong, Step{std::string{step}},
            response.sw()};
    response.require(sw::ok, step);
    return parsed(step, [&] {
        Proof proof;
        tlv::Reader objects{dynamic_authentication_data(response.data())};
        proof.t_ic = to_bytes(objects.expect(tag::token_ic));
        if (mapping == Mapping::chip_authentication)
            proof.a_ic = to_bytes(objects.expect(tag::chip_authentication_data));
        objects.finish();
        return proof;
    });
}

} // namespace card::auth::pace
