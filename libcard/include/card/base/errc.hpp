// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace card {

/// Every condition that a user, a program or an auditor may meet, one enumerator each. The stable identifier
/// (`CARD-CAN-WRONG`) and the texts of each stand in the message table of the `cli` layer.
enum class Errc {
    // data
    malformed_tlv,  ///< TLV or DER that breaks its encoding rules
    malformed_data, ///< a value outside its format
    unsupported,    ///< well formed, but not offered by this version
    crypto_failed,  ///< a cryptographic operation refused its input
    key_rejected,   ///< a public key off its curve, at infinity or reflected
    random_failed,  ///< the random source gave nothing

    // photographs
    image_broken,          ///< damaged, too large, or its decoder was ended
    image_unsupported,     ///< a format or colour space that is not decoded
    image_decoder_missing, ///< idcard-image-worker cannot be started

    // readers and cards
    service_unavailable, ///< the PC/SC service does not run
    no_reader,           ///< no reader is attached
    reader_not_found,    ///< no reader of that name
    reader_ambiguous,    ///< several readers or cards, none named
    reader_failed,       ///< the reader or its driver reported a failure
    no_card,             ///< the reader is empty
    card_unknown,        ///< a card that answers, but none of ours
    card_removed,        ///< pulled while it was used
    card_swapped,        ///< another card answers through the old connection
    card_reset,          ///< another program reset the card
    card_mute,           ///< no answer before the deadline
    unexpected_status,   ///< a status word that the step does not foresee
    response_malformed,  ///< an answer that is no response APDU or breaks its format
    response_too_long,   ///< more data than the command or the bound allows
    file_not_found,      ///< 6A82
    access_denied,       ///< 6982, 6985
    data_too_long,       ///< more data than the card takes

    // channels
    secure_messaging_failed, ///< MAC, padding or structure of a protected answer is wrong; the channel is closed
    can_wrong,               ///< PACE: the card does not know this CAN
    mrz_wrong,               ///< PACE: the card does not know this MRZ
    pace_unsupported,        ///< EF.CardAccess offers nothing that we support
    pace_failed,             ///< PACE broke off for another reason than the password
    scp_cryptogram_wrong,    ///< the card cryptogram fits none of our keys; nothing was sent after it
    scp_failed,              ///< the GlobalPlatform channel broke off
    key_check_failed,        ///< the card stored other keys than were sent

    // PIN and PUK
    pin_wrong,
    pin_blocked,
    pin_last_try, ///< one try left: nothing was sent
    pin_format,   ///< not 6 to 8 digits
    pin_default,  ///< the card still has its transport PIN or PUK
    pin_absent,   ///< the card has no PIN, as cards of children
    puk_wrong,
    puk_blocked,
    puk_last_try,   ///< one try left: nothing was sent
    contact_needed, ///< not offered through the air

    // verdict
    not_read,                 ///< the check's data could not be read
    no_trust_anchor,          ///< no pinned CSCA with the signer's issuer name and key identifier
    trust_anchor_mismatch,    ///< such a CSCA is pinned, but it did not sign this signer
    sod_malformed,            ///< EF.SOD breaks its format or its rules
    sod_signature_wrong,      ///< EF.SOD's signature does not verify
    signer_unsuitable,        ///< the signer's certificate may not sign documents
    signer_expired,           ///< a remark: the signer's certificate has run out since it signed
    legacy_rules,             ///< a remark: judged by rules for older documents of other states
    issuing_state_unknown,    ///< DG1 was not read: it is not known whose signers to look for
    data_group_missing,       ///< listed in EF.SOD, but the card answers 6A82
    data_group_altered,       ///< the hash differs from EF.SOD
    data_group_unlisted,      ///< on the card, but not in EF.SOD
    data_group_malformed,     ///< signed, but unreadable
    country_mismatch,         ///< MRZ, signer and CSCA name different countries
    access_parameters_differ, ///< DG14 or EF.CardSecurity does not repeat EF.CardAccess
    mrz_differs,              ///< the card opened by an MRZ holds another one in DG1
    card_security_invalid,    ///< EF.CardSecurity is missing, malformed, or not signed by a document signer
    chip_not_genuine,         ///< the chip lacks the key that its issuer signed: a copy
    chip_proof_missing,       ///< the chip offers no proof: clone not excluded
    binding_failed,           ///< the PKI application belongs to another card
    binding_missing,          ///< the card names no key that could prove the binding
    document_expired,
    document_renewal_due, ///< a card without expiry is past its technical life
    document_not_yet_valid,
    clock_before_build, ///< this computer's clock cannot be right
    revocation_not_checked,
    signer_revoked,  ///< the document signer is on its issuer's list
    signer_list_old, ///< the list of revoked signers is older than the policy allows
    status_not_checked,
    status_not_covered, ///< the card is younger than the card status list: it says nothing about it
    status_list_old,    ///< the card status list is older than the policy allows
    card_lost,          ///< listed in the card status list, as are the next three
    card_stolen,
    card_replaced,
    card_withdrawn,
    holder_not_checked,
    holder_proof_failed,  ///< 9A signed with a key that is not this card's
    package_invalid,      ///< a trust package that breaks its format, or with files that cannot be used
    root_missing,         ///< the first package of a computer, without the fingerprint of its root
    package_untrusted,    ///< signed by another root than the pinned ones
    package_rolled_back,  ///< not newer than the trust data that are installed
    package_serial_jump,  ///< its number is too far above that of the installed one
    package_base_differs, ///< changes another package than the installed one
    package_busy,         ///< another import or export of packages holds the lock
    trust_data_invalid,   ///< the trust directory cannot be used
    data_withheld,        ///< the evidence was saved without the data of this check
    evidence_invalid,     ///< a file of evidence breaks its format
    challenge_unanswered, ///< no key of the card signed this challenge with the evidence

