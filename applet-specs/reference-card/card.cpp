// SPDX-License-Identifier: Apache-2.0
#include "card.hpp"

#include "file_ids.hpp"

#include <algorithm>
#include <array>

namespace refcard {

namespace {

constexpr std::size_t longest_chain = 16'384;

// Class bytes. [7816-4:2005] §5.1.1, [GP] §11.1.4
constexpr std::uint8_t class_kind = 0xE0;
constexpr std::uint8_t kind_interindustry = 0x00;
constexpr std::uint8_t kind_proprietary = 0x80;
constexpr std::uint8_t chaining_bit = 0x10;
constexpr std::uint8_t protection_bits = 0x0C;
constexpr std::uint8_t channel_bits = 0x03;

Protection protection_of(std::uint8_t cla)
{
    const auto kind = static_cast<std::uint8_t>(cla & class_kind);
    require(kind == kind_interindustry || kind == kind_proprietary, Sw::wrong_class);
    require((cla & channel_bits) == 0, Sw::no_logical_channels);
    switch (cla & protection_bits) {
    case 0x00:
        return Protection::none;
    case 0x04:
        return Protection::scp03;
    case 0x0C: // header authenticated
        require(kind == kind_interindustry, Sw::wrong_class);
        return Protection::secure_messaging;
    default: // header not authenticated
        throw Refusal{Sw::no_secure_messaging};
    }
}

bool same_chain(const Command& a, const Command& b)
{
    return a.proprietary == b.proprietary && a.ins == b.ins && a.p1p2() == b.p1p2() && a.protection == b.protection;
}

} // namespace

ByteView answer_to_reset(Interface interface)
{
    static constexpr std::array<std::uint8_t, 13> contact{
        0x3B, 0x95, 0x16, 0x81, 0x31, 0xFE, 0x45, 0x80, 0x73, 0xF6, 0x21, 0xE0, 0x4C};
    static constexpr std::array<std::uint8_t, 5> contactless{0x3B, 0x80, 0x80, 0x01, 0x01};
    return interface == Interface::contact ? ByteView{contact} : ByteView{contactless};
}

Card::Card(Chip chip)
    : chip_{std::move(chip)},
      master_file_{chip_},
      identity_{chip_},
      pki_{chip_},
      security_domain_{chip_},
      selected_{&master_file_}
{
}

void Card::reset()
{
    end_channels();
    chain_.reset();
    waiting_.clear();
    for (Application* application :
        std::initializer_list<Application*>{&master_file_, &identity_, &pki_, &security_domain_})
        application->deselect();
    selected_ = &master_file_;
}

void Card::end_protection()
{
    secure_messaging_.reset();
    scp03_.reset();
    // Contactless, the PKI application and its PIN live no longer than the channel. [ACC-12]
    if (chip_.interface == Interface::contactless && selected_ == &pki_)
        select_application(master_file_);
}

void Card::end_channels()
{
    end_protection();
    pace_.reset();
}

Bytes Card::process(ByteView command_apdu)
{
    try {
        ++apdus_;
        const Apdu apdu = parse(command_apdu);
        if (Ins{apdu.ins} == Ins::get_response && protection_of(apdu.cla) == Protection::none)
            return get_response(apdu);
        waiting_.clear();
        return send(apdu, receive(apdu));
    } catch (const Refusal& refusal) {
        return response({}, refusal.sw);
    }
}

// Whose command was refused for its length cannot tell what the channel counts now.
Apdu Card::parse(ByteView command_apdu)
{
    try {
        return Apdu::parse(command_apdu, chip_.buffers);
    } catch (const Refusal&) {
        end_channels();
        waiting_.clear();
        throw;
    }
}

// ---- answers that do not fit

// The rest of the last answer, whatever its protection: GET RESPONSE itself is always in clear. [7816-4:2005] §7.6.1
Bytes Card::get_response(const Apdu& apdu)
{
    require(apdu.cla == 0x00, Sw::wrong_class);
    require(apdu.p1 == 0 && apdu.p2 == 0, Sw::wrong_parameters);
    require(apdu.data.empty() && apdu.ne > 0, Sw::wrong_length);
    require(!waiting_.empty(), Sw::conditions);
    return send(apdu, {.data = std::move(waiting_), .sw = waiting_sw_, .divisible = true});
}

Bytes Card::send(const Apdu& apdu, Outgoing outgoing)
{
    // A protected command is always answered with data objects or a MAC, even if its sender left Le away.
    const bool is_answered = (apdu.cla & protection_bits) != 0 || chip_.assumes_le;
    const std::size_t ne = apdu.ne == 0 && is_answered ? 256 : apdu.ne;
    const std::size_t room = std::min(ne, chip_.buffers.longest_response() - 2);
    if (outgoing.data.size() <= room)
        return response(outgoing.data, outgoing.sw);
    if (!outgoing.divisible) {
        end_channels();
        throw Refusal{Sw::wrong_length};
    }
    const ByteView data = outgoing.data;
    waiting_ = copy(data.subspan(room));
    waiting_sw_ = outgoing.sw;
    return response(data.first(room), bytes_waiting(waiting_.size()));
}

// ---- protection

Card::Outgoing Card::receive(const Apdu& apdu)
{
    switch (protection_of(apdu.cla)) {
    case Protection::secure_messaging:
        return receive_secure_messaging(apdu);
    case Protection::scp03:
        return receive_scp03(apdu);
    case Protection::none:
        break;
    }
    return receive_plain(apdu);
}

Card::Outgoing Card::receive_secure_messaging(const Apdu& apdu)
{
    require(secure_messaging_.has_value(), Sw::no_secure_messaging);
    Command command;
    try {
        command = secure_messaging_->unwrap(apdu);
    } catch (const Refusal&) {
        end_channels();
        throw;
    }
    const Answer answer = run(std::move(command));
    const Bytes data = secure_messaging_->wrap(answer);
    if (answer.then)
        secure_messaging_.emplace(*answer.then);
    // Parts of a READ BINARY would cost more commands than a smaller one: the reader asks for what fits.
    return {.data = data, .sw = answer.sw, .divisible = !reads_binary(Ins{apdu.ins})};
}

Card::Outgoing Card::receive_scp03(const Apdu& apdu)
{
    const bool authenticates = Ins{apdu.ins} == Ins::external_authenticate;
    require(scp03_.has_value(), authenticates ? Sw::conditions : Sw::security_status);
    try {
        if (!scp03_->authenticated()) {
            require(authenticates, Sw::security_status);
            scp03_->authenticate(apdu);
            return {.data = {}, .sw = Sw::ok, .divisible = false};
        }
        const Answer answer = run(scp03_->unwrap(apdu));
        if (!scp03_) // the command ended the session
            return {.data = answer.data, .sw = answer.sw, .divisible = true};
        return {.data = scp03_->wrap(answer), .sw = answer.sw, .divisible = !reads_binary(Ins{apdu.ins})};
    } catch (const Refusal&) {
        end_channels();
        throw;
    }
}

Card::Outgoing Card::receive_plain(const Apdu& apdu)
{
    end_protection();
    const Answer answer = run({
        .proprietary = (apdu.cla & class_kind) == kind_proprietary,
        .more_follow = (apdu.cla & chaining_bit) != 0,
        .ins = Ins{apdu.ins},
        .p1 = apdu.p1,
        .p2 = apdu.p2,
        .data = apdu.data,
        .ne = apdu.ne,
    });
    if (answer.then)
        secure_messaging_.emplace(*answer.then);
    return {.data = answer.data, .sw = answer.sw, .divisible = !reads_binary(Ins{apdu.ins})};
}

// ---- commands in clear

Answer Card::run(Command command)
{
    command.first_apdu = command.last_apdu = apdus_;
    try {
        const auto whole = join_chain(std::move(command));
        return whole ? dispatch(*whole) : Answer{};
    } catch (const Refusal& refusal) {
        return {.sw = refusal.sw};
    }
}

// GENERAL AUTHENTICATE 86 marks the steps of one protocol by the same bit, and each of them is answered.
std::optional<Command> Card::join_chain(Command command)
{
    if (command.ins == Ins::general_authenticate) {
        chain_.reset();
        return command;
    }
    if (chain_ && same_chain(*chain_, command)) {
        append(chain_->data, command.data);
        command.data = std::move(chain_->data);
        command.first_apdu = chain_->first_apdu;
    }
    chain_.reset();
    require(command.data.size() <= longest_chain, Sw::wrong_length);
    if (!command.more_follow)
        return command;
    chain_ = std::move(command);
    return std::nullopt;
}

Answer Card::dispatch(const Command& command)
{
    if (command.ins != Ins::general_authenticate)
        pace_.reset();
    switch (command.ins) {
    case Ins::select:
        return select(command);
    case Ins::initialize_update:
        return initialize_update(command);
    case Ins::manage_security_environment:
        if (command.p1p2() == set_pace)
            return begin_pace(command);
        require(selected_ == &identity_, Sw::wrong_parameters);
        break;
    case Ins::general_authenticate:
        if (pace_)
            return continue_pace(command);
        require(selected_ == &identity_, Sw::conditions);
        break;
    default:
        break;
    }
    return selected_->process(command);
}

// [7816-4:2005] §7.1.1
Answer Card::select(const Command& command)
{
    constexpr std::uint8_t by_file_id = 0x00;
    constexpr std::uint8_t elementary_file = 0x02;
    constexpr std::uint8_t by_name = 0x04;
    constexpr std::uint8_t no_data_wanted = 0x0C;

    require_interindustry(command);
    require(command.p2 == 0x00 || command.p2 == no_data_wanted, Sw::wrong_parameters);
    if (command.p1 == elementary_file)
        return selected_->select_file(command);

    Application* found = nullptr;
    if (command.p1 == by_file_id) {
        if (command.data.empty() || same(command.data, big_endian(file::master, 2)))
            found = &master_file_;
    } else {
        require(command.p1 == by_name, Sw::wrong_parameters);
        for (Application* candidate : std::initializer_list<Application*>{&identity_, &pki_, &security_domain_}) {
            if (candidate->answers_to(command.data) && reachable(*candidate, command))
                found = candidate;
        }
    }
    require(found != nullptr, Sw::not_found);
    select_application(*found);
    return {.data = command.p2 == no_data_wanted ? Bytes{} : found->control_information()};
}

// Contactless, administration never, and what differs from card to card only after PACE. [ACC-10] [ACC-11]
bool Card::reachable(const Application& application, const Command& command) const
{
    const bool contact = chip_.interface == Interface::contact;
    if (&application == &security_domain_)
        return contact;
    if (&application == &pki_)
        return !chip_.image().pki_deleted && (contact || command.holder_consented);
    return true;
}

// An SCP03 session belongs to the application in which it was opened; secure messaging belongs to the card.
void Card::select_application(Application& application)
{
    scp03_.reset();
    if (&application != selected_)
        selected_->deselect();
    selected_ = &application;
}

Answer Card::initialize_update(const Command& command)
{
    constexpr std::uint32_t last_session = 0xFF'FFFF;
    constexpr std::size_t challenge_size = 8;

    require(command.proprietary, Sw::wrong_class);
    require(command.protection == Protection::none && chip_.interface == Interface::contact, Sw::conditions);
    require(selected_ != &master_file_, Sw::unknown_instruction);
    require(command.p2 == 0x00, Sw::wrong_parameters);
    require(command.data.size() == challenge_size, Sw::wrong_length);
    require(command.p1 == 0x00 || command.p1 == chip_.image().keys.kvn, Sw::reference_not_found);
    require(chip_.image().keys.sequence_counter < last_session, Sw::conditions);
    chip_.memory.update([](Image& image) { ++image.keys.sequence_counter; });
    scp03_ = Scp03::open(chip_.image().keys, selected_->aid(), command.data);
    selected_->session_opened();
    return {.data = scp03_->opening(chip_.image().diversification_data)};
}

} // namespace refcard
