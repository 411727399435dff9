// SPDX-License-Identifier: Apache-2.0
#include "card/gp/scp03_session.hpp"

#include "card/base/error.hpp"
#include "card/crypto/cipher.hpp"
#include "card/crypto/mac.hpp"

namespace card::gp {

namespace {

using iso7816::Command;
using iso7816::Response;
namespace sw = iso7816::sw;

constexpr std::uint8_t for_command = 0x00;
constexpr std::uint8_t for_response = 0x80; ///< sets the answer's counter block apart. [GP-D] §6.2.7

/// Lc as it will be sent: short while Nc and Ne allow it, else 00 and two bytes. [7816-4:2005] §5.1
Bytes encoded_lc(const Command& command)
{
    const bool extended = command.data.size() > iso7816::max_short_nc || command.ne > iso7816::max_short_ne;
    return big_endian(command.data.size(), extended ? 3 : 1);
}

} // namespace

/// The cryptogram travels in clear, and the counter stands still. [GP-D] §6.2.4
Command Scp03Session::external_authenticate(const Cryptogram& host_cryptogram, SecurityLevel level)
{
    Command command = add_c_mac({.cla = iso7816::cla::globalplatform,
        .ins = iso7816::Ins::external_authenticate,
        .p1 = static_cast<std::uint8_t>(level),
        .data = to_bytes(host_cryptogram)});
    level_ = level;
    return command;
}

/// [GP-D] §6.2.6
Command Scp03Session::wrap(const Command& command, std::size_t ne)
{
    ++encryption_counter_; // with every command, also one without data
    Command out{.cla = command.cla, .ins = command.ins, .p1 = command.p1, .p2 = command.p2, .ne = ne};
    if (has_c_enc(level_) && !command.data.empty())
        out.data = crypto::aes_cbc_encrypt(keys_.s_enc, encryption_iv(for_command), crypto::pad80(command.data));
    else
        out.data = command.data;
    return add_c_mac(std::move(out));
}

/// [GP-D] §6.2.4
Command Scp03Session::add_c_mac(Command command)
{
    command.cla |= iso7816::cla::globalplatform_secure;
    const std::size_t plain_size = command.data.size();
    command.data.resize(plain_size + mac_size);
    const Bytes header{command.cla, static_cast<std::uint8_t>(command.ins), command.p1, command.p2};
    mac_chaining_ = crypto::aes_cmac(
        keys_.s_mac, {mac_chaining_, header, encoded_lc(command), ByteView{command.data}.first(plain_size)});
    std::copy_n(mac_chaining_.begin(), mac_size, command.data.end() - mac_size);
    return command;
}

/// [GP-D] §6.2.5
Response Scp03Session::unwrap(const Response& response) const
{
    const Step step{"SCP03"};
    const ByteView data = response.data();
    if (!sw::normal_or_warning(response.sw())) {
        if (!data.empty())
            throw Error{Errc::scp_failed, step, "an error with data that nothing protects"};
        return response;
    }
    if (!has_r_mac(level_))
        return response;
    if (data.size() < mac_size)
        throw Error{Errc::scp_failed, step, response.sw()};
    const ByteView protected_data = data.first(data.size() - mac_size);
    const Bytes r_mac =
        crypto::aes_cmac(keys_.s_rmac, {mac_chaining_, protected_data, big_endian(response.sw().value, 2)});
    if (!ct_equal(data.last(mac_size), ByteView{r_mac}.first(mac_size)))
        throw Error{Errc::scp_failed, step, "the R-MAC of the answer is wrong"};
    if (!has_r_enc(level_) || protected_data.empty())
        return {to_bytes(protected_data), response.sw()};
    return {decrypt(protected_data), response.sw()};
}

/// [GP-D] §6.2.7
Bytes Scp03Session::decrypt(ByteView ciphertext) const
{
    try {
        const SecureBytes padded = crypto::aes_cbc_decrypt(keys_.s_enc, encryption_iv(for_response), ciphertext);
        return to_bytes(crypto::unpad80(padded));
    } catch (const Error& error) {
        throw Error{Errc::scp_failed, Step{"SCP03"}, error.what()};
    }
}

/// The counter of this command as a block, encrypted.
Bytes Scp03Session::encryption_iv(std::uint8_t first_byte) const
{
    Bytes counter = big_endian(encryption_counter_, crypto::aes_block_size);
    counter.front() = first_byte;
    return crypto::aes_encrypt_block(keys_.s_enc, counter);
}

} // namespace card::gp
