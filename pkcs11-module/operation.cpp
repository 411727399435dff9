// SPDX-License-Identifier: Apache-2.0
#include "operation.hpp"

#include "errors.hpp"

namespace p11 {

MessageInput::MessageInput(const Recipe& recipe) : room_{recipe.longest_input()}
{
    if (recipe.hash())
        hasher_.emplace(*recipe.hash());
}

void MessageInput::update(card::ByteView part)
{
    if (hasher_) {
        hasher_->update(part);
        return;
    }
    require(part.size() <= room_ - given_.size(), CKR_DATA_LEN_RANGE);
    card::append(given_, part);
}

card::Bytes MessageInput::finish()
{
    return hasher_ ? hasher_->finish() : given_;
}

void VerifyOperation::check(card::ByteView signature)
{
    require(signature.size() == recipe.key().signature_size(), CKR_SIGNATURE_LEN_RANGE);
    require(recipe.verifies(message.finish(), signature), CKR_SIGNATURE_INVALID);
}

} // namespace p11
