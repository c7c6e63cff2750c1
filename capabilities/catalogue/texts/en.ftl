# Home
catalogue-home-title = What do you need to do?
catalogue-home-lead = Ask once, at one door. Always know where your application is.
catalogue-find = Find a procedure
catalogue-find-hint = Vietnamese without marks is fine, for example: trich luc, xay nha
catalogue-find-button = Find
catalogue-track = See an application you sent
catalogue-track-hint = Enter the application code or the receipt number
catalogue-track-button = See
catalogue-home-list = You can do this here and now
catalogue-home-all = All procedures, by field
catalogue-help-title = Not used to a phone?
catalogue-help-text = Come to the public service centre of your ward. An officer fills it in for you, reads it back and prints the slip. It is free.
catalogue-call-title = Not sure what you need?
catalogue-call-text = Call { $phone } and say what you want to do. They tell you which papers you need and where to go.

# List and search
catalogue-nav = Procedures
catalogue-list-title = Administrative procedures
catalogue-list-lead = { $count ->
    [one] 1 procedure
   *[other] { $count } procedures
} can be done here, by field.
catalogue-list-empty = No procedure has been published here yet.
catalogue-search-title = Find a procedure
catalogue-search-label = Find a procedure
catalogue-search-none = No procedure found for “{ $words }”
catalogue-search-found = { $count ->
    [one] 1 result
   *[other] { $count } results
} for “{ $words }”
catalogue-search-empty = Type what you need to do into the search box
catalogue-search-nearest = Perhaps you need one of these:
catalogue-search-help-title = Not what you were looking for?
catalogue-search-help = Call { $phone } and say what you need.

# A procedure
catalogue-crumb = Where you are
catalogue-home = Home
catalogue-brief-result = Result
catalogue-brief-fee = Cost
catalogue-brief-papers = To send
catalogue-start = Start
catalogue-start-note = About { $minutes } minutes. You can save and come back.
catalogue-who = Who can apply
catalogue-papers = Papers you need
catalogue-papers-none = No papers are needed.
catalogue-papers-all = { $count ->
    [one] 1 paper
   *[other] { $count } papers
}
catalogue-papers-least = { $count } or more, by case
catalogue-papers-some = None, except in some cases
catalogue-paper-required = Needed
catalogue-paper-case = In some cases
catalogue-paper-optional = Optional
catalogue-paper-held = Not needed
catalogue-paper-made = Made from your answers
catalogue-paper-forms = Accepted: { $forms }.
catalogue-form-original = original
catalogue-form-certified = certified copy
catalogue-form-electronic = electronic paper
catalogue-form-photo = clear photo of the whole page
catalogue-fee = Cost
catalogue-fee-free = Free
catalogue-fee-each = { $amount } for each { $per }
catalogue-fee-council = The provincial council sets this amount. The figure here is for demonstration only.
catalogue-fee-sample = { $amount } (sample figure)
catalogue-fee-waived = Not charged when: { $reason }
catalogue-time = How long it takes
catalogue-time-accept = On line: within { $limit } of sending you are told whether it is accepted. The time limit runs from acceptance.
catalogue-time-counter = At the counter you may receive it while you wait.
catalogue-limit-hours = { $n } hours
catalogue-limit-working-hours = { $n } working hours
catalogue-limit-working-days = { $n ->
    [one] 1 working day
   *[other] { $n } working days
}
catalogue-limit-days = { $n ->
    [one] 1 day
   *[other] { $n } days
}
catalogue-limit-months = { $n ->
    [one] 1 month
   *[other] { $n } months
}
catalogue-limit-same-day = The same day. Accepted after 15:00, the next working day
catalogue-limit-short-same-day = The same day
catalogue-limit-or = { $first } or { $next }
catalogue-where = Where and how to apply
catalogue-decides = Who decides: { $who }.
catalogue-way-online = On line
catalogue-way-counter = At a counter
catalogue-way-post = By post
catalogue-result = What you receive
catalogue-basis = Legal basis and sources
catalogue-basis-code = Procedure { $code }, published by { $decision }. This version applies from { $from }.
catalogue-basis-until = It applies until the end of { $to }.
catalogue-sources = The source of each figure
catalogue-source-fact = Fact
catalogue-source-text = Source
catalogue-fact-acceptance = Answer to an application on line: { $limit }
catalogue-mark-l = Text of the law
catalogue-mark-d = National catalogue
catalogue-mark-s = Secondary source
catalogue-mark-m = Not verified
catalogue-aside-title = Need help?
catalogue-aside-text = Call { $phone } or come to a counter. An officer fills it in for you, free of charge.

