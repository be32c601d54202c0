#pragma once

#include <map>
#include <memory>
#include <mutex>

#include "api/engine.h"
#include "question/definition.h"
#include "service/undertaker.h"
#include "table/dataset.h"
#include "table/source_opener.h"

namespace tacit::service {

/// The tables that are open, by handle. They live until forgotten, or until the last session that uses them
/// ends.
class Datasets {
  public:
    std::uint64_t add(std::shared_ptr<const table::Dataset> dataset);
    /// Fault::data_missing for an unknown handle.
    Result<std::shared_ptr<const table::Dataset>> find(std::uint64_t handle) const;
    void forget(std::uint64_t handle);
    /// For whoever used one: frees it, if it was the last to do so, without making anybody wait.
    void let_go(std::shared_ptr<const table::Dataset> dataset) { undertaker_.take(std::move(dataset)); }

  private:
    mutable std::mutex mutex_;
    std::uint64_t next_ = 1;
    std::map<std::uint64_t, std::shared_ptr<const table::Dataset>> open_;
    Undertaker undertaker_;  ///< a million rows take longer to free than a click may
};

/// As api::Engine::dataset_rows.
std::vector<std::vector<std::string>> rows_of(const table::Dataset& dataset, std::uint64_t first,
                                              std::size_t count);

/// What api::ImportOptions::encoding takes.
std::vector<api::Encoding> known_encodings();

/// What a contribution stands for. Fault::data_missing without a dataset where one is needed; Fault::usage
/// for typed numbers where the question takes none.
Result<question::Input> input_of(const Datasets& datasets, const question::Definition& definition,
                                 const api::Contribution& contribution);

/// Starts a thread that loads the file, or what lies at an address that `databases` knows (null: none), adds
/// it to `datasets` and calls back.
api::TaskPtr start_import(Datasets& datasets, table::SourceOpener* databases, const std::string& path,
                          const api::ImportOptions& options, api::ImportCallbacks callbacks);

/// Starts a thread that looks at a table of a database (null: there are none) and calls back.
api::TaskPtr start_describing(api::Databases* databases, const std::string& address,
                              const std::string& password,
                              std::function<void(Result<api::DatabaseTable>)> finished);

}  // namespace tacit::service
