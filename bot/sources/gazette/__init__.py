"""行政院公報 (the Executive Yuan's gazette): which drafts of laws its latest issue gives notice of.

What is known, from public code that reads it (2026): `/egFront/OpenData/downloadXML.jsp`
(data.gov.tw dataset 5959, no key) is the latest issue only, renewed about 18:30 of each working
day; a date cannot be asked for; it redirects to `/old/…` on the same server. Its certificates
lack a Subject Key Identifier, which Python 3.13 refuses unless told otherwise. `Record` holds
`MetaId, Doc_Style_LName, Doc_Style_SName, Chapter, PubGovName, PubGov, UndertakeGov,
Date_Created, Date_Published, GazetteId (字號), Comment_Deadline, Comment_Days, Title,
ThemeSubject, Keyword, Explain, Category, GazetteHTML, HTMLContent, …`, often as CDATA; dates are
「中華民國115年3月20日」 or 「115年4月20日」; of drafts `Doc_Style_SName` has 草案 and 預告.

What is assumed: other ways of writing a day are read too; a draft without either word there is
known by its title; an issue's day is the latest `Date_Published` in it; an empty list is an issue
without entries. No real file was at hand: the samples of the tests are synthetic.
"""
