"""All benchmarks, one table after another: `make bench`."""

from benchmarks import finding, inbox, month, reminders

finding.main()
inbox.main()
reminders.main()
month.main()
