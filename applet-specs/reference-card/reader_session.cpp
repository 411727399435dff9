// SPDX-License-Identifier: Apache-2.0
#include "reader_session.hpp"

#include "card.hpp"
#include "vpcd_link.hpp"

#include <thread>

namespace refcard {

namespace {

constexpr std::chrono::seconds patience{10};

// Messages of one byte are not commands but contacts: the codes of vpcd.
constexpr std::uint8_t power_off = 0x00;
constexpr std::uint8_t power_on = 0x01;
constexpr std::uint8_t warm_reset = 0x02;
constexpr std::uint8_t get_atr = 0x04;

/// One card in the reader, from insertion to removal.
class Insertion {
public:
    Insertion(const RunOptions& options, const Profile& profile, std::filesystem::path image, Faults& faults)
        : memory_{std::move(image)},
          card_{{.profile = profile,
              .buffers = options.buffers,
              .memory = memory_,
              .random = random_,
              .wait = [](std::chrono::milliseconds time) { std::this_thread::sleep_for(time); }}},
          faults_{faults}
    {
    }

    /// Until the card is removed. Returns the image of the card that takes its place, if any.
    std::optional<std::filesystem::path> serve(VpcdLink& link)
    {
        while (const auto message = link.receive()) {
            const bool goes_on = message->size() == 1 ? control(link, message->front()) : command(link, *message);
            if (!goes_on)
                break;
        }
        return replacement_;
    }

private:
    bool control(VpcdLink& link, std::uint8_t code)
    {
        switch (code) {
        case power_off:
        case power_on:
        case warm_reset:
            card_.reset();
            return true;
        case get_atr:
            return link.send(answer_to_reset());
        default:
            return true;
        }
    }

    bool command(VpcdLink& link, ByteView apdu)
    {
        const auto fault = faults_.next_command();
        if (!fault)
            return link.send(card_.process(apdu));
        switch (fault->kind) {
        case Fault::Kind::mute:
            while (link.receive())
                continue;
            return false;
        case Fault::Kind::cut:
            return false;
        case Fault::Kind::tear:
            card_.process(apdu);
            return false;
        case Fault::Kind::swap:
            card_.process(apdu);
            replacement_ = fault->argument;
            return false;
        case Fault::Kind::shorten:
            return link.send(ByteView{card_.process(apdu)}.first(1));
        case Fault::Kind::status:
            return link.send(from_hex(fault->argument));
        }
        return false;
    }

    ImageFile memory_;
    SystemRandom random_;
    Card card_;
    Faults& faults_;
    std::optional<std::filesystem::path> replacement_;
};

} // namespace

void run_card(const RunOptions& options, const Profile& profile, const std::function<void()>& connected)
{
    Faults faults{options.faults};
    std::optional<std::filesystem::path> image = options.image;
    while (image) {
        Insertion insertion{options, profile, *image, faults};
        VpcdLink link{options.host, options.port, patience};
        connected();
        image = insertion.serve(link);
    }
}

} // namespace refcard
