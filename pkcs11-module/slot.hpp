// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card_memory.hpp"
#include "deadline.hpp"
#include "handles.hpp"
#include "held_transaction.hpp"
#include "objects.hpp"
#include "session.hpp"
#include "token_card.hpp"
#include "token_identity.hpp"
#include "token_objects.hpp"

#include "card/iso7816/pin.hpp"
#include "card/pcsc/reader.hpp"

#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>

namespace p11 {

/// One reader, the token in it, and the sessions with that token. Everything but id(), reader() and had_token() is
/// guarded by lock(): a card that does not answer blocks the calls to its own slot and no others.
class Slot {
public:
    Slot(CK_SLOT_ID id, std::string reader, bool threads_allowed)
        : id_{id},
          reader_{std::move(reader)},
          deadline_{lock_, [this] { end_held_transaction(held_); }, threads_allowed}
    {
    }

    ~Slot();
    Slot(const Slot&) = delete;
    Slot& operator=(const Slot&) = delete;

    CK_SLOT_ID id() const noexcept { return id_; }

    const std::string& reader() const noexcept { return reader_; }

    std::mutex& lock() noexcept { return lock_; }

    /// A token was there when last looked: for those who will not wait while another thread uses it.
    bool had_token() const noexcept { return had_token_; }

    /// Asks the reader, and a card that it did not know yet: is there a token? Costs no APDU for a known card.
    bool has_token();
    /// Throws CKR_TOKEN_NOT_PRESENT, CKR_TOKEN_NOT_RECOGNIZED.
    void require_token();

    /// Throws CKR_SESSION_HANDLE_INVALID; CKR_DEVICE_REMOVED once for each session of a card that is gone.
    Session& session(CK_SESSION_HANDLE handle);
    CK_SESSION_HANDLE open_session(bool read_write);
    void close_session(CK_SESSION_HANDLE handle);
    void close_all_sessions();
    CK_ULONG session_count(bool read_write_only) const;

    /// At the end of each call: without a session the card is left to programs that want it for themselves.
    void release_idle_card() noexcept;

    // What follows needs a token: after has_token(), or through one of its sessions.

    /// What the card is called. Reads the CHUID of another maker's card, once.
    const TokenIdentity& identity();

    /// What the card says of its PIN. Cards of children have none.
    struct PinState {
        bool present = true;
        std::optional<unsigned> tries = {}; ///< left before it is blocked; nothing while it is verified or untold
    };

    PinState pin_state();
    /// Whether the holder can type the PIN into the reader.
    bool has_pin_pad();

    /// Tries of the PUK, as far as they were told since the card was put in.
    std::optional<unsigned> puk_tries() const noexcept { return token_->puk_tries; }

    /// Who is logged in, in all sessions alike. [PKCS11-2.40] §5.6
    enum class Login { nobody, user, security_officer };

    Login login_state() const noexcept { return login_; }

    bool logged_in() const noexcept { return login_ == Login::user; }

    /// A PIN that comes from the application, or nothing if the holder types it into the reader.
    using GivenPin = std::optional<card::ByteView>;

    // What follows throws pin_format for what cannot be the PIN or PUK, CKR_PIN_INVALID and CKR_PIN_LEN_RANGE for what
    // cannot be a new one.

    void login(GivenPin pin);
    /// Proves the PUK, which is kept until C_Logout. One that will be typed into the reader is proven by what it is
    /// typed for. Throws CKR_SESSION_READ_ONLY_EXISTS.
    void login_security_officer(GivenPin puk);
    /// The PIN once more, right before a key that asks for it each time: no other program gets between both. Throws
    /// CKR_USER_NOT_LOGGED_IN.
    HeldTransaction verify_again(GivenPin pin);
    /// Waits, without the lock, while another session is between the PIN for a signature and that signature: a command
    /// in between spoils it. Not the thread that gave this PIN, which would wait for itself.
    void let_signature_end(std::unique_lock<std::mutex>& lock, CK_SESSION_HANDLE session);
    /// Ends the transaction with this number, if it has not ended yet.
    void end_held_transaction(CK_ULONG number) noexcept;

    /// Ends what is held and waits for its thread. Not under the lock.
    void end_thread() noexcept { deadline_.stop(); }

    void logout();
    void change_pin(card::ByteView old_pin, card::ByteView new_pin);
    /// Both are typed into the reader.
    void change_pin_on_pad();
    void change_puk(card::ByteView old_puk, card::ByteView new_puk);
    /// Both are typed into the reader.
    void change_puk_on_pad();
    /// A new PIN, by the PUK of the login. Throws CKR_ARGUMENTS_BAD for a login without one.
    void reset_pin(card::ByteView new_pin);
    /// PUK and new PIN are typed into the reader.
    void reset_pin_on_pad();

    /// The key pairs of the card, whether shown or not.
    std::vector<CardKey> keys();
    /// Handles of the objects that match and that the login state shows, in a fixed order. Reads what may match.
    std::vector<CK_OBJECT_HANDLE> search(std::span<const CK_ATTRIBUTE> wanted);
    /// Nothing for objects that the login state hides, and for handles of a card that was here before.
    const Object* find_object(CK_OBJECT_HANDLE handle) const;

    /// Whether there is such an object, which a login would show.
    bool hides_object(CK_OBJECT_HANDLE handle) const;

    /// An object made in a session lives as long as that one.
    CK_OBJECT_HANDLE add_object(CK_SESSION_HANDLE owner, Object object);
    /// Throws CKR_OBJECT_HANDLE_INVALID; CKR_ACTION_PROHIBITED for objects of the token.
    void destroy_object(CK_OBJECT_HANDLE handle);

