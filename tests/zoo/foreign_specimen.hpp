// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "specimen.hpp"

namespace zoo {

/// A card of ours at a counter that takes documents of other states as well.
inline Specimen our_card()
{
    Specimen card;
    card.policy.foreign_documents = true;
    return card;
}

/// The document of a neighbour at the same counter.
inline Specimen foreign_card()
{
    Specimen card = our_card();
    pki::CscaContent csca = test::csca_content();
    csca.subject.country = "TH";
    pki::DocumentSignerContent signer = test::signer_content();
    signer.subject.country = "TH";
    test::DocumentPki& pki = card.content.pki;
    pki.csca = pki::make_csca(csca, pki.csca_key, crypto::system_random());
    pki.signer =
        pki::make_document_signer(signer, pki.signer_key.public_key(), pki.csca, pki.csca_key, crypto::system_random());
    card.content.mrz.issuing_state = "THA";
    card.read_card();
    return card;
}

} // namespace zoo
