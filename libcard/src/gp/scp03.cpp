// SPDX-License-Identifier: Apache-2.0
#include "card/gp/scp03.hpp"

#include "card/base/error.hpp"
#include "card/crypto/cipher.hpp"

#include <algorithm>

namespace card::gp {

namespace {

constexpr std::size_t mac_size = Scp03Session::mac_size;
constexpr std::size_t block = crypto::aes_block_size;

/// The most plain bytes whose protected form has at most `size`.
std::size_t plain_capacity(std::size_t size, bool encrypted)
{
    if (size < mac_size)
        return 0;
    const std::size_t rest = size - mac_size;
    if (!encrypted)
        return rest;
    return rest < block ? 0 : rest / block * block - 1; // one byte of padding at least
}

} // namespace

Scp03Channel::Scp03Channel(iso7816::Channel& below, CardIdentification card, Scp03Session session, SecureBytes dek)
    : below_{&below}, card_{card}, session_{std::move(session)}, dek_{std::move(dek)}
{
}

iso7816::Response Scp03Channel::transmit(const iso7816::Command& command)
{
    require(open_, Errc::scp_failed, "SCP03", "the channel is closed");
    if (command.data.size() > limits().nc)
        throw Error{Errc::data_too_long, "command is longer than the card takes inside SCP03"};

    open_ = false; // whatever goes wrong from here on, the two sides no longer agree
    const iso7816::Command wrapped = session_.wrap(command, answer_ne(command.ne));
    iso7816::Response response = session_.unwrap(below_->transmit(wrapped));
    open_ = true;

    // A short Le of zero asks for all there is: the channel below collected it in pieces.
    if (response.data().size() > command.ne && command.ne != iso7816::max_short_ne)
        throw Error{Errc::response_too_long, "more data than the command asked for"};
    return response;
}

iso7816::Limits Scp03Channel::limits() const
{
    const iso7816::Limits below = below_->limits();
    const SecurityLevel level = session_.level();
    return {
        .nc = plain_capacity(below.nc, has_c_enc(level)),
        .ne = has_r_mac(level) ? plain_capacity(below.ne, has_r_enc(level)) : below.ne,
    };
}

/// Le leaves room for padding and R-MAC, which come even when no data do.
std::size_t Scp03Channel::answer_ne(std::size_t ne) const
{
    if (!has_r_mac(session_.level()))
        return ne;
    const std::size_t padded = has_r_enc(session_.level()) && ne > 0 ? (ne / block + 1) * block : ne;
    return padded + mac_size <= iso7816::max_short_ne
               ? iso7816::max_short_ne
               : std::min(padded + mac_size, std::max(below_->limits().ne, iso7816::max_short_ne));
}

Bytes Scp03Channel::encrypt_sensitive(ByteView whole_blocks) const
{
    return crypto::aes_cbc_encrypt(dek_, Bytes(block), whole_blocks);
}

namespace {

bool proves(const Opening& opening, const Scp03SessionKeys& keys)
{
    const Cryptogram expected = card_cryptogram(keys.s_mac, opening.host_challenge, opening.card.card_challenge);
    return ct_equal(expected, opening.card.card_cryptogram);
}

} // namespace

Opening begin(iso7816::Channel& card, crypto::RandomSource& random, Kvn kvn)
{
    Opening opening;
    random.fill(opening.host_challenge);
    opening.card = initialize_update(card, kvn, opening.host_challenge);
    return opening;
}

bool holds(const KeySet& keys, const Opening& opening)
{
    return proves(opening, derive_session_keys(keys, opening.host_challenge, opening.card.card_challenge));
}

/// [GP-D] §5.1, Figure 5-1
Scp03Channel open(iso7816::Channel& card, const KeySet& keys, SecurityLevel level, const Opening& opening)
{
    const auto& [host_challenge, identification] = opening;
    Scp03SessionKeys session_keys = derive_session_keys(keys, host_challenge, identification.card_challenge);
    require(proves(opening, session_keys), Errc::scp_cryptogram_wrong, "INITIALIZE UPDATE",
        "the card does not hold these keys");

    const Cryptogram ours = host_cryptogram(session_keys.s_mac, host_challenge, identification.card_challenge);
    Scp03Session session{std::move(session_keys)};
    const iso7816::Response response = card.transmit(session.external_authenticate(ours, level));
    if (response.sw() != iso7816::sw::ok)
        throw Error{Errc::scp_failed, Step{"EXTERNAL AUTHENTICATE"}, response.sw()};
    return {card, identification, std::move(session), keys.dek.clone()};
}

Scp03Channel open(
    iso7816::Channel& card, const KeySet& keys, SecurityLevel level, crypto::RandomSource& random, Kvn kvn)
{
    return open(card, keys, level, begin(card, random, kvn));
}

} // namespace card::gp
