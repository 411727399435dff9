// SPDX-License-Identifier: Apache-2.0
#include "references.hpp"

namespace refcard {

namespace {

template <typename AnyImage>
auto& place(AnyImage& image, ReferenceId id)
{
    return id == ReferenceId::pin ? image.pin : image.puk;
}

} // namespace

const Profile::Reference& References::rules(ReferenceId id) const
{
    return id == ReferenceId::pin ? chip_.profile.pin : chip_.profile.puk;
}

bool References::exists(ReferenceId id) const
{
    return place(chip_.image(), id).has_value();
}

const Reference& References::stored(ReferenceId id) const
{
    require(exists(id), Sw::reference_not_found);
    return *place(chip_.image(), id);
}

unsigned References::tries(ReferenceId id) const
{
    return stored(id).tries;
}

void References::require_format(ReferenceId id, ByteView value) const
{
    require(value.size() == size, Sw::wrong_data);
    std::size_t digits = 0;
    while (digits < value.size() && value[digits] >= '0' && value[digits] <= '9')
        ++digits;
    for (const std::uint8_t filler : value.subspan(digits))
        require(filler == 0xFF, Sw::wrong_data);
    require(digits >= rules(id).min_digits && digits <= rules(id).max_digits, Sw::wrong_data);
}

void References::verify(ReferenceId id, ByteView value)
{
    require(tries(id) > 0, Sw::blocked);
    require_format(id, value);
    chip_.memory.update([&](Image& image) { --place(image, id)->tries; });
    require(ct_equal(stored(id).value, value), tries_left(stored(id).tries));
    chip_.memory.update([&](Image& image) { place(image, id)->tries = rules(id).tries; });
}

void References::set(ReferenceId id, ByteView value)
{
    require_format(id, value);
    chip_.memory.update([&](Image& image) { place(image, id) = Reference{copy(value), rules(id).tries}; });
}

void References::remove(ReferenceId id)
{
    chip_.memory.update([&](Image& image) { place(image, id).reset(); });
}

} // namespace refcard
