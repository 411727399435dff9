// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/bytes.hpp"
#include "card/base/error.hpp"

#include <chrono>
#include <functional>
#include <string_view>

namespace card::cli {

/// Receives what the work is doing now, in the words of Step: "PACE step 1".
using ProgressSink = std::function<void(std::string_view line)>;

/// Work that may hang in a call which cannot be cancelled, such as SCardTransmit. It runs in a process of its own and
/// returns bytes; what it throws is thrown again in the parent. It must open its own connections (PC/SC, tokens).
using Work = std::function<Bytes(const ProgressSink& progress)>;

/// Runs `work` in a forked process and hands its progress to `progress`. When nothing has been heard for `silence`, the
/// process is killed and Errc::card_mute is thrown with the last progress line as step: the reader is free again.
/// Throws what `work` threw (card::Error as it was, others as internal), internal when the process died, interrupted
/// after SIGINT or SIGTERM. The caller must have one thread only.
Bytes run_worker(const Work& work, std::chrono::milliseconds silence, const ProgressSink& progress = {});

/// An error as bytes, for the way between two processes of the same program. decode_error throws malformed_data.
Bytes encode_error(const Error& error);
/// An error that does not say where it happened, happened during `known_step`.
Error decode_error(ByteView bytes, std::string_view known_step = {});

} // namespace card::cli
