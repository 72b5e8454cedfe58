"""基层政务公开标准目录 (国办发〔2019〕54号): read from a spreadsheet, assigned to agencies, checked against what is published."""
