// SPDX-License-Identifier: Apache-2.0
// An answer inside SCP03: as it came, with a right R-MAC put behind it, and as the plain text that a card would
// protect. The first byte chooses security level and key size, the next two are the status word.
#include "card/crypto/cipher.hpp"
#include "card/crypto/mac.hpp"
#include "card/gp/scp03_session.hpp"
#include "fuzz.hpp"

#include <array>

namespace {

using namespace card;

constexpr std::array levels{gp::SecurityLevel::c_mac, gp::SecurityLevel::c_mac_c_enc, gp::SecurityLevel::c_mac_r_mac,
    gp::SecurityLevel::c_mac_c_enc_r_mac, gp::SecurityLevel::all};
constexpr std::array<std::size_t, 3> key_sizes{16, 24, 32};

/// A session after one command, and the card's view of it.
struct Session {
    Session(gp::SecurityLevel chosen, std::size_t key_size)
        : level{chosen}, key(key_size), host{{key_copy(), key_copy(), key_copy()}}
    {
        const auto external = host.external_authenticate({}, level);
        chain(external);
        chain(host.wrap({.cla = 0x80, .ins = iso7816::Ins::get_status, .data = Bytes(3), .ne = 256}));
    }

    Bytes r_mac(ByteView data, StatusWord status) const
    {
        Bytes mac = crypto::aes_cmac(key, {chaining, data, big_endian(status.value, 2)});
        mac.resize(gp::Scp03Session::mac_size);
        return mac;
    }

    /// [GP-D] §6.2.7
    Bytes encrypted(ByteView plain) const
    {
        Bytes counter = big_endian(1, crypto::aes_block_size);
        counter.front() = 0x80;
        return crypto::aes_cbc_encrypt(key, crypto::aes_encrypt_block(key, counter), crypto::pad80(plain));
    }

    gp::SecurityLevel level;
    Bytes key;
    gp::Scp03Session host;
    Bytes chaining = Bytes(16);

private:
    SecureBytes key_copy() const { return SecureBytes{key}; }

    /// [GP-D] §6.2.4
    void chain(const iso7816::Command& command)
    {
        const std::size_t plain = command.data.size() - gp::Scp03Session::mac_size;
        const Bytes header{command.cla, static_cast<std::uint8_t>(command.ins), command.p1, command.p2,
            static_cast<std::uint8_t>(command.data.size())};
        chaining = crypto::aes_cmac(key, {chaining, header, ByteView{command.data}.first(plain)});
    }
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size < 3)
        return 0;
    const Session session{levels.at(data[0] % levels.size()), key_sizes.at(data[0] / 16 % key_sizes.size())};
    const StatusWord status{static_cast<std::uint16_t>(from_big_endian(ByteView{data + 1, 2}))};
    const Bytes input(data + 3, data + size);
    const bool r_mac = gp::has_r_mac(session.level);
    const bool protects = r_mac && iso7816::sw::normal_or_warning(status);

    fuzz::may_refuse([&] {
        const auto answer = session.host.unwrap({input, status});
        fuzz::must_hold(answer.sw() == status, "the status word stays");
        fuzz::must_hold(!protects || answer.data().size() < input.size(), "the plain answer is shorter");
    });
    fuzz::may_refuse([&] {
        const auto answer = session.host.unwrap({concat({input, session.r_mac(input, status)}), status});
        fuzz::must_hold(!protects || answer.data().size() <= input.size(), "the R-MAC is no data");
    });
    if (protects) {
        const Bytes body = gp::has_r_enc(session.level) && !input.empty() ? session.encrypted(input) : input;
        const auto answer = session.host.unwrap({concat({body, session.r_mac(body, status)}), status});
        fuzz::must_hold(answer.data() == input, "what a card protects comes back");
    }
    return 0;
}
