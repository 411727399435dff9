// SPDX-License-Identifier: Apache-2.0
#include "reader_session.hpp"

#include "card.hpp"
#include "trace.hpp"
#include "vpcd_link.hpp"

#include <array>
#include <thread>

namespace refcard {

namespace {

constexpr std::chrono::seconds patience{10};

/// A contactless reader's own command for the identifier that the card showed it. [PCSC-3] §3.2.2.1.3
constexpr std::array<std::uint8_t, 5> get_identifier{0xFF, 0xCA, 0x00, 0x00, 0x00};

/// One card in the reader, from insertion to removal.
class Insertion {
public:
    Insertion(const RunOptions& options, const Profile& profile, std::filesystem::path image, Faults& faults,
        const Trace& trace)
        : memory_{std::move(image)},
          card_{{.profile = profile,
              .buffers = options.buffers,
              .memory = memory_,
              .random = random_,
              .wait = [](std::chrono::milliseconds time) { std::this_thread::sleep_for(time); },
              .interface = options.interface,
              .announced = options.announced,
              .assumes_le = options.assumes_le}},
          interface_{options.interface},
          pace_{options.pace},
          faults_{faults},
          trace_{trace}
    {
    }

    /// Until the card is removed. Returns the image of the card that takes its place, if any.
    std::optional<std::filesystem::path> serve(VpcdLink& link)
    {
        while (const auto message = link.receive()) {
            const bool goes_on =
                message->size() == 1 ? control(link, Contact{message->front()}) : command(link, *message);
            if (!goes_on)
                break;
        }
        return replacement_;
    }

private:
    bool control(VpcdLink& link, Contact code)
    {
        switch (code) {
        case Contact::power_off:
        case Contact::power_on:
        case Contact::warm_reset:
            card_.reset();
            identifier_ = random_identifier();
            return true;
        case Contact::get_atr:
            return link.send(answer_to_reset(interface_));
        }
        return true;
    }

    // 08: drawn at random by the card. [14443-3:2018] §6.5.4
    Bytes random_identifier() { return join({Bytes{0x08}, random_.bytes(3)}); }

    bool command(VpcdLink& link, ByteView apdu)
    {
        if (interface_ == Interface::contactless && same(apdu, get_identifier))
            return link.send(response(identifier_, Sw::ok));
        const auto arrived = std::chrono::steady_clock::now();
        const auto fault = faults_.next_command();
        const std::optional<Bytes> answer = fault ? misbehave(*fault, apdu) : card_.process(apdu);
        trace_.add(apdu, answer);
        if (answer && pace_)
            std::this_thread::sleep_until(arrived + pace_(apdu, *answer));
        if (answer)
            return link.send(*answer);
        while (fault->kind == Fault::Kind::mute && link.receive())
            continue;
        return false;
    }

    /// The answer, if any.
    std::optional<Bytes> misbehave(const Fault& fault, ByteView apdu)
    {
        switch (fault.kind) {
        case Fault::Kind::mute:
        case Fault::Kind::cut:
            return std::nullopt;
        case Fault::Kind::tear:
            card_.process(apdu);
            return std::nullopt;
        case Fault::Kind::swap:
            card_.process(apdu);
            replacement_ = fault.argument;
            return std::nullopt;
        case Fault::Kind::shorten:
            return copy(ByteView{card_.process(apdu)}.first(1));
        case Fault::Kind::status:
            return from_hex(fault.argument);
        }
        return std::nullopt;
    }

    ImageFile memory_;
    SystemRandom random_;
    Card card_;
    Interface interface_;
    const AnswerDelay& pace_;
    Bytes identifier_ = random_identifier();
    Faults& faults_;
    const Trace& trace_;
    std::optional<std::filesystem::path> replacement_;
};

} // namespace

void run_card(const RunOptions& options, const Profile& profile, const std::function<void()>& connected)
{
    Faults faults{options.faults};
    const Trace trace{options.trace};
    std::optional<std::filesystem::path> image = options.image;
    while (image) {
        Insertion insertion{options, profile, *image, faults, trace};
        VpcdLink link{options.host, options.port, patience};
        connected();
        image = insertion.serve(link);
    }
}

} // namespace refcard
