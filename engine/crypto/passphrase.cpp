#include "crypto/passphrase.h"

#include <sodium.h>

#include "crypto/sodium.h"

namespace tacit::crypto {

static_assert(passphrase_salt_size == crypto_pwhash_argon2id_SALTBYTES);

Result<Secret<32>> key_from_passphrase(std::string_view passphrase,
                                       const ByteArray<passphrase_salt_size>& salt) {
    ensure_sodium();
    Secret<32> key;
    if (crypto_pwhash(key.bytes().data(), 32, passphrase.data(), passphrase.size(), salt.data(),
                      crypto_pwhash_OPSLIMIT_MODERATE, crypto_pwhash_MEMLIMIT_MODERATE,
                      crypto_pwhash_ALG_ARGON2ID13) != 0)
        return error(Fault::storage_failed, "not enough memory to derive the key from the passphrase");
    return key;
}

}  // namespace tacit::crypto
