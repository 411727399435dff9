// SPDX-License-Identifier: Apache-2.0
#include "message_tables.hpp"

namespace card::cli::tables {

namespace {

constexpr Message messages[] = {
    {Errc::office_missing, "STATION-OFFICE-MISSING", ExitCode::failed, "There is no office in this folder: {field}.",
        "Name the folder of the office with --office or IDCARD_OFFICE, or prepare one with: idcard-station init.",
        "The identifier and the name of the folder."},
    {Errc::office_exists, "STATION-OFFICE-EXISTS", ExitCode::failed,
        "There is an office in this folder already; nothing was changed: {field}.",
        "Choose an empty folder for a new office.", "The identifier and the name of the folder."},
    {Errc::hsm_unavailable, "HSM-UNAVAILABLE", ExitCode::failed, "The key store (HSM) of the office does not answer.",
        "Check that it is attached and switched on, and the module named in office.toml.",
        "The identifier and the step: {step}."},
    {Errc::hsm_pin_wrong, "HSM-PIN-WRONG", ExitCode::failed, "The key store (HSM) refuses this PIN.",
        "Type the PIN of the key store again. It may block after a few wrong tries.",
        "The identifier. Never tell anybody the PIN."},
    {Errc::hsm_key_missing, "HSM-KEY-MISSING", ExitCode::failed,
        "A key of the office is not in the key store (HSM): {field}.",
        "Check that the key store of this office is attached and not another one.",
        "The identifier and the name of the key."},
    {Errc::hsm_failed, "HSM-FAILED", ExitCode::failed, "The key store (HSM) could not do what it was asked for.",
        "Start the command again. If it fails again, stop issuing cards.", "The identifier and the step: {step}."},
    {Errc::person_unknown, "STATION-PERSON-UNKNOWN", ExitCode::failed,
        "This person is not among the people of the office: {field}.",
        "Check the spelling, or have the person added to office.toml.", "The identifier and the name that was given."},
    {Errc::role_missing, "STATION-ROLE-MISSING", ExitCode::failed, "This person may not do this: {field}.",
        "Ask a person with the right role, or have office.toml changed by those who may.",
        "The identifier, the person and the command."},
    {Errc::same_person, "STATION-SAME-PERSON", ExitCode::failed,
        "Who enters a record does not approve it, and who approves it does not make its card: {field}.",
        "Have another person do this.", "The identifier and the number of the job."},
    {Errc::record_rejected, "STATION-RECORD-REJECTED", ExitCode::failed, "The record was rejected because of: {field}.",
        "Correct the named fields where the record comes from and import it again.",
        "The identifier and the names of the fields, not their contents."},
    {Errc::record_duplicate, "STATION-RECORD-DUPLICATE", ExitCode::failed,
        "This application was imported before with other content: {field}.",
        "Find out which record is right. Give a corrected one a new application number.",
        "The identifier and the application number."},
    {Errc::job_unknown, "STATION-JOB-UNKNOWN", ExitCode::failed, "There is no such job: {field}.",
        "See the jobs with: idcard-station status.", "The identifier and the number that was given."},
    {Errc::job_state, "STATION-JOB-STATE", ExitCode::failed, "The job is in a state that does not allow this: {field}.",
        "See its state with: idcard-station status.", "The identifier and the number of the job."},
    {Errc::no_job, "STATION-NO-JOB", ExitCode::failed, "No approved job is waiting.",
        "Import a record and have another person approve it.",
        "Nothing, unless a job is missing in: idcard-station status."},
    {Errc::letters_missing, "STATION-LETTERS-MISSING", ExitCode::usage,
        "No folder was named for the letters, the only place where CAN, PIN and PUK appear.",
        "Name one with --letters, a folder that only you can read.", "The identifier."},
    {Errc::card_foreign, "STATION-CARD-FOREIGN", ExitCode::failed,
        "This card does not belong to this job or not to this office; nothing was changed on it.",
        "Insert the card of the job, or a blank card of this office's stock.",
        "The identifier and the serial number of the card's chip."},
    {Errc::card_not_blank, "STATION-CARD-NOT-BLANK", ExitCode::failed,
        "This card was issued before; nothing was changed on it.", "Insert a blank card.",
        "The identifier and the serial number of the card's chip."},
    {Errc::quality_failed, "STATION-QUALITY-FAILED", ExitCode::failed,
        "The finished card does not read back as it was written: {field}.",
        "Do not hand the card out. Put it aside, marked as spoilt.", "The identifier and the number of the job."},
    {Errc::outcome_unknown, "STATION-OUTCOME-UNKNOWN", ExitCode::failed,
        "It is not known whether the last step took effect on the card.",
        "Lay the card aside and do not hand it out. See the job with: idcard-station status.",
        "The identifier, the number of the job and the step: {step}."},
    {Errc::document_unknown, "STATION-DOCUMENT-UNKNOWN", ExitCode::failed,
        "This office has made no card with this document number: {field}.",
        "Compare the number with the card or with: idcard-station status.",
        "The identifier and the number that was given."},
    {Errc::revocation_state, "STATION-REVOCATION-STATE", ExitCode::failed,
        "The revocation is in a state that does not allow this: {field}.",
        "See the revocations with: idcard-station revoke --list.",
        "The identifier and the document number, or the name of the signer."},
    {Errc::store_failed, "STATION-STORE-FAILED", ExitCode::failed, "The store of the office cannot be read or written.",
        "Check the disk. Do not issue cards until it works again.", "The identifier and the step: {step}."},
    {Errc::clock_wrong, "STATION-CLOCK-WRONG", ExitCode::failed,
        "The clock of this computer shows a time before the last entry of the store.",
        "Set the date and the time, then start again.", "The identifier and the date that the computer shows."},
};

} // namespace

std::span<const Message> station()
{
    return messages;
}

} // namespace card::cli::tables
