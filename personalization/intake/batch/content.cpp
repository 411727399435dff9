// SPDX-License-Identifier: Apache-2.0
#include "intake/batch/content.hpp"

#include "base/text.hpp"
#include "intake/batch/expect.hpp"

#include <algorithm>
#include <streambuf>

namespace perso::intake {

namespace {

constexpr std::size_t block_size = 32 * 1024;

std::array<std::uint8_t, 16> short_digest(card::ByteView block)
{
    const card::Bytes whole = card::crypto::digest(card::crypto::Hash::sha256, block);
    std::array<std::uint8_t, 16> out{};
    std::copy_n(whole.begin(), out.size(), out.begin());
    return out;
}

class PartBuffer final : public std::streambuf {
public:
    PartBuffer(const Content& content, std::uint64_t begin, std::uint64_t size)
        : content_{content}, begin_{begin}, size_{size}
    {
    }

private:
    int_type underflow() override
    {
        if (next_ == size_)
            return traits_type::eof();
        const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(block_size, size_ - next_));
        piece_ = content_.read(begin_ + next_, size);
        next_ += size;
        char* const first = reinterpret_cast<char*>(piece_.data());
        setg(first, first, first + size);
        return traits_type::to_int_type(*first);
    }

    pos_type seekoff(off_type offset, std::ios_base::seekdir from, std::ios_base::openmode mode) override
    {
        const auto here = static_cast<off_type>(next_) - (egptr() - gptr());
        const off_type base = from == std::ios_base::beg ? 0 : from == std::ios_base::cur ? here : off_type(size_);
        return seekpos(base + offset, mode);
    }

    pos_type seekpos(pos_type position, std::ios_base::openmode) override
    {
        const auto wanted = static_cast<off_type>(position);
        if (wanted < 0 || static_cast<std::uint64_t>(wanted) > size_)
            return pos_type(off_type(-1));
        next_ = static_cast<std::uint64_t>(wanted);
        setg(nullptr, nullptr, nullptr);
        return position;
    }

    const Content& content_;
    std::uint64_t begin_;
    std::uint64_t size_;
    std::uint64_t next_ = 0; ///< behind the piece
    card::Bytes piece_;
};

class PartStream final : public std::istream {
public:
    PartStream(const Content& content, std::uint64_t begin, std::uint64_t size)
        : std::istream{nullptr}, buffer_{content, begin, size}
    {
        rdbuf(&buffer_);
        exceptions(std::ios::badbit); // what the buffer throws is told, not swallowed
    }

private:
    PartBuffer buffer_;
};

} // namespace

Content::Content(ByteSource source, std::uint64_t begin, std::uint64_t size, card::crypto::Hash hash)
    : source_{std::move(source)}, begin_{begin}, size_{size}
{
    expect(begin_ <= source_.size && size_ <= source_.size - begin_, text("it ends early"));
    card::crypto::Hasher named{hash};
    card::crypto::Hasher sha256{card::crypto::Hash::sha256};
    blocks_.reserve(static_cast<std::size_t>((size_ + block_size - 1) / block_size));
    for (std::uint64_t at = 0; at < size_; at += block_size) {
        const auto block =
            source_.read(begin_ + at, static_cast<std::size_t>(std::min<std::uint64_t>(block_size, size_ - at)));
        named.update(block);
        if (hash != card::crypto::Hash::sha256)
            sha256.update(block);
        blocks_.push_back(short_digest(block));
    }
    digest_ = named.finish();
    sha256_ = hash == card::crypto::Hash::sha256 ? digest_ : sha256.finish();
}

card::Bytes Content::read(std::uint64_t at, std::size_t size) const
{
    expect(at <= size_ && size <= size_ - at, text("it ends early"));
    card::Bytes out;
    out.reserve(size);
    while (out.size() < size) {
        const std::uint64_t place = at + out.size();
        const card::Bytes& whole = block(place / block_size);
        const auto skip = static_cast<std::size_t>(place % block_size);
        card::append(out, card::ByteView{whole}.subspan(skip, std::min(whole.size() - skip, size - out.size())));
    }
    return out;
}

const card::Bytes& Content::block(std::uint64_t number) const
{
    if (number != last_number_) {
        const std::uint64_t at = number * block_size;
        card::Bytes bytes =
            source_.read(begin_ + at, static_cast<std::size_t>(std::min<std::uint64_t>(block_size, size_ - at)));
        expect(short_digest(bytes) == blocks_.at(static_cast<std::size_t>(number)), text("the file changed meanwhile"));
        last_ = std::move(bytes);
        last_number_ = number;
    }
    return last_;
}

std::unique_ptr<std::istream> open_stream(const Content& content, std::uint64_t begin, std::uint64_t size)
{
    return std::make_unique<PartStream>(content, begin, size);
}

} // namespace perso::intake
