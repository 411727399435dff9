// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "command.hpp"
#include "memory.hpp"
#include "profile.hpp"
#include "random.hpp"

#include <chrono>
#include <functional>

namespace refcard {

/// Which of the two the reader uses. The card behaves differently on each ([ACC-10]).
enum class Interface { contact, contactless };

/// What all parts of the card share.
struct Chip {
    const Profile& profile;
    Buffers buffers;
    Memory& memory;
    Random& random;
    std::function<void(std::chrono::milliseconds)> wait; ///< how the card lets time pass before it answers
    Interface interface = Interface::contact;
    /// What EF.ATR/INFO says of the buffers, if it lies.
    std::optional<Buffers> announced = std::nullopt;
    bool assumes_le = false; ///< a command in clear without Le is answered like one with Le 00, as some cards do

    const Image& image() const { return memory.image(); }
};

/// One selectable part of the card. Nothing in it survives a reset but what it keeps in Memory.
class Application {
public:
    Application() = default;
    Application(const Application&) = delete;
    Application& operator=(const Application&) = delete;
    virtual ~Application() = default;

    /// Empty for the master file, which is selected by its file identifier.
    virtual ByteView aid() const = 0;

    /// Whether SELECT with this name means this application.
    virtual bool answers_to(ByteView name) const { return !name.empty() && same(name, aid()); }

    /// What SELECT answers when it asks for control information. [7816-4:2005] §5.3.3
    virtual Bytes control_information() const = 0;

    /// One command in clear. Throws Refusal.
    virtual Answer process(const Command& command) = 0;
    /// SELECT of an elementary file below. Throws Refusal{not_found} unless there are such files.
    virtual Answer select_file(const Command& command);

    /// A new SCP03 session begins: what an earlier one left unfinished is forgotten.
    virtual void session_opened() {}

    /// Another application was selected, or the card was reset: what was proven here is forgotten.
    virtual void deselect() {}
};

inline Answer Application::select_file(const Command&)
{
    throw Refusal{Sw::not_found};
}

} // namespace refcard
