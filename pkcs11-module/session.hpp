// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arguments.hpp"
#include "objects.hpp"
#include "operation.hpp"

#include <optional>
#include <span>
#include <vector>

namespace p11 {

class Slot;

/// One session of the application with a token: what it searches, and one operation of each kind in progress. Used
/// under its slot's lock. An error ends the operation, except CKR_BUFFER_TOO_SMALL. [PKCS11-2.40] §5.2
class Session {
public:
    Session(Slot& slot, CK_SESSION_HANDLE handle, bool read_write)
        : slot_{slot}, handle_{handle}, read_write_{read_write}
    {
    }

    bool read_write() const noexcept { return read_write_; }

    CK_SESSION_INFO info() const;

    // A PIN or PUK that is not given is typed into the reader. What follows throws CKR_PIN_LEN_RANGE for an empty one,
    // and for none where the reader has no PIN pad.

    /// Of the user, of the security officer by the PUK; or, for the signature in progress, of the user once more
    /// (CKU_CONTEXT_SPECIFIC). Throws CKR_PIN_INCORRECT, also for what cannot be the PIN.
    void login(CK_USER_TYPE user, std::optional<card::ByteView> pin);
    void logout();
    /// The PIN, or the PUK while the security officer is logged in.
    /// Throws CKR_SESSION_READ_ONLY, CKR_PIN_INCORRECT, CKR_PIN_INVALID, CKR_ARGUMENTS_BAD for one value alone.
    void change_pin(std::optional<card::ByteView> old_pin, std::optional<card::ByteView> new_pin);
    /// By the PUK. Throws CKR_SESSION_READ_ONLY, CKR_USER_NOT_LOGGED_IN, CKR_PIN_INVALID; CKR_ARGUMENTS_BAD for a PIN
    /// that is given where the PUK was not.
    void reset_pin(std::optional<card::ByteView> new_pin);

    void begin_search(std::span<const CK_ATTRIBUTE> wanted);
    /// The next handles found, as many as fit. Returns their number.
    std::size_t next_found(std::span<CK_OBJECT_HANDLE> room);
    void end_search();
    void read_attributes(CK_OBJECT_HANDLE object, std::span<CK_ATTRIBUTE> wanted);
    void destroy_object(CK_OBJECT_HANDLE object);

    void begin_signature(const CK_MECHANISM& mechanism, CK_OBJECT_HANDLE key);
    void sign(card::ByteView data, Output<CK_BYTE> signature);
    void update_signature(card::ByteView part);
    void finish_signature(Output<CK_BYTE> signature);

    void begin_verification(const CK_MECHANISM& mechanism, CK_OBJECT_HANDLE key);
    void verify(card::ByteView data, card::ByteView signature);
    void update_verification(card::ByteView part);
    void finish_verification(card::ByteView signature);

    void begin_encryption(const CK_MECHANISM& mechanism, CK_OBJECT_HANDLE key);
    void encrypt(card::ByteView message, Output<CK_BYTE> cryptogram);
    void begin_decryption(const CK_MECHANISM& mechanism, CK_OBJECT_HANDLE key);
    void decrypt(card::ByteView cryptogram, Output<CK_BYTE> message);

    void begin_digest(const CK_MECHANISM& mechanism);
    void digest(card::ByteView data, Output<CK_BYTE> digest);
    void update_digest(card::ByteView part);
    void finish_digest(Output<CK_BYTE> digest);

    CK_OBJECT_HANDLE derive(const CK_MECHANISM& mechanism, CK_OBJECT_HANDLE key, std::span<const CK_ATTRIBUTE> wanted);
    void random(std::span<std::uint8_t> out);

    /// Ends the operations that the flags of C_SessionCancel name. Returns whether one of them was in progress.
    bool cancel(CK_FLAGS operations);

private:
    Recipe recipe(const CK_MECHANISM& mechanism, Use use, CK_OBJECT_HANDLE handle);
    const CardKey& key(const CK_MECHANISM& mechanism, Use use, CK_OBJECT_HANDLE handle);
    void require_some(std::optional<card::ByteView> pin);
    void authorize_signature(std::optional<card::ByteView> pin);
    void hand_out_signature(card::ByteView rest, Output<CK_BYTE> signature);
    void hand_out_digest(card::ByteView rest, Output<CK_BYTE> digest);

    Slot& slot_;
    CK_SESSION_HANDLE handle_;
    bool read_write_;
    std::optional<std::vector<CK_OBJECT_HANDLE>> found_; ///< not handed out yet, last one first
    std::optional<SignOperation> signature_;
    std::optional<VerifyOperation> verification_;
    std::optional<EncryptOperation> encryption_;
    std::optional<DecryptOperation> decryption_;
    std::optional<DigestOperation> digest_;
};

} // namespace p11