    // Each of these throws CKR_USER_NOT_LOGGED_IN for a key that needs a login.

    /// Verified against the public key before anybody sees it.
    card::Bytes sign(const CardKey& key, card::ByteView input);
    /// The block in a cryptogram, verified likewise.
    card::SecureBytes decrypt(const CardKey& key, card::ByteView cryptogram);
    /// The x-coordinate of the point that both sides share.
    card::SecureBytes agree(const CardKey& key, const card::crypto::Point& peer);

    /// Drawn by the card, 8 or 16 bytes at a time. Throws CKR_RANDOM_NO_RNG.
    void random(std::span<std::uint8_t> out);

private:
    struct Token {
        explicit Token(card::pcsc::Context& context, const std::string& reader)
            : card{context, reader}, objects{card.selected().guid ? Maker::us : Maker::another}
        {
        }

        TokenCard card;
        CK_ULONG generation = fresh_number();         ///< part of every object handle
        CK_ULONG private_generation = fresh_number(); ///< of private objects, until C_Logout. [PKCS11-3.0] §5.6.10

        CK_ULONG generation_of(const Object& object) const
        {
            return object.is_private ? private_generation : generation;
        }

        std::optional<TokenIdentity> identity = {};
        TokenObjects objects;
        CardMemory memory = {};  ///< what is kept of this card between insertions
        bool has_no_pin = false; ///< the card said so
        std::optional<unsigned> puk_tries = {};
    };

    /// An object that a session made.
    struct Made {
        CK_SESSION_HANDLE owner = 0;
        Object object;
    };

    std::optional<card::pcsc::Reader> observe();
    void lose_card(card::Errc reason);
    bool same_insertion(const std::optional<card::pcsc::Reader>& now) const;
    void forget_card() noexcept;
    void bury_sessions() noexcept;
    void end_sessions();
    void meet_card();
    void end_login() noexcept;

    bool shows(const Object& object) const { return logged_in() || !object.is_private; }

    const Object* object_behind(CK_OBJECT_HANDLE handle) const;

    void learn_puk_tries(const card::iso7816::PinResult& result);
    card::iso7816::PinResult send_pin(GivenPin pin);
    card::iso7816::PinResult send_pin(TokenCard& card, TokenCard::Channel& channel, GivenPin pin);
    template <std::invocable<TokenCard&, TokenCard::Channel&> Change>
    void change_pin_by(Change change);
    template <std::invocable<TokenCard&, TokenCard::Channel&> Use>
    card::iso7816::PinResult use_puk(Use use);
    void require_more_than_one_try_of_puk(const TokenCard& card, TokenCard::Channel& channel);
    std::optional<card::iso7816::PinResult> ask_pin_status();
    bool card_forgot_pin() noexcept;
    void read(card::tlv::Tag container);
    void read_what_may_match(std::span<const CK_ATTRIBUTE> wanted, bool logged_in);
    void recall();
    void remember();
    void confirm(const CardKey& key);
    void forget_what_is_wrong(const card::Error& error) noexcept;

    /// Uses the card. When it turns out to be gone, its sessions end with the next call: the present one still uses its
    /// own.
    template <std::invocable<TokenCard&> Action>
    auto with_card(Action action)
    {
        try {
            return action(token_->card);
        } catch (const card::Error& error) {
            if (card_is_lost(error.code()))
                lose_card(error.code());
            throw;
        }
    }

    /// Uses a private key of the card, which asks for the PIN by itself; `check` judges what the card answered.
    template <std::invocable<TokenCard::Channel&> Action, class Check>
    auto with_key(const CardKey& key, Action action, Check check)
    {
        require(logged_in() || !key.needs_pin(), CKR_USER_NOT_LOGGED_IN);
        try {
            return with_card([&](TokenCard& card) {
                auto computed = check(card.perform(action));
                card.application_answered();
                return computed;
            });
        } catch (const card::Error& error) {
            forget_what_is_wrong(error);
            // The card forgot the PIN: all sessions of the token turn public. Of a key that wants the PIN each time it
            // may only say that another command came in between.
            if (error.code() == card::Errc::access_denied && (!key.needs_pin_each_time() || card_forgot_pin()))
                end_login();
            throw;
        }
    }

    const CK_SLOT_ID id_;
    const std::string reader_;
    std::mutex lock_;
    std::atomic<bool> had_token_{false};

    std::optional<card::pcsc::Context> context_; ///< its own: a wait on another one does not delay it
    std::optional<std::uint16_t> known_event_;   ///< the insertion that was met: of the token, or of an unknown card
    std::optional<Token> token_;
    bool lost_ = false;           ///< the card failed: what is known of it holds no longer
    Login login_ = Login::nobody; ///< of this process; what the card thinks does not count
    card::SecureBytes puk_;       ///< of the security officer who is logged in; empty if it is typed into the reader
    std::map<CK_SESSION_HANDLE, Session> sessions_;
    CK_SESSION_HANDLE in_use_ = 0;     ///< whose call this is; 0: of none
    CK_SESSION_HANDLE told_ = 0;       ///< whose call told already that the card is gone
    std::set<CK_SESSION_HANDLE> dead_; ///< of cards that were here before, which nobody asked for since
    std::map<CK_OBJECT_HANDLE, Made> made_;
    CK_ULONG held_ = 0;              ///< number of the transaction that is held; 0: none
    CK_SESSION_HANDLE held_for_ = 0; ///< whose signature it is held for
    std::thread::id holder_;         ///< who gave the PIN for it
    std::condition_variable hold_ended_;
    Deadline deadline_;
};

} // namespace p11
