// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bytes.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace refcard {

/// Messages of one byte are not commands but what the reader does to the contacts.
enum class Contact : std::uint8_t { power_off = 0x00, power_on = 0x01, warm_reset = 0x02, get_atr = 0x04 };

/// The socket of one slot of the virtual reader (vsmartcard's vpcd). Messages are a length of two bytes, most
/// significant first, and that many bytes.
class VpcdLink {
public:
    /// Tries again until the reader is there. Throws std::runtime_error when `patience` has passed.
    VpcdLink(const std::string& host, std::uint16_t port, std::chrono::milliseconds patience);
    VpcdLink(const VpcdLink&) = delete;
    VpcdLink& operator=(const VpcdLink&) = delete;
    ~VpcdLink();

    /// The next message; nothing when the reader closed the connection.
    std::optional<Bytes> receive();
    /// False when the reader closed the connection.
    bool send(ByteView message);

private:
    bool receive_exactly(std::span<std::uint8_t> bytes);

    int socket_ = -1;
};

} // namespace refcard
