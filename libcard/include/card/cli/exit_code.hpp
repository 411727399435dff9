// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace card::cli {

/// How every program of this project ends; docs/exit-codes.md explains each value to the people who write scripts.
enum class ExitCode : int {
    done = 0,              ///< done; verify: genuine
    not_genuine = 1,       ///< verify: an authenticity check failed
    usage = 2,             ///< the command line, or a secret outside its format
    undetermined = 3,      ///< no reader, no card, card removed, wrong CAN, unknown issuer
    genuine_stale = 4,     ///< verify: genuine, but the trust data are too old or incomplete
    genuine_not_valid = 5, ///< verify: genuine, but expired, not yet valid or reported
    failed = 6,            ///< could not be done: file, configuration, service, refused
};

} // namespace card::cli
