"""All benchmarks, one table after another: `make bench`."""

from benchmarks import finding, inbox

finding.main()
inbox.main()
