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
    # Between what is added, g++ 12 no longer sees the sizes that it knows of otherwise.
    target_compile_options(project_sanitizers INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-stringop-overread>)
    target_link_options(project_sanitizers INTERFACE -fsanitize=${TACIT_SANITIZERS})
endif()

include(TacitPrecompiled)

# A third of the time of GNU's first linker, for a hundred programs.
include(CheckLinkerFlag)
check_linker_flag(CXX -fuse-ld=gold TACIT_GOLD)
if(TACIT_GOLD AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND NOT CMAKE_INTERPROCEDURAL_OPTIMIZATION)
    add_link_options(-fuse-ld=gold)
endif()

# tacit_library(NAME SOURCES file... [LINKS target...] [PRIVATE_LINKS target...] [PRECOMPILED kind])
#
# One static library from the current folder. Its headers are included as "NAME/header.h", and only by
# targets that link it: the include path is a folder of its own that holds nothing but a link to here, so
# an include that goes against the layers does not compile.
function(tacit_library name)
    cmake_parse_arguments(ARG "" "PRECOMPILED" "SOURCES;LINKS;PRIVATE_LINKS" ${ARGN})
    set(root ${CMAKE_BINARY_DIR}/include/${name})
    file(MAKE_DIRECTORY ${root})
    file(CREATE_LINK ${CMAKE_CURRENT_SOURCE_DIR} ${root}/${name} SYMBOLIC)
    add_library(tacit_${name} STATIC ${ARG_SOURCES})
    target_include_directories(tacit_${name} PUBLIC ${root})
    target_link_libraries(tacit_${name} PUBLIC ${ARG_LINKS}
        PRIVATE ${ARG_PRIVATE_LINKS} project_warnings project_sanitizers)
    if(NOT ARG_PRECOMPILED)
        set(ARG_PRECOMPILED engine)
    endif()
    tacit_precompile(tacit_${name} ${ARG_PRECOMPILED})
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

# A suite's class lies in its source, which includes what moc makes of it. Doing that by hand spares the empty
# file that AUTOMOC would have the compiler read for each suite.
function(tacit_test_moc name)
    set(folder ${CMAKE_CURRENT_BINARY_DIR}/${name}_moc)
    foreach(source ${ARGN})
        get_filename_component(base ${source} NAME_WE)
        file(STRINGS ${source} wants REGEX "^#include \"${base}\\.moc\"")
        if(wants)
            qt6_generate_moc(${source} ${folder}/${base}.moc TARGET ${name})
            target_sources(${name} PRIVATE ${folder}/${base}.moc)
        endif()
    endforeach()
    target_include_directories(${name} PRIVATE ${folder})
endfunction()

# tacit_test(NAME SOURCES file... [LINKS target...] [TIMEOUT seconds] [LABELS label...])
#
# One Qt Test executable and its ctest entry; with the label "ui" if it looks at windows.
function(tacit_test name)
    cmake_parse_arguments(ARG "" "TIMEOUT" "SOURCES;LINKS;LABELS" ${ARGN})
    add_executable(${name} ${ARG_SOURCES})
    set_target_properties(${name} PROPERTIES
        RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests/bin UNITY_BUILD OFF)
    tacit_test_moc(${name} ${ARG_SOURCES})
    target_link_libraries(${name} PRIVATE ${ARG_LINKS} Qt6::Test project_warnings project_sanitizers)
    target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR}/tests)
    target_compile_definitions(${name} PRIVATE
        TACIT_SOURCE_DIR="${CMAKE_SOURCE_DIR}" TACIT_BIN_DIR="${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")
    if("ui" IN_LIST ARG_LABELS)
        tacit_precompile(${name} ui_test)
    else()
        tacit_precompile(${name} test)
    endif()
    add_test(NAME ${name} COMMAND ${name})
    if(TACIT_TEST_TIMEOUT)
        set(ARG_TIMEOUT ${TACIT_TEST_TIMEOUT})
    elseif(NOT ARG_TIMEOUT)
        set(ARG_TIMEOUT 120)
    endif()
    set_tests_properties(${name} PROPERTIES TIMEOUT ${ARG_TIMEOUT} LABELS "${ARG_LABELS}"
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen")
endfunction()
