// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arguments.hpp"
#include "operation.hpp"

#include <optional>
#include <span>
#include <vector>

namespace p11 {

class Slot;

/// One session of the application with a token: what it searches and what it is signing. Used under its slot's lock.
class Session {
public:
    Session(Slot& slot, bool read_write) : slot_{slot}, read_write_{read_write} {}

    bool read_write() const noexcept { return read_write_; }

    CK_SESSION_INFO info() const;

    /// Of the user; or, for the signature in progress, of the user once more (CKU_CONTEXT_SPECIFIC).
    void login(CK_USER_TYPE user, card::ByteView pin);
    void logout();
    /// Throws CKR_SESSION_READ_ONLY, CKR_PIN_LEN_RANGE.
    void change_pin(card::ByteView old_pin, card::ByteView new_pin);

    void begin_search(std::span<const CK_ATTRIBUTE> wanted);
    /// The next handles found, as many as fit. Returns their number.
    std::size_t next_found(std::span<CK_OBJECT_HANDLE> room);
    void end_search();
    void read_attributes(CK_OBJECT_HANDLE object, std::span<CK_ATTRIBUTE> wanted);

    void begin_signature(const CK_MECHANISM& mechanism, CK_OBJECT_HANDLE key);
    void sign(card::ByteView data, Output<CK_BYTE> signature);
    void update_signature(card::ByteView part);
    void finish_signature(Output<CK_BYTE> signature);

private:
    SignOperation& active_signature();
    void authorize_signature(card::ByteView pin);
    void hand_out_signature(card::ByteView rest, Output<CK_BYTE> signature);

    Slot& slot_;
    bool read_write_;
    std::optional<std::vector<CK_OBJECT_HANDLE>> found_; ///< not handed out yet, last one first
    std::optional<SignOperation> signature_;
};

} // namespace p11
