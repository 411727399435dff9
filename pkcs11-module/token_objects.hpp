// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "objects.hpp"

#include <map>

namespace p11 {

/// Who made the card decides which containers it may have.
enum class Maker {
    us,     ///< those of the profile, and no others
    another ///< those of SP 800-73-4, as far as discovery object and key history announce them
};

/// What is on one token. A container is read when a search needs it for the first time, and once.
class TokenObjects {
public:
    /// Of an object, while the card stays: what its handle ends with.
    using Number = std::uint8_t;
    using Content = std::optional<card::Bytes>; ///< nothing: the card has no such container

    explicit TokenObjects(Maker maker) : maker_{maker} {}

    /// The container that must be read next before it is known what matches the template; nothing when it is known.
    std::optional<card::tlv::Tag> next_unread(std::span<const CK_ATTRIBUTE> wanted, bool logged_in) const;

    /// What the card answered. A content that breaks its format shows no object.
    void put(card::tlv::Tag container, Content content);

    /// Objects among what was read, in a fixed order.
    std::vector<Number> matching(std::span<const CK_ATTRIBUTE> wanted, bool logged_in) const;

    /// Nothing for an object that was not found yet.
    const Object* find(Number number) const;

    /// The key pairs among what was read.
    std::vector<CardKey> keys() const;

    /// Forgets what the card only tells after login.
    void forget_private();

    /// What the card tells everybody, as it was read.
    std::map<card::tlv::Tag, card::Bytes> public_contents() const;

    bool was_read(card::tlv::Tag container) const { return contents_.contains(container); }

    /// Nothing if the container is not there or was not read.
    const card::Bytes* content(card::tlv::Tag container) const;

private:
    bool is_absent(card::tlv::Tag container) const;
    std::optional<card::tlv::Tag> announced_by(card::tlv::Tag container) const;
    bool may_exist(card::tlv::Tag container) const;
    bool our_card_may_have(card::tlv::Tag container) const;
    bool another_card_may_have(card::tlv::Tag container) const;

    Maker maker_;
    std::map<card::tlv::Tag, Content> contents_;
    std::map<Number, Object> objects_ = {};
};

} // namespace p11
