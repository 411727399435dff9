// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/bytes.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

/// The part of CBOR that evidence needs: unsigned integers, byte and text strings, arrays and maps with unsigned keys,
/// in the deterministic encoding of [RFC8949] §4.2.1. There are no floats, tags, negative or simple values.
///
/// Our own, because a value must have exactly one encoding and reading must not build a tree of what a stranger sent:
/// libcbor of Debian 12 accepts longer heads, indefinite lengths and repeated keys, and does not sort.
namespace card {

/// Writes items one after another. The caller writes as many items as an array or map was announced with, and the keys
/// of a map ascending: the reader refuses anything else.
class CARD_API CborWriter {
public:
    CborWriter() = default;
    CborWriter(const CborWriter&) = delete;
    CborWriter& operator=(const CborWriter&) = delete;
    virtual ~CborWriter() = default;

    /// Makes room: what is larger than a page is then not copied again and again.
    void reserve(std::size_t bytes) { out_.reserve(bytes); }

    void number(std::uint64_t value) { head(0, value); }

    void bytes(ByteView value);
    void text(std::string_view value);

    void array(std::size_t items) { head(4, items); }

    void map(std::size_t pairs) { head(5, pairs); }

    const Bytes& out() const noexcept { return out_; }

    /// What was written, taken away.
    Bytes take() noexcept { return std::move(out_); }

private:
    virtual void put(ByteView bytes);
    void head(unsigned major, std::uint64_t value);

    Bytes out_;
};

/// Compares what would be written with bytes that lie somewhere else, which must outlive it, and keeps nothing.
class CARD_API CborMatcher final : public CborWriter {
public:
    explicit CborMatcher(ByteView expected) noexcept : rest_{expected} {}

    /// Exactly the expected bytes were written.
    bool matches() const noexcept { return same_ && rest_.empty(); }

private:
    void put(ByteView bytes) override;

    ByteView rest_;
    bool same_ = true;
};

/// Reads what CborWriter writes, and nothing else. Every member throws malformed_data if the next item is of another
/// kind, is cut short, or has a longer head than it needs. The views lie in the bytes that were given.
class CARD_API CborReader {
public:
    explicit CborReader(ByteView bytes) : rest_{bytes} {}

    std::uint64_t number() { return head(0); }

    /// At most `limit`.
    std::uint64_t number(std::uint64_t limit);
    ByteView bytes();
    /// UTF-8.
    std::string text();
    /// How many items follow; never more than there are bytes left.
    std::size_t array();
    /// Throws unless it has `items`.
    void array(std::size_t items);
    /// How many pairs follow; never more than half the bytes left.
    std::size_t map();

    /// Throws unless everything was read.
    void finish() const;

private:
    std::uint64_t head(unsigned major);
    ByteView string(unsigned major);

    ByteView rest_;
};

/// The keys of one map, which must ascend.
class CARD_API CborKeys {
public:
    /// Reads the next key. Throws malformed_data unless it is greater than the one before.
    std::uint64_t next(CborReader& reader);

private:
    bool first_ = true;
    std::uint64_t last_ = 0;
};

} // namespace card
