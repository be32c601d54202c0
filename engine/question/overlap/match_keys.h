#pragma once

#include <memory>

#include "question/definition.h"
#include "table/keys.h"
#include "wire/reader.h"
#include "wire/writer.h"

/// The keys of an Overlap: the columns that make them up, and the recipes by which both sides bring them into
/// the same form.
namespace tacit::question {

inline constexpr std::size_t most_key_parts = 8;

/// Fault::usage with a sentence.
Status validate_keys(const api::OverlapQuestion& question);

/// Names and recipes, as they are signed. Reading gives Fault::version_differs for a recipe that this program
/// does not know, so that partners are told before anything runs.
void encode_keys(const api::OverlapQuestion& question, wire::Writer& out);
Status decode_keys(wire::Reader& in, api::OverlapQuestion& out);

/// "\"name\" and \"birthday\"".
std::string key_names(const api::OverlapQuestion& question);
/// How the keys are compared, in complete sentences.
std::string how_keys_match(const api::OverlapQuestion& question);

/// One's own keys. Fault::column_missing, Fault::cancelled.
Result<std::shared_ptr<const table::CanonicalKeys>> keys_of(const api::OverlapQuestion& question,
                                                            const Input& input, const std::stop_token& stop);

/// Rows, duplicates, blanks, changed spellings as notes, and cells that are no keys as problems.
void report_keys(const Input& input, const table::CanonicalKeys& keys, api::ContributionCheck& check);

}  // namespace tacit::question
