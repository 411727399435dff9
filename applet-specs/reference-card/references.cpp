// SPDX-License-Identifier: Apache-2.0
#include "references.hpp"

namespace refcard {

Reference& References::reference(Image& image, ReferenceId id)
{
    return id == ReferenceId::pin ? image.pin : image.puk;
}

const Profile::Reference& References::rules(ReferenceId id) const
{
    return id == ReferenceId::pin ? chip_.profile.pin : chip_.profile.puk;
}

unsigned References::tries(ReferenceId id) const
{
    return id == ReferenceId::pin ? chip_.image().pin.tries : chip_.image().puk.tries;
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
    chip_.memory.update([&](Image& image) { --reference(image, id).tries; });
    const Reference& stored = id == ReferenceId::pin ? chip_.image().pin : chip_.image().puk;
    require(ct_equal(stored.value, value), tries_left(stored.tries));
    chip_.memory.update([&](Image& image) { reference(image, id).tries = rules(id).tries; });
}

void References::set(ReferenceId id, ByteView value)
{
    require_format(id, value);
    chip_.memory.update([&](Image& image) { reference(image, id) = {copy(value), rules(id).tries}; });
}

} // namespace refcard
