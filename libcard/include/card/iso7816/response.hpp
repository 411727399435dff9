// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/bytes.hpp"
#include "card/iso7816/status_word.hpp"

#include <initializer_list>
#include <string_view>

namespace card::iso7816 {

/// A response APDU taken apart. Reading data() before require() is a review error. The data may be what a card
/// decrypted, so they are wiped at the end.
class CARD_API Response {
public:
    Response(Bytes data, StatusWord sw) : data_{std::move(data)}, sw_{sw} {}

    Response(const Response&) = default;
    Response(Response&&) noexcept = default;
    Response& operator=(Response other) noexcept;
    ~Response();

    /// Takes SW1-SW2 from the end. Throws response_malformed below two bytes.
    static Response decode(ByteView apdu);

    StatusWord sw() const noexcept { return sw_; }

    const Bytes& data() const noexcept { return data_; }

    /// Returns *this if the status word is (one of) the given; otherwise throws, naming the step:
    /// 6A82 file_not_found, 6982 and 6985 access_denied, others unexpected_status.
    const Response& require(StatusWord expected, std::string_view step) const;
    const Response& require(std::initializer_list<StatusWord> expected, std::string_view step) const;

private:
    Bytes data_;
    StatusWord sw_;
};

} // namespace card::iso7816
