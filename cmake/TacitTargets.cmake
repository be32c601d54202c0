# Flags live in two interface targets; every library and program of ours links them privately.
add_library(project_warnings INTERFACE)
target_compile_options(project_warnings INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wimplicit-fallthrough -Werror)
# g++ 12 sees overlapping copies in ordinary string concatenation (GCC bug 105651).
target_compile_options(project_warnings INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)
# With -O3 it takes moved-from variants for uninitialised ones (GCC bug 80635); -O2 builds keep the warning.
target_compile_options(project_warnings INTERFACE
    $<$<AND:$<CXX_COMPILER_ID:GNU>,$<CONFIG:Release>>:-Wno-maybe-uninitialized>)

add_library(project_sanitizers INTERFACE)
if(TACIT_SANITIZERS)
    target_compile_options(project_sanitizers INTERFACE
        -fsanitize=${TACIT_SANITIZERS} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    target_link_options(project_sanitizers INTERFACE -fsanitize=${TACIT_SANITIZERS})
endif()

# tacit_library(NAME SOURCES file... [LINKS target...] [PRIVATE_LINKS target...])
#
# One static library from the current folder. Its headers are included as "NAME/header.h", and only by
# targets that link it: the include path is a folder of its own that holds nothing but a link to here, so
# an include that goes against the layers does not compile.
function(tacit_library name)
    cmake_parse_arguments(ARG "" "" "SOURCES;LINKS;PRIVATE_LINKS" ${ARGN})
    set(root ${CMAKE_BINARY_DIR}/include/${name})
    file(MAKE_DIRECTORY ${root})
    file(CREATE_LINK ${CMAKE_CURRENT_SOURCE_DIR} ${root}/${name} SYMBOLIC)
    add_library(tacit_${name} STATIC ${ARG_SOURCES})
    target_include_directories(tacit_${name} PUBLIC ${root})
    target_link_libraries(tacit_${name} PUBLIC ${ARG_LINKS}
        PRIVATE ${ARG_PRIVATE_LINKS} project_warnings project_sanitizers)
endfunction()

# tacit_interface(NAME [LINKS target...]): the same for a folder of headers only.
function(tacit_interface name)
    cmake_parse_arguments(ARG "" "" "LINKS" ${ARGN})
    set(root ${CMAKE_BINARY_DIR}/include/${name})
    file(MAKE_DIRECTORY ${root})
    file(CREATE_LINK ${CMAKE_CURRENT_SOURCE_DIR} ${root}/${name} SYMBOLIC)
    add_library(tacit_${name} INTERFACE)
    target_include_directories(tacit_${name} INTERFACE ${root})
    target_link_libraries(tacit_${name} INTERFACE ${ARG_LINKS})
endfunction()

# tacit_test(NAME SOURCES file... [LINKS target...] [TIMEOUT seconds] [LABELS label...])
#
# One Qt Test executable and its ctest entry.
function(tacit_test name)
    cmake_parse_arguments(ARG "" "TIMEOUT" "SOURCES;LINKS;LABELS" ${ARGN})
    add_executable(${name} ${ARG_SOURCES})
    set_target_properties(${name} PROPERTIES AUTOMOC ON
        RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests/bin)
    target_link_libraries(${name} PRIVATE ${ARG_LINKS} Qt6::Test project_warnings project_sanitizers)
    target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR}/tests)
    target_compile_definitions(${name} PRIVATE
        TACIT_SOURCE_DIR="${CMAKE_SOURCE_DIR}" TACIT_BIN_DIR="${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")
    add_test(NAME ${name} COMMAND ${name})
    if(TACIT_TEST_TIMEOUT)
        set(ARG_TIMEOUT ${TACIT_TEST_TIMEOUT})
    elseif(NOT ARG_TIMEOUT)
        set(ARG_TIMEOUT 120)
    endif()
    set_tests_properties(${name} PROPERTIES TIMEOUT ${ARG_TIMEOUT} LABELS "${ARG_LABELS}"
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen")
endfunction()
