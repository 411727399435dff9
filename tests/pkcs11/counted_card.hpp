// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "in_process/application.hpp"

#include "card/base/hex.hpp"

#include <string>
#include <utility>
#include <vector>

namespace test {

/// A card in a reader that notes each command which reaches it, as "SELECT", "GET DATA 5FC105", "VERIFY?" (without a
/// PIN), "VERIFY", "SIGN", "GET RESPONSE", or by its four bytes.
class CountedCard {
public:
    enum class Make { ours, another, contactless };
    enum class Length { extended, short_only };

    explicit CountedCard(refcard::Image image, Make make = Make::ours, Length length = Length::extended)
        : profile_{refcard::Profile::builtin()}, memory_{std::move(image)}
    {
        if (make == Make::another) { // what stands under other tags is nothing that we know
            profile_.piv.guid_tag = 0x90;
            profile_.piv.change_counter_tag = 0x91;
            profile_.piv.retired_keys = 20;
        }
        const auto interface =
            make == Make::contactless ? refcard::Interface::contactless : refcard::Interface::contact;
        card_ = std::make_unique<refcard::Card>(refcard::Chip{.profile = profile_,
            .buffers = profile_.buffers,
            .memory = memory_,
            .random = random_,
            .wait = [](std::chrono::milliseconds) {},
            .interface = interface});
        const auto atr = refcard::answer_to_reset(interface);
        in_reader_ = {{atr.begin(), atr.end()}, [this](card::ByteView command) { return answer(command); },
            [this] { card_->reset(); }};
        if (length == Length::short_only) { // in the card capabilities, and so in the check byte
            in_reader_.atr[11] ^= 0x40;
            in_reader_.atr[12] ^= 0x40;
        }
        service().add_reader(reader);
        insert();
    }

    ~CountedCard() { service().remove_readers(); }

    CountedCard(const CountedCard&) = delete;
    CountedCard& operator=(const CountedCard&) = delete;

    void insert()
    {
        card_->reset();
        service().insert(reader, in_reader_);
    }

    void eject() { service().eject(reader); }

    /// By another program.
    void foreign_command(const char* hex) { card_->process(card::from_hex(hex)); }

    refcard::Memory& memory() { return memory_; }

    /// What came since the last time.
    std::vector<std::string> commands() { return std::exchange(commands_, {}); }

    static constexpr const char* reader = "Reader";

private:
    card::Bytes answer(card::ByteView command)
    {
        commands_.push_back(name_of(command));
        return card::to_bytes(card_->process(command));
    }

    static std::string name_of(card::ByteView command)
    {
        const std::string header = card::to_hex(command.first(4));
        if (header == "00a40400")
            return "SELECT";
        if (header == "00cb3fff") { // Lc and 5C with the tag, behind one byte or three
            const std::size_t list = command[4] == 0 ? 7 : 5;
            return "GET DATA " + card::to_hex(command.subspan(list + 2, command[list + 1]));
        }
        if (header == "00200080")
            return command.size() > 5 ? "VERIFY" : "VERIFY?";
        if (header.starts_with("0087"))
            return "SIGN";
        return header == "00c00000" ? "GET RESPONSE" : header;
    }

    refcard::Profile profile_;
    refcard::Memory memory_;
    CountingRandom random_;
    std::unique_ptr<refcard::Card> card_;
    CardInReader in_reader_;
    std::vector<std::string> commands_;
};

} // namespace test
