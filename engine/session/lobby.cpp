#include "session/lobby.h"

#include <cstdio>
#include <cstdlib>

namespace tacit::session {

std::string unnamed(Place place) {
    return "Partner " + std::to_string(place);
}

void impossible_step(const char* machine) {
    std::fprintf(stderr, "tacit: impossible step of the %s\n", machine);
    std::abort();
}

}  // namespace tacit::session
