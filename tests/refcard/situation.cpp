// SPDX-License-Identifier: Apache-2.0
#include "situation.hpp"

#include "other_make.hpp"

#include "aes.hpp"
#include "pace_parameters.hpp"
#include "tlv.hpp"

#include <stdexcept>

namespace refcard_test {

namespace {

constexpr const char* can = "123456";
constexpr const char* pin = "313233343536FFFF";
constexpr const char* puk = "3132333435363738";

const Bytes& mrz_key()
{
    static const Bytes key(20, 0x4D);
    return key;
}

KeySet keys_in(LifeCycle state)
{
    return state == LifeCycle::op_ready ? transport_keys() : issuer_keys();
}

void personalize_pki(Image& image, const std::string& card)
{
    if (card == "infant") {
        image.pki_deleted = true;
        image.pin.reset();
        image.puk.reset();
        return;
    }
    const auto add_key = [&](std::uint8_t slot, std::uint32_t certificate) {
        image.piv_keys[slot] = {.algorithm = 0x11, .secret = Bytes(32, slot)};
        image.piv_objects[certificate] = hex("7001AA710100FE00");
    };
    for (const std::uint32_t object : {0x5FC102U, 0x5FC106U, 0x5FC107U})
        image.piv_objects[object] = hex("FE00");
    add_key(0x9E, 0x5FC101);
    if (card == "child") {
        image.pin.reset();
        image.puk.reset();
        return;
    }
    add_key(0x9A, 0x5FC105);
    add_key(0x9C, 0x5FC10A);
    add_key(0x9D, 0x5FC10B);
}

void personalize_other_make(Image& image)
{
    for (const auto slot : std::initializer_list<std::uint8_t>{0x82, 0x95})
        image.piv_keys[slot] = {.algorithm = 0x11, .secret = Bytes(32, slot)};
    for (const std::uint32_t object :
        {0x5FC103U, 0x5FC108U, 0x5FC109U, 0x5FC10CU, 0x5FC10DU, 0x5FC120U, 0x5FC121U, 0x5FC122U, 0x5FC123U, 0x7F61U})
        image.piv_objects[object] = hex("FE00");
}

Profile profile_of(const std::string& card)
{
    return card == "other make" ? other_make() : Profile::builtin();
}

Image image_of(const std::string& card, LifeCycle state)
{
    Image image = blank_image(profile_of(card), hex("00000001"));
    image.life_cycle = state;
    image.keys = keys_in(state);
    image.can = text_bytes(can);
    image.mrz_key = mrz_key();
    for (const unsigned file : {0x1EU, 0x1DU, 0x01U, 0x02U, 0x07U, 0x0BU, 0x0CU, 0x0DU, 0x0EU, 0x10U})
        image.files[static_cast<std::uint16_t>(0x0100U | file)] = hex("3003010203");
    image.ca_key = Bytes(32, 0x07);
    image.cam_key = Bytes(32, 0x09);
    image.card_security = hex("3003010203");
    personalize_pki(image, card);
    if (card == "other make")
        personalize_other_make(image);
    return image;
}

bool has(const std::string& column, std::string_view word)
{
    return column.find(word) != std::string::npos;
}

void demand(Sw sw, const char* what)
{
    if (sw != Sw::ok)
        throw std::runtime_error{std::string{what} + ": " + to_hex(big_endian(static_cast<unsigned>(sw), 2))};
}

} // namespace

SituatedCard::SituatedCard(const Situation& situation, Way way)
    : card_{image_of(situation.card, situation.state), profile_of(situation.card),
          has(situation.column, "contactless") ? Interface::contactless : Interface::contact},
      reader_{card_},
      host_{card_, keys_in(situation.state)}
{
    if (has(situation.column, "PACE"))
        open_channel(way);
    select(situation.application);
    if (has(situation.column, "SCP03")) {
        demand(host_.open(), "SCP03");
        in_scp03_ = true;
    }
    if (has(situation.column, "PIN"))
        demand(send("00200080 {PIN}"), "VERIFY");
    if (has(situation.column, "9B"))
        demand(Administrator{card_, 0x03, tdes_key}.authenticate(), "management key");
}

void SituatedCard::open_channel(Way way)
{
    reader_.mapping = way == Way::chip_authentication_mapping ? Mapping::chip_authentication : Mapping::generic;
    demand(way == Way::mrz ? reader_.pace_mrz(mrz_key()) : reader_.pace(can), "PACE");
    in_pace_ = true;
    if (way == Way::chip_authentication) {
        select("identity application");
        reader_.point_of_card = ec::Curve::p256().multiply_generator(*card_.image().ca_key).encoding();
        demand(reader_.chip_authentication(), "Chip Authentication");
    }
}

void SituatedCard::select(const std::string& application)
{
    if (application == "master file")
        demand(send("00A4000C 3F00"), "SELECT");
    else if (application == "identity application")
        demand(send("00A4040C A0000002471001"), "SELECT");
    else if (application == "PKI application")
        demand(send("00A4040C A000000308"), "SELECT");
    else
        demand(send("00A4040C {ISD}"), "SELECT");
}

Sw SituatedCard::send(std::string_view text)
{
    const Bytes whole = resolve(text);
    const std::uint8_t ins = whole.at(1);
    const auto p1p2 = static_cast<std::uint16_t>(from_big_endian(ByteView{whole}.subspan(2, 2)));
    const ByteView data = ByteView{whole}.subspan(4);
    Sw answered{};
    if (in_scp03_)
        answered = host_.send(ins, p1p2, data, static_cast<std::uint8_t>(whole[0] | 0x04U)).sw;
    else if (in_pace_)
        answered = reader_.send(ins, p1p2, data, 256).sw;
    else
        answered = card_.send(command(whole[0], ins, p1p2, data, 256)).sw;
    return answered == Sw::end_of_file ? Sw::ok : answered; // how long a file is, is no question of access
}

// Hexadecimal digits, and names in braces.
Bytes SituatedCard::resolve(std::string_view text) const
{
    Bytes bytes;
    while (!text.empty()) {
        const std::size_t open = text.find('{');
        append(bytes, hex(text.substr(0, open)));
        if (open == std::string_view::npos)
            break;
        const std::size_t close = text.find('}');
        append(bytes, value(text.substr(open + 1, close - open - 1)));
        text = text.substr(close + 1);
    }
    return bytes;
}

Bytes SituatedCard::value(std::string_view name) const
{
    const KeySet& keys = card_.image().keys;
    const auto under_dek = [&](ByteView data) { return aes::encrypt(keys.dek, aes::zero_block(), data); };
    Bytes one(32);
    one.back() = 1;
    const Bytes point = ec::Curve::p256().multiply_generator(one).encoding();
    const auto ask = [](tlv::Tag tag, ByteView input) { return tlv::make(0x7C, {hex("8200"), tlv::make(tag, input)}); };

    if (name == "PIN")
        return hex(pin);
    if (name == "PUK")
        return hex(puk);
    if (name == "ISD")
        return card_.profile().management.isd_aid;
    if (name == "KVN")
        return {keys.kvn};
    if (name == "CAN")
        return under_dek(aes::pad(text_bytes(can)));
    if (name == "MRZ")
        return under_dek(aes::pad(mrz_key()));
    if (name == "PACE")
        return PaceProtocol{.mapping = Mapping::generic, .key_size = card_.profile().pace.key_bits / 8}
            .object_identifier();
    if (name == "CA")
        return hex("800A04007F00070202030202 840101");
    if (name == "point")
        return point;
    if (name == "sign")
        return ask(0x81, Bytes(32, 0x42));
    if (name == "agree")
        return ask(0x85, point);
    if (name == "scalar")
        return tlv::make(0x06, one);
    if (name == "9B")
        return join({hex("039B18"), tdes_key});
    if (name == "keyset") {
        const Bytes key = hex("404142434445464748494A4B4C4D4E4F");
        Bytes check_value = aes::encrypt_block(key, Bytes(aes::block_size, 0x01));
        check_value.resize(3);
        const Bytes block = join({hex("881110"), under_dek(key), hex("03"), check_value});
        return join({hex("32"), block, block, block});
    }
    throw std::runtime_error{"no such value: " + std::string{name}};
}

} // namespace refcard_test