# A procedure another took the place of
catalogue-replaced-title = This procedure has been replaced
catalogue-replaced-text = Code { $code } takes no new applications since { $from }. Please use the following procedure.
catalogue-replaced-sent = Applications sent before that day are completed as before.

# Answers to mend
field-answer-missing = Fill in: { $label_en }
field-choice-missing = Choose an answer: { $label_en }
field-choice = Choose one of the answers offered.
field-name = Enter the name in letters, without digits. For example Nguyễn Thị Thí Dụ.
field-too-long = Make it shorter: at most { $max } characters. You entered { $count }.
field-date = Enter a real date: day, month, year. For example 5/9/1990.
field-date-future = Enter a date in the past. For example 5/9/1990.
field-year = Enter the year with four digits. For example 1990.
field-year-range = Enter a year from { $min } to { $max }.
field-number = Enter a whole number, without letters. For example 3.
field-number-min = Enter a number of at least { $min }.
field-number-range = Enter a number from { $min } to { $max }.
field-decimal = Enter a number. For example 82.5.
field-card = Enter all 12 digits of the identity card number. You entered { $count }.
field-phone = Enter a phone number of 10 digits that begins with 0. For example 0912 345 678.
field-email = Enter the whole e-mail address. For example name@example.vn.
field-unknown-question = This procedure has no such question. Its description lists the questions.

# Where procedures are done
catalogue-offices-title = Where to go
catalogue-offices-lead = Find a commune, ward or special zone by its name of today or of before 1 July 2025.
catalogue-offices-province = Province or city
catalogue-offices-any = All 34 provinces and cities
catalogue-offices-name = Commune, ward or special zone
catalogue-offices-name-hint = New or old name, marks are not needed. For example: sai gon; phường 12 quận 10
catalogue-offices-found = { $count ->
    [one] One place fits “{ $words }”
   *[other] { $count } places fit “{ $words }”
}
catalogue-offices-found-provinces = “{ $words }” is the name of a province or city
catalogue-offices-elsewhere = The province chosen has no “{ $words }”. Others have:
catalogue-offices-none = No place is called “{ $words }”
catalogue-offices-none-text = Try fewer words, without house number and street. Or choose a province and look through its list.
catalogue-offices-before = Before 1 July 2025: { $before }
catalogue-offices-before-perhaps = Before 1 July 2025: perhaps a part of { $before }. One source only says so.
catalogue-offices-now-part = { $before } is part of it now
catalogue-offices-whole = See all communes and wards
catalogue-offices-house = Offices on this portal
catalogue-offices-wards = { $count ->
    [one] One ward
   *[other] { $count } wards
}
catalogue-offices-communes = { $count ->
    [one] One commune
   *[other] { $count } communes
}
catalogue-offices-zones = { $count ->
    [one] One special zone
   *[other] { $count } special zones
}
catalogue-offices-provinces = 34 provinces and cities
catalogue-offices-nav = Where to go
catalogue-office-code = Administrative code { $code }.
catalogue-office-open = Open now
catalogue-office-closed = Closed now
catalogue-office-opens = Opens at { $when }
catalogue-office-agency = Agency
catalogue-office-address = Address
catalogue-office-hours = Opening hours
catalogue-office-phone = Phone
catalogue-office-unknown = Not known to this portal
catalogue-office-holidays = Closed on public holidays.
catalogue-office-elsewhere = This place does not use this portal yet
catalogue-office-elsewhere-text = The portal does not know its address and opening hours. Call { $phone } to ask.
catalogue-office-any = Within a province, an application can be handed in at any of its offices.
catalogue-office-procedures = See the procedures
catalogue-office-before = Before 1 July 2025
catalogue-office-before-text = It is made of the whole or a part of:
catalogue-office-perhaps = (perhaps a part; one source only says so)
catalogue-office-source = Secondary source: two public lists compared with each other, not yet with each resolution.
catalogue-office-neighbours = { $count } other communes and wards of { $province }
catalogue-former-title = Where is { $name } now?
catalogue-former-divided = Since 1 July 2025 it is divided among these. Choose the one your address is in; if in doubt, ask at a counter.
catalogue-former-district = Since 1 July 2025 there are no districts. These communes and wards are there now:
catalogue-place-province = Province or city
catalogue-place-choose = Choose a province or city
catalogue-place-commune = Commune, ward or special zone
catalogue-place-commune-hint = Type the name of today or of before 1 July 2025, marks are not needed. For example: sai gon
catalogue-place-which = Which of these is it?
catalogue-place-was = before 1 July 2025: { $before }
catalogue-place-was-perhaps = before 1 July 2025: perhaps a part of { $before }
