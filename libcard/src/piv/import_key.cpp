// SPDX-License-Identifier: Apache-2.0
#include "card/piv/import_key.hpp"

#include "tags.hpp"

#include "card/base/error.hpp"
#include "card/iso7816/secret_command.hpp"
#include "card/tlv/writer.hpp"

namespace card::piv {

namespace {

// Parts of a key in IMPORT ASYMMETRIC KEY.
namespace part {
constexpr tlv::Tag prime_1{0x01};
constexpr tlv::Tag prime_2{0x02};
constexpr tlv::Tag exponent_1{0x03};
constexpr tlv::Tag exponent_2{0x04};
constexpr tlv::Tag coefficient{0x05};
constexpr tlv::Tag number{0x06};
} // namespace part

// Elements of a key in CHANGE REFERENCE DATA ADMIN.
namespace element {
constexpr tlv::Tag template_tag{0x30};
constexpr tlv::Tag modulus{0x81};
constexpr tlv::Tag public_exponent{0x82};
constexpr tlv::Tag private_exponent{0x83};
constexpr tlv::Tag point{0x86};
constexpr tlv::Tag number{0x87};
} // namespace element

/// Tag and length of a value of `size` bytes.
Bytes head_of(tlv::Tag tag, std::size_t size)
{
    const Bytes whole = tlv::encode(tag, Bytes(size));
    return to_bytes(ByteView{whole}.first(whole.size() - size));
}

SecureBytes object_of(tlv::Tag tag, ByteView value)
{
    return secure_concat({head_of(tag, value.size()), value});
}

SecureBytes parts_of(const crypto::KeyPair& key)
{
    return object_of(part::number, key.private_key());
}

SecureBytes parts_of(const crypto::RsaPrivateKey& key)
{
    const Bytes head = head_of(part::prime_1, key.prime_1.size()); // all parts are of one size
    const auto length = ByteView{head}.subspan(1);
    const auto byte_of = [](tlv::Tag tag) { return Bytes{static_cast<std::uint8_t>(tag.value)}; };
    return secure_concat({byte_of(part::prime_1), length, key.prime_1, byte_of(part::prime_2), length, key.prime_2,
        byte_of(part::exponent_1), length, key.exponent_1, byte_of(part::exponent_2), length, key.exponent_2,
        byte_of(part::coefficient), length, key.coefficient});
}

/// A command that carries a key to a slot.
iso7816::Command header(iso7816::Ins instruction, Algorithm algorithm, Slot slot)
{
    return {.ins = instruction, .p1 = static_cast<std::uint8_t>(algorithm), .p2 = static_cast<std::uint8_t>(slot)};
}

void import_at_once(iso7816::Channel& channel, Slot slot, Algorithm algorithm, ByteView parts)
{
    const iso7816::SecretCommand command{header(ins::import_key, algorithm, slot), {parts}};
    channel.transmit(command.get()).require(iso7816::sw::ok, "IMPORT ASYMMETRIC KEY");
}

/// Sends one element after the other.
class Elements {
public:
    Elements(iso7816::Channel& channel, Slot slot, Algorithm algorithm)
        : channel_{channel}, header_{header(iso7816::Ins::change_reference_data, algorithm, slot)}
    {
    }

    void send(tlv::Tag tag, ByteView value)
    {
        const SecureBytes object = object_of(tag, value);
        const iso7816::SecretCommand command{header_, {head_of(element::template_tag, object.size()), object}};
        channel_.transmit(command.get()).require(iso7816::sw::ok, "CHANGE REFERENCE DATA ADMIN, key");
    }

    void send(const crypto::KeyPair& key)
    {
        send(element::point, key.public_key().encode());
        send(element::number, key.private_key());
    }

    void send(const crypto::RsaPrivateKey& key)
    {
        send(element::modulus, key.public_key.modulus());
        send(element::public_exponent, key.public_key.exponent());
        send(element::private_exponent, key.exponent);
    }

private:
    iso7816::Channel& channel_;
    iso7816::Command header_;
};

} // namespace

void import_key(iso7816::Channel& channel, Slot slot, const PrivateKey& key, ImportForm form)
{
    const Algorithm algorithm = algorithm_of(public_key_of(key));
    std::visit(
        [&](const auto& parts) {
            if (form == ImportForm::one_command)
                import_at_once(channel, slot, algorithm, parts_of(parts));
            else
                Elements{channel, slot, algorithm}.send(parts);
        },
        key);
}

} // namespace card::piv
