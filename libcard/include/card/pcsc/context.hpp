// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/pcsc/scard.hpp"

namespace card::pcsc {

/// A connection to the PC/SC service. Each thread that waits for events uses its own: within one, a command waits
/// until a pending wait is over. After service_unavailable it stays dead; a new one may find the service again.
class CARD_API Context {
public:
    /// Throws service_unavailable. `scard` must outlive the context.
    explicit Context(SCard& scard = system_scard());
    ~Context();
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;

    SCard& scard() const noexcept { return scard_; }

    ContextHandle handle() const noexcept { return handle_; }

    /// Ends a wait of another thread on this context; that wait returns at once.
    void cancel() noexcept;

private:
    SCard& scard_;
    ContextHandle handle_ = 0;
};

} // namespace card::pcsc