    // programs
    usage,          ///< command line
    secret_missing, ///< a CAN or PIN was needed and none came
    secret_format,  ///< a CAN or PIN outside its format
    secret_differs, ///< the new PIN was not typed twice alike
    config_invalid, ///< configuration or profile, with the line
    file_unreadable,
    file_unwritable,
    file_exists, ///< would be overwritten
    disk_full,
    module_missing,  ///< no PKCS#11 module where it should be
    tool_missing,    ///< another program that is needed is not installed
    tool_failed,     ///< another program could not do its part
    download_failed, ///< a file could not be fetched from the mirror
    download_slow,   ///< it took longer than a transfer may
    mirror_wrong,    ///< the mirror gives another package than its name says
    setup_changed,   ///< what setup wrote was changed since, so it is not taken back
    interrupted,
    internal,

    // issuing station
    office_missing, ///< no office in this directory
    office_exists,  ///< init found one already
    hsm_unavailable,
    hsm_pin_wrong,
    hsm_key_missing,
    hsm_failed,
    person_unknown,   ///< not among the people of office.toml
    role_missing,     ///< this person may not do this
    same_person,      ///< operator and approver must differ
    record_rejected,  ///< a record with rejected fields
    record_duplicate, ///< the application number was imported before with other content
    job_unknown,
    job_state,                 ///< not possible in the job's state
    no_job,                    ///< nothing approved is waiting
    letters_missing,           ///< run needs --letters
    card_foreign,              ///< not a card for this job or this station
    card_not_blank,            ///< personalized already
    quality_failed,            ///< the finished card does not read back as written
    outcome_unknown,           ///< the last step may or may not have taken effect
    document_unknown,          ///< no card of this office has this document number
    signer_unknown,            ///< no certificate of a document signer of this office
    card_not_made,             ///< nothing was written on the card of this document number
    revoked_already,           ///< the card or the signer
    revocation_not_requested,  ///< nobody asked for what is to be confirmed
    revocation_reason_differs, ///< it was asked for, but for another reason
    lists_went_back,           ///< the newest package says more than the store does: an old backup
    store_failed,
    clock_wrong, ///< the clock contradicts the store

    // issuing station: the engine
    store_gone,          ///< the database does not answer; what was not committed did not happen
    store_went_back,     ///< the store is an older copy: the token or a checkpoint knows more
    lease_lost,          ///< another process took the job over, or its time ran out
    clock_disputed,      ///< the clock contradicts the database or another source of time
    tries_low,           ///< the card's PIN, PUK or keys have few tries left
    keys_foreign,        ///< two cards in a row with keys that do not fit: the line stops
    card_of_other_job,   ///< the card in the reader belongs to another job
    chip_unlisted,       ///< this chip is on no delivery list
    chip_blocked,        ///< this chip, or its delivery, is blocked
    stock_state,         ///< not possible for blanks in this state
    stock_differs,       ///< the count of a shift does not agree with the journal
    batch_invalid,       ///< a signed batch that breaks its format
    batch_untrusted,     ///< signed by nobody whom this office knows as a registry
    batch_repeated,      ///< this batch, or its number, came before with other content
    household_open,      ///< a record of the same household is not good yet
    signer_exhausted,    ///< the document signer reached its limit, or its use period is over
    signer_state,        ///< not possible for a signer in this state
    certificate_unfit,   ///< a certificate, CRL or EF.SOD fails its own rules: it did not leave the office
    key_weak,            ///< a public key shares a factor, or has the print of a broken generator
    role_excluded,       ///< this person did another part for the same card
    staff_card_needed,   ///< this office asks for the staff member's card
    staff_card_wrong,    ///< the card is not that of this person, or is no staff card
    ceremony_open,       ///< the key ceremony of this office is not finished
    not_for_production,  ///< a development setting where real cards are made
    seal_broken,         ///< sealed data do not open: altered, moved, or under another key
    data_purged,         ///< the personal data of this job were destroyed after their time
    audit_broken,        ///< the journal was changed, cut or copied
    checkpoint_invalid,  ///< a checkpoint that is not this office's, or contradicts the journal
    card_state,          ///< not possible for a card in this state
    not_delivered,       ///< the card was not handed over yet
    replacement_missing, ///< a card is only marked replaced by its replacement
    content_signer_ends, ///< the content signer's certificate ends before the card does
};

/// The last one: whoever stores codes checks against it.
inline constexpr Errc last_errc = Errc::content_signer_ends;

} // namespace card
