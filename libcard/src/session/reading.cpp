// SPDX-License-Identifier: Apache-2.0
#include "reading.hpp"

#include "card/iso7816/buffers.hpp"
#include "card/iso7816/files.hpp"

namespace card::session {

bool is_transport_failure(Errc code)
{
    switch (code) {
    case Errc::service_unavailable:
    case Errc::reader_failed:
    case Errc::no_card:
    case Errc::card_removed:
    case Errc::card_swapped:
    case Errc::card_reset:
    case Errc::card_mute:
        return true;
    default:
        return false;
    }
}

std::size_t size_bound(const lds::File& file, const profile::Sizes& sizes)
{
    if (file == lds::file::dg2)
        return sizes.dg2;
    return file == lds::file::dg7 ? sizes.dg7 : sizes.other_files;
}

trust::FileReading read_evidence(iso7816::Channel& channel, const lds::File& file, std::size_t bound)
{
    using Status = trust::FileReading::Status;
    try {
        return trust::FileReading::of(
            iso7816::read_file(channel, iso7816::Sfi{file.short_id}, bound, "READ BINARY " + std::string{file.name}));
    } catch (const Error& error) {
        if (is_transport_failure(error.code()) || iso7816::length_refused(error))
            throw;
        if (error.code() == Errc::file_not_found)
            return {.status = Status::absent};
        if (error.code() == Errc::access_denied)
            return {.status = Status::denied};
        if (error.code() == Errc::malformed_tlv || error.code() == Errc::response_malformed ||
            error.code() == Errc::response_too_long)
            return {.status = Status::malformed};
        return {.status = Status::failed};
    }
}

} // namespace card::session
