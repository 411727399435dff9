// SPDX-License-Identifier: Apache-2.0
#include "message_tables.hpp"

namespace card::cli::tables {

namespace {

constexpr Message messages[] = {
    {Errc::usage, "PROGRAM-USAGE", ExitCode::usage, "The command line is not understood: {field}.",
        "See the commands and options with --help.",
        "The identifier and the command that was typed, without any secret."},
    {Errc::secret_missing, "PROGRAM-SECRET-MISSING", ExitCode::usage,
        "This was needed, but nobody typed it and no file gave it: {field}.",
        "Run the command in a terminal, or give a file or a file descriptor with the options of --help.",
        "The identifier. Never tell anybody a PIN or a PUK."},
    {Errc::secret_format, "PROGRAM-SECRET-FORMAT", ExitCode::usage,
        "This is outside its format, so it was used nowhere: {field}.",
        "Type it again: a CAN has six digits, a PIN six to eight, a PUK eight. The machine-readable zone (MRZ) is "
        "typed "
        "line by line as it is printed.",
        "The identifier. Never tell anybody a PIN or a PUK."},
    {Errc::secret_differs, "PROGRAM-SECRET-DIFFERS", ExitCode::usage,
        "It was not typed twice alike, so nothing was changed: {field}.",
        "Start again and type the same new value both times.", "The identifier. Never tell anybody a PIN or a PUK."},
    {Errc::config_invalid, "PROGRAM-CONFIG-INVALID", ExitCode::failed,
        "A configuration file is wrong in line {number}: {field}.",
        "Correct the line. Unknown keys are errors, so a misspelt key is one too.",
        "The identifier, the line and the file."},
    {Errc::file_unreadable, "PROGRAM-FILE-UNREADABLE", ExitCode::failed, "A file cannot be read: {field}.",
        "Check that it exists and that you may read it.", "The identifier and the name of the file."},
    {Errc::file_unwritable, "PROGRAM-FILE-UNWRITABLE", ExitCode::failed, "A file cannot be written: {field}.",
        "Check that its folder exists and that you may write there.", "The identifier and the name of the file."},
    {Errc::file_exists, "PROGRAM-FILE-EXISTS", ExitCode::failed,
        "A file exists already and is not overwritten: {field}.",
        "Choose another place, or move the file away after a look at it.", "The identifier and the name of the file."},
    {Errc::disk_full, "PROGRAM-DISK-FULL", ExitCode::failed, "The disk is full; nothing was left half written.",
        "Free some space and start again.", "The identifier and the output of: df -h."},
    {Errc::module_missing, "PROGRAM-MODULE-MISSING", ExitCode::failed,
        "The PKCS#11 module is not there, or is no shared library: {field}.",
        "Install the package idcard-pkcs11, or name the file with --module.",
        "The identifier and the name of the file."},
    {Errc::tool_missing, "PROGRAM-TOOL-MISSING", ExitCode::failed,
        "Another program that is needed here is not installed, so nothing was changed: {field}.",
        "Install it and start again. modutil is in the Debian package libnss3-tools.",
        "The identifier and the name of the program."},
    {Errc::tool_failed, "PROGRAM-TOOL-FAILED", ExitCode::failed,
        "Another program could not do its part, so nothing was changed: {field}.",
        "Run the command that is named by hand and follow what it says, then start again.",
        "The identifier, the command that is named and what it says."},
    {Errc::download_failed, "PROGRAM-DOWNLOAD-FAILED", ExitCode::failed, "The file could not be fetched: {field}.",
        "Check the address and the network, then start again: what was fetched already is kept.",
        "The identifier and the named address."},
    {Errc::download_slow, "PROGRAM-DOWNLOAD-SLOW", ExitCode::failed,
        "The file did not come within {number} minutes: {field}.",
        "Start again: what was fetched already is kept, the rest is fetched on from there.",
        "The identifier and the named address."},
    {Errc::mirror_wrong, "PROGRAM-MIRROR-WRONG", ExitCode::failed,
        "The mirror gives another package under this name than it should: {field}.",
        "Nothing was changed. Fetch from another mirror, and tell who runs this one.",
        "The identifier and the named file."},
    {Errc::setup_changed, "PROGRAM-SETUP-CHANGED", ExitCode::failed,
        "What idcard setup wrote was changed by somebody since, so it was left as it is: {field}.",
        "Look at the file and take out by hand what names idcard. Its earlier content is kept: idcard setup undo "
        "--help "
        "says where.",
        "The identifier and the name of the file."},
    {Errc::interrupted, "PROGRAM-INTERRUPTED", ExitCode::failed,
        "The program was interrupted before the end; there is no result.", "Start again when you are ready.",
        "The identifier and the step: {step}."},
    {Errc::internal, "PROGRAM-INTERNAL", ExitCode::failed, "The program met an error of its own; there is no result.",
        "Start again. If it happens again, report it.",
        "The identifier, the step ({step}), the version of the program and what was done before."},
};

} // namespace

std::span<const Message> program()
{
    return messages;
}

} // namespace card::cli::tables
