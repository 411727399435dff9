// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "handles.hpp"
#include "objects.hpp"
#include "session.hpp"
#include "token_card.hpp"

#include "card/iso7816/pin.hpp"
#include "card/pcsc/reader.hpp"

#include <atomic>
#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace p11 {

/// One reader, the token in it, and the sessions with that token. Everything but id(), reader() and last_known() is
/// guarded by lock(): a card that does not answer blocks the calls to its own slot and no others.
class Slot {
public:
    Slot(CK_SLOT_ID id, std::string reader) : id_{id}, reader_{std::move(reader)} {}

    ~Slot();
    Slot(const Slot&) = delete;
    Slot& operator=(const Slot&) = delete;

    CK_SLOT_ID id() const noexcept { return id_; }

    const std::string& reader() const noexcept { return reader_; }

    std::mutex& lock() noexcept { return lock_; }

    enum class Content { unknown, no_token, token };

    /// For those who will not wait while another thread uses the card.
    Content last_known() const noexcept { return last_known_; }

    /// Asks the reader, and a card that it did not know yet: is there a token? Costs no APDU for a known card.
    bool has_token();
    /// Throws CKR_TOKEN_NOT_PRESENT, CKR_TOKEN_NOT_RECOGNIZED.
    void require_token();

    /// Throws CKR_SESSION_HANDLE_INVALID; CKR_DEVICE_REMOVED once, when it finds that the card is gone.
    Session& session(CK_SESSION_HANDLE handle);
    CK_SESSION_HANDLE open_session(bool read_write);
    void close_session(CK_SESSION_HANDLE handle);
    void close_all_sessions();
    CK_ULONG session_count(bool read_write_only) const;

    // What follows needs a token: after has_token(), or through one of its sessions.

    /// GUID of the card, which is its serial number.
    const card::piv::Guid& guid() const { return token_->card.guid(); }

    /// What the card says of its PIN. Cards of children have none.
    struct PinState {
        bool present = true;
        std::optional<unsigned> tries = {}; ///< left before it is blocked; nothing while it is verified
    };

    PinState pin_state();

    bool logged_in() const noexcept { return logged_in_; }

    void login(card::ByteView pin);
    /// The PIN once more, right before a key that asks for it each time. Throws CKR_USER_NOT_LOGGED_IN.
    void verify_again(card::ByteView pin);
    void logout();
    void change_pin(card::ByteView old_pin, card::ByteView new_pin);

    /// The private keys on the card, whether shown or not.
    std::vector<CardKey> keys();
    /// Handles of the objects that the login state shows, in a fixed order.
    std::vector<CK_OBJECT_HANDLE> objects();
    /// Nothing for objects that the login state hides, and for handles of a card that was here before.
    const Object* find_object(CK_OBJECT_HANDLE handle);

    /// Verified against the public key before anybody sees it.
    card::Bytes sign(const CardKey& key, card::ByteView input);

private:
    struct Token {
        explicit Token(card::pcsc::Context& context, const std::string& reader) : card{context, reader} {}

        TokenCard card;
        CK_ULONG generation = fresh_number();            ///< part of every object handle
        std::optional<std::vector<Object>> objects = {}; ///< read when first asked for
    };

    std::optional<card::pcsc::Reader> observe();
    bool same_insertion(const std::optional<card::pcsc::Reader>& now) const;
    void forget_card() noexcept;
    void release_idle_card() noexcept;
    void meet_card();
    card::iso7816::PinResult send_pin(card::ByteView pin);
    const std::vector<Object>& read_objects();
    template <class Use>
    auto with_card(Use use);

    const CK_SLOT_ID id_;
    const std::string reader_;
    std::mutex lock_;
    std::atomic<Content> last_known_{Content::unknown};

    std::optional<card::pcsc::Context> context_; ///< its own: a wait on another one does not delay it
    std::optional<std::uint16_t> known_event_;   ///< the insertion that was met: of the token, or of an unknown card
    std::optional<Token> token_;
    bool lost_ = false;      ///< the card failed: what is known of it holds no longer
    bool logged_in_ = false; ///< of this process; what the card thinks does not count
    std::map<CK_SESSION_HANDLE, Session> sessions_;
};

} // namespace p11
