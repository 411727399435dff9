// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "application.hpp"
#include "references.hpp"

namespace refcard {

/// The PIV application: PIN and PUK, keys 9A and 9E, their certificates, CHUID, CCC. [800-73-4]
class PkiApplication : public Application {
public:
    explicit PkiApplication(Chip& chip) : chip_{chip}, references_{chip} {}

    ByteView aid() const override;
    /// Right-truncated, but not beyond the registered provider.
    bool answers_to(ByteView name) const override;
    Bytes control_information() const override;
    Answer process(const Command& command) override;

    void deselect() override { pin_verified_ = false; }

private:
    Answer verify(const Command& command);
    Answer change_reference_data(const Command& command);
    Answer reset_retry_counter(const Command& command);

    Answer get_data(const Command& command) const;
    Answer put_data(const Command& command);
    Answer general_authenticate(const Command& command) const;
    Answer generate_key(const Command& command);

    bool has_slot(std::uint8_t key_reference) const;
    bool may_put(std::uint32_t tag) const;

    Chip& chip_;
    References references_;
    bool pin_verified_ = false;
};

} // namespace refcard
