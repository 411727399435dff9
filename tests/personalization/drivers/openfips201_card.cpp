// SPDX-License-Identifier: Apache-2.0
#include "personalization/drivers/openfips201_card.hpp"

// of the reference card
#include "aids.hpp"
#include "piv_authentication.hpp"
#include "piv_keys.hpp"
#include "piv_objects.hpp"
#include "tlv.hpp"

#include <algorithm>

namespace test {

namespace {

using refcard::Apdu;
using refcard::ByteView;
using refcard::Command;
using refcard::Ins;
using refcard::Refusal;
using refcard::Sw;
namespace tlv = refcard::tlv;

constexpr std::uint8_t granted_level = 0x03; // the applet wraps no answer
constexpr std::uint8_t secured_class = 0x04;
constexpr std::uint8_t chaining_class = 0x10;
constexpr std::uint16_t object_parameters = 0x3FFF;
constexpr std::uint16_t admin_parameters = 0x3F00;
constexpr std::uint8_t first_key = 0x9A;
constexpr auto exists_already = static_cast<Sw>(0x6E27);
constexpr auto data_invalid = static_cast<Sw>(0x6984);
constexpr std::uint8_t puk_reference = 0x81;
constexpr std::uint8_t sign_role = 0x04, agree_role = 0x02;

std::uint8_t one_byte(ByteView value)
{
    refcard::require(value.size() == 1, Sw::wrong_data);
    return value[0];
}

/// The number of tries in a policy, which has it twice: with contacts, and through the air, where it must be lower.
unsigned tries_of(ByteView policy, tlv::Tag contact, tlv::Tag contactless)
{
    tlv::Parser fields{policy};
    const unsigned tries = one_byte(fields.take(contact));
    const unsigned through_the_air = one_byte(fields.take(contactless));
    fields.end();
    refcard::require(tries <= 15 && through_the_air < tries, data_invalid);
    return tries;
}

/// One more or less of all of them is one more or less of those that are left.
void limit(std::optional<refcard::Reference>& reference, unsigned tries)
{
    if (!reference)
        return;
    const unsigned spent = reference->most_tries.value_or(tries) - reference->tries;
    reference->most_tries = tries;
    reference->tries = tries - std::min(spent, tries);
}

/// A value that was set for the first time has all its tries.
void complete(std::optional<refcard::Reference>& reference, unsigned tries)
{
    if (reference && !reference->most_tries)
        reference = refcard::Reference{reference->value, tries, tries};
}

const refcard::piv::Slot& slot_of(std::uint8_t reference)
{
    const auto found = std::ranges::find(refcard::piv::slots, reference, &refcard::piv::Slot::key_reference);
    refcard::require(found != refcard::piv::slots.end(), Sw::reference_not_found);
    return *found;
}

} // namespace

OpenFips201Card::OpenFips201Card(std::uint32_t serial)
    : PoweredCard{serial},
      chip_{.profile = refcard::Profile::builtin(),
          .buffers = refcard::Profile::builtin().buffers,
          .memory = memory(),
          .random = random_,
          .wait = [](std::chrono::milliseconds) {}}
{
    change([](refcard::Image& image) { // no value is published: none is there
        image.pin.reset();
        image.puk.reset();
    });
}

void OpenFips201Card::forget()
{
    pin_.reset();
    session_.reset();
    chain_.reset();
    waiting_.clear();
}

card::Bytes OpenFips201Card::send(Outgoing outgoing, std::size_t ne)
{
    const std::size_t room = std::min(ne == 0 ? outgoing.data.size() : ne, outgoing.data.size());
    waiting_.assign(outgoing.data.begin() + static_cast<std::ptrdiff_t>(room), outgoing.data.end());
    outgoing.data.resize(room);
    const auto told =
        refcard::response(outgoing.data, waiting_.empty() ? outgoing.sw : refcard::bytes_waiting(waiting_.size()));
    return {told.begin(), told.end()};
}

card::Bytes OpenFips201Card::process(card::ByteView raw)
{
    ++apdus_;
    const Apdu apdu = Apdu::parse(raw, chip_.buffers);
    const bool in_clear = (apdu.cla & secured_class) == 0;
    if (in_clear && Ins{apdu.ins} == Ins::select) {
        forget();
        if (has_master_file && apdu.p1 == 0x00)
            return PoweredCard::process(raw);
        if (apdu.p2 != 0x00)
            return send({{}, Sw::wrong_parameters}, 0);
        if (apdu.p1 != 0x04 || refcard::same(apdu.data, refcard::identity_aid))
            return send({{}, Sw::not_found}, 0);
        if (refcard::same(apdu.data, refcard::piv_aid)) {
            pin_.emplace(chip_);
            apply_limits();
        }
        return PoweredCard::process(raw);
    }
    if (!pin_) {
        if (!has_master_file && refcard::reads_binary(Ins{apdu.ins}))
            return send({{}, Sw::unknown_instruction}, 0);
        return PoweredCard::process(raw);
    }
    try {
        if (in_clear && Ins{apdu.ins} == Ins::get_response)
            return send({waiting_, Sw::ok}, apdu.ne);
        return send(receive(apdu), apdu.ne);
    } catch (const Refusal& refusal) {
        return send({{}, refusal.sw}, 0);
    }
}

OpenFips201Card::Outgoing OpenFips201Card::receive(const Apdu& apdu)
{
    if ((apdu.cla & secured_class) != 0)
        return receive_secured(apdu);
    session_.reset();
    if (Ins{apdu.ins} == Ins::initialize_update)
        return initialize_update(apdu);
    return run({.more_follow = (apdu.cla & chaining_class) != 0,
        .ins = Ins{apdu.ins},
        .p1 = apdu.p1,
        .p2 = apdu.p2,
        .data = apdu.data});
}

OpenFips201Card::Outgoing OpenFips201Card::initialize_update(const Apdu& apdu)
{
    refcard::require(apdu.p1 == 0x00 || apdu.p1 == image().keys.kvn, Sw::reference_not_found);
    change([](refcard::Image& changed) { ++changed.keys.sequence_counter; });
    session_ = refcard::Scp03::open(image().keys, refcard::piv_aid, apdu.data);
    return {session_->opening(image().diversification_data), Sw::ok};
}

OpenFips201Card::Outgoing OpenFips201Card::receive_secured(const Apdu& apdu)
{
    refcard::require(session_.has_value(), Sw::security_status);
    try {
        if (session_->authenticated())
            return run(session_->unwrap(apdu));
        refcard::require(Ins{apdu.ins} == Ins::external_authenticate, Sw::security_status);
        session_->authenticate(apdu, granted_level);
        return {};
    } catch (const Refusal&) {
        session_.reset();
        throw;
    }
}

OpenFips201Card::Outgoing OpenFips201Card::run(Command command)
{
    try {
        command.first_apdu = command.last_apdu = apdus_;
        if (chain_ && chain_->ins == command.ins && chain_->p1p2() == command.p1p2()) {
            refcard::append(chain_->data, command.data);
            command.data = std::move(chain_->data);
            command.first_apdu = chain_->first_apdu;
        }
        chain_.reset();
        if (!command.more_follow)
            return dispatch(command);
        chain_ = std::move(command);
        return {};
    } catch (const Refusal& refusal) {
        return {{}, refusal.sw};
    }
}

OpenFips201Card::Outgoing OpenFips201Card::dispatch(const Command& command)
{
    const auto of = [](refcard::Answer answer) { return Outgoing{std::move(answer.data), answer.sw}; };
    switch (command.ins) {
    case Ins::verify:
        refcard::require(command.p2 != puk_reference, Sw::reference_not_found); // its tries are not told
        return of(pin_->verify(command));
    case Ins::change_reference_data:
        if ((command.p1p2() & 0xFF) >= first_key)
            return change_key(command);
        pin_->change_reference_data(command);
        complete_references();
        return {};
    case Ins::reset_retry_counter:
        return of(pin_->reset_retry_counter(command));
    case Ins::put_data:
        return command.p1p2() == admin_parameters ? administer(command) : put_data(command);
    case Ins::get_data_piv:
        return get_data(command);
    case Ins::generate_key_pair:
        return generate(command);
    case Ins::general_authenticate_piv:
        return use_key(command);
    default:
        throw Refusal{Sw::unknown_instruction};
    }
}

/// None can be imported.
OpenFips201Card::Outgoing OpenFips201Card::change_key(const Command& command) const
{
    const auto found = keys_.find(static_cast<std::uint8_t>(command.p1p2() & 0xFF));
    refcard::require(found != keys_.end() && found->second == command.p1p2() >> 8, Sw::reference_not_found);
    throw Refusal{Sw::security_status};
}

// PUT DATA ADMIN: 64 an object, 66 a key, 68 the configuration; the fields in their order.
OpenFips201Card::Outgoing OpenFips201Card::administer(const Command& command)
{
    refcard::require(command.administrative(), Sw::security_status);
    tlv::Parser requests{command.data};
    const tlv::Object request = requests.next();
    requests.end();
    if (request.tag == 0x68) {
        configure(request.value);
        return {};
    }
    refcard::require(request.tag == 0x64 || request.tag == 0x66, Sw::wrong_data);
    tlv::Parser fields{request.value};
    const ByteView id = fields.take(0x8B);
    one_byte(fields.take(0x8C));
    one_byte(fields.take(0x8D));
    if (request.tag == 0x64) {
        fields.end();
        refcard::require(objects_.insert(refcard::piv::to_tag(id)).second, exists_already);
        return {};
    }
    const std::uint8_t mechanism = one_byte(fields.take(0x8E));
    const std::uint8_t role = one_byte(fields.take(0x8F));
    one_byte(fields.take(0x90));
    fields.end();
    const auto& slot = slot_of(one_byte(id));
    refcard::require(role == (slot.manages_keys() ? agree_role : sign_role), Sw::wrong_data);
    refcard::require(keys_.emplace(slot.key_reference, mechanism).second, exists_already);
    return {};
}

// A0 policy of the PIN, A1 of the PUK, A4 options; each may be missing.
void OpenFips201Card::configure(ByteView policies)
{
    Limits wanted = configured_;
    tlv::Parser parser{policies};
    while (!parser.at_end()) {
        const tlv::Object policy = parser.next();
        refcard::require(policy.tag == 0xA0 || policy.tag == 0xA1 || policy.tag == 0xA4, Sw::wrong_data);
        if (policy.tag == 0xA0)
            wanted.pin = tries_of(policy.value, 0x86, 0x87);
        if (policy.tag == 0xA1)
            wanted.puk = tries_of(policy.value, 0x83, 0x84);
    }
    configured_ = wanted;
}

void OpenFips201Card::apply_limits()
{
    if (!keeps_tries)
        limits_ = configured_;
    change([this](refcard::Image& image) {
        limit(image.pin, limits_.pin);
        limit(image.puk, limits_.puk);
    });
}

void OpenFips201Card::complete_references()
{
    change([this](refcard::Image& image) {
        complete(image.pin, limits_.pin);
        complete(image.puk, limits_.puk);
    });
}

OpenFips201Card::Outgoing OpenFips201Card::put_data(const Command& command)
{
    refcard::require(command.administrative(), Sw::security_status);
    refcard::require(command.p1p2() == object_parameters, Sw::wrong_parameters);
    const auto object = refcard::piv::to_object(command.data);
    refcard::require(objects_.contains(object.tag), Sw::not_found);
    change([&](refcard::Image& image) { image.piv_objects[object.tag] = refcard::copy(object.content); });
    return {};
}

OpenFips201Card::Outgoing OpenFips201Card::get_data(const Command& command) const
{
    refcard::require(command.p1p2() == object_parameters, Sw::wrong_parameters);
    const std::uint32_t tag = refcard::piv::to_tag(tlv::only(command.data, refcard::piv::tag_list));
    return {refcard::piv::read_object(chip_.image(), tag), Sw::ok};
}

OpenFips201Card::Outgoing OpenFips201Card::generate(const Command& command)
{
    refcard::require(command.administrative(), Sw::security_status);
    const std::uint8_t mechanism = one_byte(tlv::only(tlv::only(command.data, 0xAC), 0x80));
    const auto created = keys_.find(command.p2);
    refcard::require(created != keys_.end() && created->second == mechanism, Sw::reference_not_found);
    const auto key = refcard::piv::generate_key(mechanism, random_);
    change([&](refcard::Image& image) { image.piv_keys[command.p2] = key; });
    return {refcard::piv::public_key_template(key), Sw::ok};
}

OpenFips201Card::Outgoing OpenFips201Card::use_key(const Command& command)
{
    using refcard::piv::PinPolicy;
    const auto& slot = slot_of(command.p2);
    const auto key = image().piv_keys.find(command.p2);
    refcard::require(key != image().piv_keys.end() && key->second.algorithm == command.p1, Sw::reference_not_found);
    const bool open = slot.pin == PinPolicy::never || (slot.pin == PinPolicy::once && pin_->verified()) ||
                      pin_->verified_just_before(command);
    refcard::require(open, Sw::security_status);
    return {refcard::piv::authenticate(slot, key->second, command.data), Sw::ok};
}

} // namespace test
