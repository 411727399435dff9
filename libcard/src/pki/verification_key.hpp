// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "openssl.hpp"
#include "signature_algorithm.hpp"
#include "spki_reader.hpp"

#include <mutex>
#include <vector>

namespace card::pki {

/// A public key that verifies signatures, on any number of threads. OpenSSL 3.0 looks up names for a third of the time
/// of an RSA verification before it begins one; what it looked up is kept for the next signature of the same kind.
class VerificationKey {
public:
    /// Verifies nothing if the key cannot be used.
    VerificationKey(ByteView spki, const SpkiParts& parts);
    ~VerificationKey();
    VerificationKey(const VerificationKey&) = delete;
    VerificationKey& operator=(const VerificationKey&) = delete;

    /// Null if the key cannot be used.
    EVP_PKEY* get() const noexcept { return key_.get(); }

    /// Whether `signature` was made over `message` with `hash` under this key, which must be of the scheme's kind. The
    /// parameters come from `algorithm` alone, never from a certificate.
    bool verifies(const SignatureAlgorithm& algorithm, crypto::Hash hash, ByteView message, ByteView signature) const;

private:
    struct Prepared {
        SignatureAlgorithm algorithm;
        crypto::Hash hash;
        ContextPtr context;
    };

    static bool serves(const Prepared& idle, const SignatureAlgorithm& algorithm, crypto::Hash hash);
    /// Null if the key is not of the scheme's kind.
    ContextPtr take(const SignatureAlgorithm& algorithm, crypto::Hash hash) const;
    void keep(Prepared prepared) const;

    std::optional<int> curve_;
    KeyPtr key_;
    mutable std::mutex mutex_;
    mutable std::vector<Prepared> idle_; ///< each used by one thread at a time
};

} // namespace card::pki
