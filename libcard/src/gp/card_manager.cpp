// SPDX-License-Identifier: Apache-2.0
#include "card/gp/card_manager.hpp"

#include "card/base/error.hpp"
#include "card/crypto/cipher.hpp"
#include "card/tlv/reader.hpp"
#include "card/tlv/writer.hpp"

#include <optional>

namespace card::gp {

namespace {

using iso7816::Command;
using iso7816::Ins;
namespace sw = iso7816::sw;

namespace tag {
constexpr tlv::Tag key_information_template{0xE0}; // [GP] §11.3.3.1
constexpr tlv::Tag key_information{0xC0};
constexpr tlv::Tag registry_entry{0xE3}; // [GP] Table 11-36
constexpr tlv::Tag aid{0x4F};
constexpr tlv::Tag life_cycle{0x9F70};
constexpr tlv::Tag control_information{0x6F}; // [7816-4:2005] §5.3.3
constexpr tlv::Tag proprietary{0xA5};
} // namespace tag

constexpr std::uint8_t aes_key = 0x88;                ///< [GP] Table 11-16
constexpr std::uint8_t first_key_of_several = 0x81;   ///< P2 of PUT KEY: key 1, and more follow
constexpr std::uint8_t issuer_security_domain = 0x80; ///< P1 of SET STATUS and GET STATUS
constexpr std::uint8_t tlv_answer = 0x02;

Command gp_command(Ins ins, std::uint8_t p1, std::uint8_t p2, Bytes data = {}, std::size_t ne = 0)
{
    return {.cla = iso7816::cla::globalplatform, .ins = ins, .p1 = p1, .p2 = p2, .data = std::move(data), .ne = ne};
}

/// Parses an answer; what breaks TLV breaks the answer.
template <typename Parse>
auto parsed(std::string_view step, Parse&& parse)
{
    try {
        return parse();
    } catch (const Error& error) {
        throw Error{Errc::response_malformed, Step{std::string{step}}, error.what()};
    }
}

LifeCycle known_state(std::uint8_t value)
{
    switch (const auto state = static_cast<LifeCycle>(value)) {
    case LifeCycle::op_ready:
    case LifeCycle::initialized:
    case LifeCycle::secured:
    case LifeCycle::card_locked:
    case LifeCycle::terminated:
        return state;
    }
    throw Error{Errc::malformed_data, "an unknown life cycle state"};
}

/// A key of 24 bytes is filled up to whole blocks; the length beside it tells where it ends. [GP-D] §6.2.8
SecureBytes whole_blocks(ByteView key)
{
    constexpr std::size_t block = crypto::aes_block_size;
    return secure_concat({key, Bytes((block - key.size() % block) % block)});
}

/// Type, the key under Key-DEK with its length, its check value. [GP-D] §7.2.2.3
Bytes key_data_field(const Scp03Channel& card, ByteView key)
{
    const Bytes encrypted = card.encrypt_sensitive(whole_blocks(key));
    const KeyCheckValue check = key_check_value(key);
    return concat(
        {Bytes{aes_key, static_cast<std::uint8_t>(encrypted.size() + 1), static_cast<std::uint8_t>(key.size())},
            encrypted, Bytes{static_cast<std::uint8_t>(check.size())}, check});
}

} // namespace

std::vector<KeyInformation> key_information(iso7816::Channel& card)
{
    constexpr std::string_view step = "GET DATA key information";
    const iso7816::Response response = card.transmit(gp_command(Ins::get_data, 0x00, 0xE0, {}, iso7816::max_short_ne));
    return decode_key_information(response.require(sw::ok, step).data());
}

std::vector<KeyInformation> decode_key_information(ByteView data)
{
    constexpr std::string_view step = "GET DATA key information";
    return parsed(step, [&] {
        std::vector<KeyInformation> keys;
        tlv::Reader entries{tlv::only(data, tag::key_information_template)};
        while (!entries.at_end()) {
            const ByteView entry = entries.expect(tag::key_information);
            require(entry.size() == 4, Errc::malformed_data, step, "a key of several components");
            keys.push_back({.id = entry[0], .kvn = Kvn{entry[1]}, .type = entry[2], .size = entry[3]});
        }
        return keys;
    });
}

void put_key(Scp03Channel& card, Kvn old_kvn, Kvn new_kvn, const KeySet& keys)
{
    Bytes data{new_kvn.value};
    Bytes expected{new_kvn.value};
    for (const SecureBytes* key : {&keys.enc, &keys.mac, &keys.dek}) {
        append(data, key_data_field(card, *key));
        append(expected, key_check_value(*key));
    }
    const iso7816::Response response = card.transmit(
        gp_command(Ins::put_key, old_kvn.value, first_key_of_several, std::move(data), iso7816::max_short_ne));
    response.require(sw::ok, "PUT KEY");
    require(response.data() == expected, Errc::key_check_failed, "PUT KEY", "the card answers other check values");
}

void delete_application(Scp03Channel& card, const iso7816::Aid& application)
{
    const Bytes command = tlv::encode(tag::aid, application.bytes());
    // Without its data, GlobalPlatform's card answers one byte 00. [GP] §11.2.3.1
    const auto response = card.transmit(gp_command(Ins::delete_object, 0x00, 0x00, command, iso7816::max_short_ne));
    if (response.sw() == sw::file_not_found || response.sw() == sw::reference_not_found)
        throw Error{Errc::file_not_found, Step{"DELETE"}, response.sw()};
    response.require(sw::ok, "DELETE");
}

void set_status(Scp03Channel& card, const iso7816::Aid& security_domain, LifeCycle state)
{
    card.transmit(gp_command(Ins::set_status, issuer_security_domain, static_cast<std::uint8_t>(state),
                      security_domain.bytes()))
        .require(sw::ok, "SET STATUS");
}

LifeCycle get_status(Scp03Channel& card, const iso7816::Aid& security_domain)
{
    const Bytes any_aid = tlv::encode(tag::aid, ByteView{});
    const iso7816::Response response =
        card.transmit(gp_command(Ins::get_status, issuer_security_domain, tlv_answer, any_aid, iso7816::max_short_ne));
    return decode_status(response.require(sw::ok, "GET STATUS").data(), security_domain);
}

LifeCycle decode_status(ByteView data, const iso7816::Aid& security_domain)
{
    constexpr std::string_view step = "GET STATUS";
    return parsed(step, [&] {
        std::optional<ByteView> aid;
        std::optional<ByteView> state;
        tlv::Reader entry{tlv::only(data, tag::registry_entry)};
        while (!entry.at_end()) { // in any order; privileges and versions are not asked for
            const tlv::Element element = entry.next();
            if (element.tag == tag::aid)
                aid = element.value;
            else if (element.tag == tag::life_cycle)
                state = element.value;
        }
        require(aid && equal(*aid, security_domain.bytes()), Errc::malformed_data, step, "another security domain");
        require(state && state->size() == 1, Errc::malformed_data, step, "no life cycle state");
        return known_state(state->front());
    });
}

std::optional<LifeCycle> life_cycle_told(ByteView select_answer)
{
    return parsed("SELECT", [&]() -> std::optional<LifeCycle> {
        tlv::Reader control{tlv::only(select_answer, tag::control_information)};
        while (!control.at_end()) {
            const tlv::Element outer = control.next();
            if (outer.tag != tag::proprietary)
                continue;
            tlv::Reader inner{outer.value};
            while (!inner.at_end())
                if (const tlv::Element element = inner.next(); element.tag == tag::life_cycle) {
                    require(element.value.size() == 1, Errc::malformed_data, "SELECT", "no life cycle state");
                    return known_state(element.value.front());
                }
        }
        return std::nullopt;
    });
}

} // namespace card::gp
