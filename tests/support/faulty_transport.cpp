// SPDX-License-Identifier: Apache-2.0
#include "support/faulty_transport.hpp"

#include "card/base/error.hpp"

namespace test {

card::Bytes FaultyTransport::exchange(card::ByteView command)
{
    const bool now = count_++ == at_;
    if (removed_ || (now && fault_ == Fault::removed_before)) {
        removed_ = true;
        throw card::Error{card::Errc::card_removed, "the card was pulled"};
    }
    card::Bytes answer = below_.exchange(command);
    if (!now)
        return answer;
    switch (fault_) {
    case Fault::removed_before:
    case Fault::removed_after:
        removed_ = true;
        throw card::Error{card::Errc::card_removed, "the card was pulled"};
    case Fault::empty:
        return {};
    case Fault::one_byte:
        return {answer.at(0)};
    case Fault::truncated:
        answer.resize(answer.size() / 2);
        return answer;
    }
    return answer;
}

} // namespace test
