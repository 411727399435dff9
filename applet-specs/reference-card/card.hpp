// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "identity_application.hpp"
#include "master_file.hpp"
#include "pace.hpp"
#include "pki_application.hpp"
#include "scp03.hpp"
#include "secure_messaging.hpp"
#include "security_domain.hpp"

namespace refcard {

/// Contact: T=1, TA1 = 16, IFSC 254; historical bytes: card capabilities F621E0. Contactless: what a reader makes of
/// an ISO/IEC 14443-4 card without historical bytes. [PCSC-3] §3.1.3.2.3.1
ByteView answer_to_reset(Interface interface = Interface::contact);

/// The card as its contacts show it: command APDU in, response APDU out.
class Card {
public:
    explicit Card(Chip chip);

    /// Power on or reset: the master file is selected, every channel and everything proven is gone.
    void reset();
    Bytes process(ByteView command_apdu);

private:
    // What goes back, before it is cut to Le.
    struct Outgoing {
        Bytes data;
        Sw sw;
        bool divisible; // may be fetched in parts by GET RESPONSE
    };

    Apdu parse(ByteView command_apdu);
    Outgoing receive(const Apdu& apdu);
    Outgoing receive_secure_messaging(const Apdu& apdu);
    Outgoing receive_scp03(const Apdu& apdu);
    Outgoing receive_plain(const Apdu& apdu);
    Bytes send(const Apdu& apdu, Outgoing outgoing);
    Bytes get_response(const Apdu& apdu);

    Answer run(Command command);
    std::optional<Command> join_chain(Command command);
    Answer dispatch(const Command& command);

    Answer select(const Command& command);
    bool reachable(const Application& application, const Command& command) const;
    void select_application(Application& application);
    Answer begin_pace(const Command& command);
    Answer continue_pace(const Command& command);
    void serve_owed_delay();
    Answer check_token(const Command& command);
    Answer initialize_update(const Command& command);
    void end_protection();
    void end_channels();

    Chip chip_;
    MasterFile master_file_;
    IdentityApplication identity_;
    PkiApplication pki_;
    SecurityDomain security_domain_;
    Application* selected_;

    std::optional<SecureMessaging> secure_messaging_;
    std::optional<Scp03> scp03_;
    std::optional<Pace> pace_;
    std::optional<Command> chain_;
    std::uint64_t apdus_ = 0; // received so far
    Bytes waiting_;           // for GET RESPONSE
    Sw waiting_sw_ = Sw::ok;
};

} // namespace refcard
