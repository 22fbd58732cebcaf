"""All benchmarks, one table after another: `make bench`."""

from benchmarks import charts, finding, inbox, matching, month, reminders, stories

finding.main()
inbox.main()
reminders.main()
month.main()
charts.main()
matching.main()
stories.main()
