// SPDX-License-Identifier: Apache-2.0
#include "card/session/card.hpp"

#include "card/base/error.hpp"
#include "card/iso7816/chaining.hpp"
#include "card/iso7816/plain_channel.hpp"
#include "card/iso7816/trace.hpp"
#include "card/piv/application.hpp"
#include "card/pki/certificate.hpp"

namespace card::session {

struct Card::State {
    State(pcsc::Context& context, const std::string& reader, LogSink sink)
        : connection{context, reader}, trace{connection, std::move(sink)}
    {
    }

    pcsc::CardConnection connection;
    iso7816::TracingTransport trace;
};

namespace {

/// Refuses to risk the last try: a program's mistake must not block somebody's card.
void require_tries(const iso7816::PinResult& status)
{
    using State = iso7816::PinResult::State;
    if (status.state == State::blocked)
        throw Error{Errc::pin_blocked, Step{"VERIFY without data"}, "no tries left"};
    if (status.state == State::wrong && status.tries_left == 1U)
        throw Error{Errc::pin_last_try, Step{"VERIFY without data"}, "one try left, nothing was sent"};
}

crypto::PublicKey authentication_key(iso7816::Channel& channel)
{
    const std::optional<Bytes> certificate = piv::read_certificate(channel, piv::Slot::authentication);
    if (!certificate)
        throw Error{Errc::file_not_found, Step{"GET DATA 9A"}, "no certificate"};
    return pki::Certificate::parse(*certificate).public_key();
}

/// What the digest was made by. A key on P-256 signs 32 bytes, one on P-384 48; RSA keys sign either.
crypto::Hash hash_of_size(std::size_t size)
{
    for (const auto hash : {crypto::Hash::sha256, crypto::Hash::sha384})
        if (crypto::digest_size(hash) == size)
            return hash;
    throw Error{Errc::malformed_data, Step{"signing"}, "neither a digest of SHA-256 nor of SHA-384"};
}

/// Whatever the card answers, the PIN is forgotten before another program gets its turn.
Bytes sign_and_log_out(iso7816::Channel& channel, piv::Algorithm algorithm, ByteView input)
{
    Bytes signature;
    try {
        signature = piv::sign(channel, piv::Slot::authentication, algorithm, input);
    } catch (...) {
        piv::log_out(channel);
        throw;
    }
    piv::log_out(channel);
    return signature;
}

} // namespace

Card::Card(pcsc::Context& context, std::string_view reader_part, LogSink trace)
    : state_{std::make_unique<State>(
          context, pcsc::choose_reader(pcsc::list_readers(context), reader_part).name, std::move(trace))}
{
}

Card::~Card() = default;
Card::Card(Card&&) noexcept = default;
Card& Card::operator=(Card&&) noexcept = default;

const std::string& Card::reader() const
{
    return state_->connection.reader();
}

const Bytes& Card::atr() const
{
    return state_->connection.atr();
}

Detected Card::detect(const profile::Profile& profile)
{
    const pcsc::Transaction transaction{state_->connection};
    iso7816::PlainChannel plain{state_->trace};
    return session::detect(plain, profile);
}

Verification Card::verify(const VerificationRequest& request, const Progress& progress)
{
    const pcsc::Transaction transaction{state_->connection};
    state_->connection.reset_at_end(); // no channel and no verified PIN outlives the connection
    return session::verify(state_->trace, request, progress);
}

Bytes Card::sign_with_9a(ByteView pin, ByteView digest, const profile::Profile& profile)
{
    const crypto::Hash hash = hash_of_size(digest.size());
    const pcsc::Transaction transaction{state_->connection};
    state_->connection.reset_at_end(); // should even the log out fail, no verified PIN outlives the connection
    iso7816::PlainChannel plain{state_->trace};
    iso7816::ChainingChannel channel{plain};

    piv::select(channel, profile.piv);
    const crypto::PublicKey key = authentication_key(channel);
    const piv::Algorithm algorithm = piv::algorithm_of(key);
    const Bytes input = piv::signature_input(algorithm, hash, digest);
    require_tries(piv::pin_status(channel));
    iso7816::require_verified(piv::verify_pin(channel, pin, profile), "VERIFY");
    Bytes signature = sign_and_log_out(channel, algorithm, input);
    if (!crypto::verify_signature(key, hash, digest, signature))
        throw Error{Errc::crypto_failed, Step{"GENERAL AUTHENTICATE"}, "the signature is not by the key of 9A"};
    return signature;
}

iso7816::Transport& Card::transport()
{
    return state_->trace;
}

} // namespace card::session
