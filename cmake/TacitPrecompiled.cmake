# Most of the time of a build from nothing goes into reading the headers of the standard library and of Qt,
# so these are read once for each kind of target. The release build does without: there every source must
# include what it uses.
option(TACIT_PRECOMPILED_HEADERS "Read the headers of the standard library and of Qt once" ON)

set(tacit_standard_headers
    <algorithm> <array> <atomic> <bit> <chrono> <condition_variable> <cstddef> <cstdint> <cstring> <deque>
    <filesystem> <fstream> <functional> <map> <memory> <mutex> <optional> <set> <span> <stop_token> <string>
    <string_view> <thread> <utility> <variant> <vector>)
set(tacit_core_headers
    <QCoreApplication> <QDir> <QFile> <QFileInfo> <QJsonArray> <QJsonDocument> <QJsonObject> <QObject> <QString>
    <QStringList> <QTimer>)
set(tacit_widget_headers
    <QAbstractTableModel> <QApplication> <QButtonGroup> <QComboBox> <QGridLayout> <QHBoxLayout> <QHeaderView>
    <QLabel> <QLineEdit> <QMessageBox> <QPainter> <QPushButton> <QStackedWidget> <QTableView> <QToolButton>
    <QVBoxLayout> <QWidget>)

# g++ 12 forgets that precompiled headers are the system's, and warns of what it takes for overflows in <string>.
add_library(tacit_precompiled_flags INTERFACE)
target_compile_options(tacit_precompiled_flags INTERFACE
    $<$<CXX_COMPILER_ID:GNU>:-Wno-array-bounds;-Wno-stringop-overflow>)

# What waits far more than it computes, which is all outside of the engine: less effort of the compiler is enough. It
# also sees less, and g++ takes what it does not see for uninitialised.
add_library(tacit_quick_flags INTERFACE)
target_compile_options(tacit_quick_flags INTERFACE $<$<CONFIG:RelWithDebInfo>:-Og;-Wno-maybe-uninitialized>)

# A target that holds the headers of a kind: `engine`, `core` (with Qt), `ui` (with its windows), `test` and
# `ui_test`. The compiler takes them only where its own options are the same; programs have others than
# libraries, so the last two are made by a program.
function(tacit_make_precompiled kind)
    set(owner tacit_precompiled_${kind})
    set(headers ${tacit_standard_headers})
    set(links project_warnings project_sanitizers tacit_precompiled_flags)
    if(NOT kind STREQUAL "engine")
        list(APPEND headers ${tacit_core_headers})
        list(APPEND links Qt6::Core tacit_quick_flags)
    endif()
    if(kind MATCHES "ui")
        list(APPEND headers ${tacit_widget_headers})
        list(APPEND links Qt6::Widgets)
    endif()
    set(source ${CMAKE_BINARY_DIR}/precompiled/${kind}.cpp)
    if(kind MATCHES "test")
        list(APPEND headers <QSignalSpy> <QTemporaryDir> <QTest>)
        list(APPEND links Qt6::Test)
        file(CONFIGURE OUTPUT ${source} CONTENT "int main() {}\n")
        add_executable(${owner} ${source})
        set_target_properties(${owner} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/precompiled)
    else()
        file(CONFIGURE OUTPUT ${source} CONTENT "// Nothing: its headers are what counts.\n")
        add_library(${owner} OBJECT ${source})
    endif()
    target_link_libraries(${owner} PRIVATE ${links})
    target_precompile_headers(${owner} PRIVATE ${headers})
endfunction()

# tacit_precompile(TARGET KIND): the target takes the headers of its kind.
function(tacit_precompile target kind)
    if(NOT TACIT_PRECOMPILED_HEADERS)
        return()
    endif()
    target_link_libraries(${target} PRIVATE tacit_precompiled_flags)
    if(NOT kind STREQUAL "engine")
        target_link_libraries(${target} PRIVATE tacit_quick_flags)
    endif()
    if(NOT TARGET tacit_precompiled_${kind})
        tacit_make_precompiled(${kind})
    endif()
    target_precompile_headers(${target} REUSE_FROM tacit_precompiled_${kind})
endfunction()
