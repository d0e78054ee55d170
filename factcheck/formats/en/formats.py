"""Days and times in any English: 3/4/2021 is another day in London than in New York, 3 Apr 2021 is one."""

DATE_FORMAT = SHORT_DATE_FORMAT = "j M Y"
DATETIME_FORMAT = SHORT_DATETIME_FORMAT = "j M Y, P"
MONTH_DAY_FORMAT = "j F"
FIRST_DAY_OF_WEEK = 1
