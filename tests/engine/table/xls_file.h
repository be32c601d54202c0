#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

/// Makes old workbooks for tests, record by record.

/// A compound file with these streams below its root.
std::string ole_of(const std::vector<std::pair<std::string, std::string>>& streams);

std::string u16(unsigned value);
std::string u32(std::uint32_t value);
std::string f64(double value);
/// Type, length, data; CONTINUE records where the data are too long for one.
std::string xls_record_of(unsigned type, const std::string& data);
/// Row, column, cell style: how the data of all cells begin.
std::string xls_at(unsigned row, unsigned column, unsigned style = 0);

struct XlsFile {
    struct Sheet {
        std::string name = "Sheet1";
        std::string records;  ///< between the beginning and the end of the sheet
        unsigned visibility = 0;
        unsigned part = 0x0010;  ///< what its beginning says: a worksheet
    };
    bool biff8 = true;
    std::string globals;  ///< records in front of the list of sheets
    std::vector<Sheet> sheets = {{}};

    std::string stream() const;
    std::string bytes() const;  ///< in a compound file
};
