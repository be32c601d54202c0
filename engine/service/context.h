#pragma once

#include <functional>

#include "base/clock.h"
#include "crypto/random.h"
#include "service/datasets.h"
#include "session/identity.h"
#include "store/profile.h"

namespace tacit::service {

/// What every running session needs of its profile. The engine owns all of it and outlives the sessions.
struct Context {
    store::Profile& profile;
    crypto::Random& random;
    const Clock& clock;
    Datasets& datasets;
    const store::Identity& identity;
    session::IdentityCard card;
    std::function<void()> sessions_changed;
    unsigned threads = 0;  ///< for protocols; 0 = as many as the machine has
};

}  // namespace tacit::service
