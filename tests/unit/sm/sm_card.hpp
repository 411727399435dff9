// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/parse_command.hpp"

#include "card/base/error.hpp"
#include "card/crypto/cipher.hpp"
#include "card/iso7816/response.hpp"
#include "card/iso7816/transport.hpp"
#include "card/sm/suite.hpp"
#include "card/tlv/reader.hpp"
#include "card/tlv/writer.hpp"

#include <functional>
#include <stdexcept>

namespace test {

/// The same keys for both sides, of any AES size.
inline card::crypto::SessionKeys sm_keys(std::size_t size = 16)
{
    return {card::SecureBytes{card::Bytes(size, 0x11)}, card::SecureBytes{card::Bytes(size, 0x22)}};
}

/// The card's end of secure messaging: takes the protection off a command, lets a function answer it and protects the
/// answer. A command whose protection is wrong fails the test. Shares Suite with the code under test; proof of that
/// are the recorded exchanges and the reference card.
class SmCard : public card::iso7816::Transport {
public:
    using Answer = std::function<card::iso7816::Response(const card::iso7816::Command&)>;

    SmCard(card::crypto::SessionKeys keys, Answer answer) : suite_{std::move(keys), {}}, answer_{std::move(answer)} {}

    card::Bytes exchange(card::ByteView apdu) override
    {
        const card::iso7816::Command command = unprotected(parse_command(apdu));
        const card::Bytes answer = protect(command, answer_(command));
        longest_answer = std::max(longest_answer, answer.size());
        return answer;
    }

    std::size_t longest_answer = 0;

private:
    static bool odd(const card::iso7816::Command& command) { return (static_cast<unsigned>(command.ins) & 1U) != 0; }

    card::iso7816::Command unprotected(const card::iso7816::Command& command)
    {
        using namespace card;
        suite_.next();
        const ByteView objects = ByteView{command.data}.first(command.data.size() - 10);
        const Bytes header{command.cla, static_cast<std::uint8_t>(command.ins), command.p1, command.p2};
        const Bytes covered =
            to_bytes(secure_concat({crypto::pad80(header), objects.empty() ? SecureBytes{} : crypto::pad80(objects)}));
        if (!equal(suite_.mac(covered), ByteView{command.data}.last(8)))
            throw std::runtime_error{"the MAC of a command is wrong"};

        iso7816::Command plain{.cla = static_cast<std::uint8_t>(command.cla & 0xF3),
            .ins = command.ins,
            .p1 = command.p1,
            .p2 = command.p2};
        tlv::Reader reader{objects};
        if (const auto cryptogram = reader.accept(tlv::Tag{odd(command) ? 0x85U : 0x87U}))
            plain.data = suite_.decrypt(odd(command) ? *cryptogram : cryptogram->subspan(1));
        if (const auto le = reader.accept(tlv::Tag{0x97}))
            plain.ne = from_big_endian(*le) != 0 ? from_big_endian(*le) : le->size() == 1 ? 256 : 65'536;
        reader.finish();
        return plain;
    }

    card::Bytes protect(const card::iso7816::Command& command, const card::iso7816::Response& plain)
    {
        using namespace card;
        suite_.next();
        Bytes objects;
        if (!plain.data().empty()) {
            const Bytes cryptogram = suite_.encrypt(plain.data());
            objects = odd(command) ? tlv::encode(tlv::Tag{0x85}, cryptogram)
                                   : tlv::encode(tlv::Tag{0x87}, concat({Bytes{0x01}, cryptogram}));
        }
        const Bytes status = big_endian(plain.sw().value, 2);
        append(objects, tlv::encode(tlv::Tag{0x99}, status));
        append(objects, tlv::encode(tlv::Tag{0x8E}, suite_.mac(crypto::pad80(objects))));
        return concat({objects, status});
    }

    card::sm::Suite suite_;
    Answer answer_;
};

} // namespace test
