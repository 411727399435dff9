// SPDX-License-Identifier: Apache-2.0
#include "piv_management.hpp"

#include "aes.hpp"
#include "piv_slots.hpp"
#include "tdes.hpp"
#include "tlv.hpp"

namespace refcard::piv {

namespace {

constexpr std::uint8_t algorithm_tdes = 0x03;
constexpr std::uint8_t algorithm_default = 0x00; // TDES, too. [800-78-4] table 6-2

constexpr tlv::Tag tag_template = 0x7C;
constexpr tlv::Tag tag_witness = 0x80;
constexpr tlv::Tag tag_challenge = 0x81;
constexpr tlv::Tag tag_response = 0x82;

/// The objects of the template, each at most once, in any order.
struct Template {
    explicit Template(ByteView data)
    {
        tlv::Parser parser{tlv::only(data, tag_template)};
        while (!parser.at_end()) {
            const tlv::Object object = parser.next();
            std::optional<ByteView>& place = place_of(object.tag);
            require(!place, Sw::wrong_data);
            place = object.value;
        }
    }

    std::optional<ByteView> witness, challenge, response;

private:
    std::optional<ByteView>& place_of(tlv::Tag tag)
    {
        switch (tag) {
        case tag_witness:
            return witness;
        case tag_challenge:
            return challenge;
        case tag_response:
            return response;
        default:
            throw Refusal{Sw::wrong_data};
        }
    }
};

/// There, and with or without content.
bool asks(const std::optional<ByteView>& object)
{
    return object && object->empty();
}

bool carries(const std::optional<ByteView>& object)
{
    return object && !object->empty();
}

std::size_t block_size(const ManagementKey& key)
{
    return key.algorithm == algorithm_tdes ? tdes::block_size : aes::block_size;
}

Bytes encrypt(const ManagementKey& key, ByteView block)
{
    require(block.size() == block_size(key), Sw::wrong_data);
    return key.algorithm == algorithm_tdes ? tdes::encrypt_block(key.value, block)
                                           : aes::encrypt_block(key.value, block);
}

Bytes answer(tlv::Tag tag, ByteView value)
{
    return tlv::make(tag_template, tlv::make(tag, value));
}

} // namespace

bool knows_management_algorithm(std::uint8_t id)
{
    return id == algorithm_tdes || id == 0x08 || id == 0x0A || id == 0x0C;
}

std::size_t management_key_size(std::uint8_t algorithm)
{
    require(knows_management_algorithm(algorithm), Sw::wrong_data);
    if (algorithm == 0x08)
        return 16;
    return algorithm == 0x0C ? 32 : 24;
}

bool Management::available() const
{
    return chip_.interface == Interface::contact && chip_.image().management_key.has_value();
}

void Management::forget()
{
    authenticated_ = false;
    expected_ = Proof::none;
    number_.clear();
}

Bytes Management::ask(Proof proof, const Command& command)
{
    number_ = chip_.random.bytes(block_size(*chip_.image().management_key));
    expected_ = proof;
    asked_at_ = command.last_apdu;
    return number_;
}

// A number is good for the command after the one that drew it, once.
void Management::check(Proof proof, ByteView shown, const Command& command)
{
    const bool asked = expected_ == proof && command.first_apdu == asked_at_ + 1;
    const Bytes number = std::move(number_);
    forget();
    require(asked, Sw::conditions);
    const bool proven = proof == Proof::witness ? ct_equal(shown, number)
                                                : ct_equal(shown, encrypt(*chip_.image().management_key, number));
    require(proven, Sw::security_status);
    authenticated_ = true;
}

Answer Management::authenticate(const Command& command)
{
    const ManagementKey& key = *chip_.image().management_key;
    const bool named =
        command.p1 == key.algorithm || (command.p1 == algorithm_default && key.algorithm == algorithm_tdes);
    require(named, Sw::wrong_parameters);
    const Template step{command.data};
    // Both prove the key: the card asks for its witness to be deciphered, the host for its challenge to be enciphered.
    if (asks(step.witness) && !step.challenge && !step.response)
        return {.data = answer(tag_witness, encrypt(key, ask(Proof::witness, command)))};
    if (carries(step.witness) && carries(step.challenge) && !carries(step.response)) {
        const Bytes response = encrypt(key, *step.challenge);
        check(Proof::witness, *step.witness, command);
        return {.data = answer(tag_response, response)};
    }
    // The host alone proves it: the card's challenge enciphered.
    if (asks(step.challenge) && !step.witness && !step.response)
        return {.data = answer(tag_challenge, ask(Proof::response, command))};
    require(carries(step.response) && !step.witness && !step.challenge, Sw::wrong_data);
    check(Proof::response, *step.response, command);
    return {};
}

// Algorithm | 9B | length | key
Answer Management::set_key(const Command& command)
{
    require_parameters(command, 0xFFFF);
    const ByteView data = command.data;
    constexpr std::size_t header_size = 3;
    require(data.size() > header_size && data[1] == card_management, Sw::wrong_data);
    const std::size_t size = management_key_size(data[0]);
    require(data[2] == size && data.size() == header_size + size, Sw::wrong_data);
    chip_.memory.update([&](Image& image) {
        image.management_key = ManagementKey{.algorithm = data[0], .value = copy(data.subspan(header_size))};
    });
    return {};
}

} // namespace refcard::piv
