// SPDX-License-Identifier: Apache-2.0
#include "card/iso7816/select.hpp"

#include "card/base/error.hpp"

namespace card::iso7816 {

namespace {

constexpr std::uint8_t by_df_name = 0x04;
constexpr std::uint8_t by_file_id = 0x00;
constexpr std::uint8_t first_with_template = 0x00;
constexpr std::uint8_t first_without_answer = 0x0C;

} // namespace

Aid::Aid(ByteView bytes) : bytes_{to_bytes(bytes)}
{
    if (bytes.size() < 5 || bytes.size() > 16)
        throw Error{Errc::malformed_data, "application identifier outside 5 to 16 bytes"};
}

Command select_application(const Aid& aid)
{
    return {.ins = Ins::select, .p1 = by_df_name, .p2 = first_without_answer, .data = aid.bytes()};
}

Command select_application_with_answer(const Aid& aid)
{
    return {.ins = Ins::select, .p1 = by_df_name, .p2 = first_with_template, .data = aid.bytes(), .ne = max_short_ne};
}

Command select_master_file()
{
    return {.ins = Ins::select, .p1 = by_file_id, .p2 = first_without_answer, .data = {0x3F, 0x00}};
}

} // namespace card::iso7816
