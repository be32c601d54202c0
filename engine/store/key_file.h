#pragma once

#include <filesystem>

#include "base/result.h"
#include "crypto/secret.h"

namespace tacit::store {

/// The weakest protection: the profile's key as 32 plain bytes in a file that only its owner may read.
/// Writing replaces the file as a whole and is on disk on return. Fault::storage_failed with the cause.
Status write_key_file(const std::filesystem::path& file, const crypto::Secret<32>& key);
/// Fault::profile_damaged if it is missing or not 32 bytes, storage_failed if others may read it.
Result<crypto::Secret<32>> read_key_file(const std::filesystem::path& file);
/// Overwrites, then unlinks it; success if there is none. What a disk keeps of old blocks is out of reach.
Status remove_key_file(const std::filesystem::path& file);

}  // namespace tacit::store
