// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "application.hpp"
#include "faults.hpp"

#include <chrono>
#include <filesystem>
#include <functional>

namespace refcard {

/// How long after the arrival of a command its answer goes out, at the earliest.
using AnswerDelay = std::function<std::chrono::microseconds(ByteView command, ByteView answer)>;

/// Where and how a card image is put into the virtual reader.
struct RunOptions {
    std::filesystem::path image;
    std::string host = "127.0.0.1";
    std::uint16_t port = 35'963;
    Buffers buffers{};
    Buffers announced{}; ///< what EF.ATR/INFO says of them
    Interface interface = Interface::contact;
    std::vector<Fault> faults;
    bool assumes_le = false;     ///< commands without Le are answered like those with Le 00
    std::filesystem::path trace; ///< where each command is noted; empty: nowhere
    AnswerDelay pace = {};       ///< as fast as it can, if empty
};

/// Serves the virtual reader until it closes the connection or a fault ends the card. `connected` is called once per
/// connection. Throws std::runtime_error when there is no image or no reader.
void run_card(const RunOptions& options, const Profile& profile, const std::function<void()>& connected);

} // namespace refcard
