"""Join (公共政策網路參與平臺): what its pages, its open data and its exports say."""
