// SPDX-License-Identifier: Apache-2.0
#include "message_tables.hpp"

namespace card::cli::tables {

namespace {

constexpr Message messages[] = {
    {Errc::malformed_tlv, "CARD-TLV-MALFORMED", ExitCode::undetermined,
        "The data break the encoding rules of TLV, so they cannot be read.",
        "Clean the contacts and try again. If it happens again, the card is damaged or is none of ours.",
        "The identifier and the step: {step}."},
    {Errc::malformed_data, "CARD-DATA-MALFORMED", ExitCode::undetermined,
        "A value lies outside its format, so it cannot be used.",
        "Clean the contacts and try again. If it happens again, the card is damaged or is none of ours.",
        "The identifier and the step: {step}."},
    {Errc::unsupported, "CARD-UNSUPPORTED", ExitCode::failed,
        "The data are in order, but this version does not offer what they ask for.",
        "Install the current version of this program.",
        "The identifier, the step ({step}) and the version of the program."},
    {Errc::crypto_failed, "CARD-CRYPTO-FAILED", ExitCode::failed, "A cryptographic operation refused its input.",
        "Try again with the card inserted anew.", "The identifier and the step: {step}."},
    {Errc::key_rejected, "CARD-KEY-REJECTED", ExitCode::undetermined,
        "The card sent a public key that cannot be genuine; the conversation was ended.",
        "Do not accept the card. Try another reader once; if it happens again, treat the card as suspicious.",
        "The identifier and the step ({step}). Keep the card if the rules of your office allow it."},
    {Errc::random_failed, "CARD-RANDOM-FAILED", ExitCode::failed, "This computer delivers no random numbers.",
        "Restart the computer.", "The identifier and the name of this computer."},
    {Errc::image_broken, "CARD-IMAGE-BROKEN", ExitCode::failed, "The photograph is damaged and cannot be shown.",
        "Compare the holder with the photograph printed on the card. The verdict on the card does not depend on this.",
        "The identifier, and whether other cards show their photographs."},
    {Errc::image_unsupported, "CARD-IMAGE-UNSUPPORTED", ExitCode::failed,
        "The photograph is stored in a format that this version cannot show.",
        "Compare the holder with the photograph printed on the card, and install the current version of this program.",
        "The identifier, the issuer of the card and the version of the program."},
    {Errc::image_decoder_missing, "CARD-IMAGE-DECODER-MISSING", ExitCode::failed,
        "The part of this program that shows photographs is missing or cannot be started.",
        "Install the program again.", "The identifier and how the program was installed."},
};

} // namespace

std::span<const Message> data()
{
    return messages;
}

} // namespace card::cli::tables
